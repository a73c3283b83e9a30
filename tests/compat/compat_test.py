"""Frozen stores of earlier versions, opened by this build, and a newer format, refused and left alone.

A new format gets a folder `format-N` beside the others and a line in STORES; none is ever changed.
"""

import json
import pathlib
import shutil
import struct
import unittest

from decree_process import StoreTest, event

HERE = pathlib.Path(__file__).resolve().parent
STORES = {"format-1": (51, "1bec1495b808ae3495b351faaf4f6093fce225baaea0c73559e973b6181564cc"),
          "format-1-marked": (51, "284ef7e8258e63239e5b094005b969aa1e165f1542a1dffef61d2df7a9214db3"),
          "format-2": (56, "acbf44d898645749e7bc17cb77c566a86787a73bc49d63367eb581138cd7fa80"),
          "format-3": (60, "81be1184e9895f560660ed9b2ecd9605624528aff5f8d6c13368b18204b56c34"),
          "format-4": (66, "97d5b10a0d59568c078ca83db1b5ebedbf27e6d1406cfc980dd6bb31473f2f6d")}
DOCUMENT = "50c0468b2d06ad1950e47ab6012fd17929bf910d688380dd575b752989275b72"


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def all_bytes(folder):
    return {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


class FrozenTest(StoreTest):
    def test_every_frozen_store_opens_and_gives_its_root(self):
        for name, (size, root) in STORES.items():
            with self.subTest(name):
                store = self.folder / name
                shutil.copytree(HERE / name / "store", store)
                before = all_bytes(store)
                head = self.answer("--store", store, "stats")["head"]
                self.assertEqual((head["position"], head["root"]), (size, root))
                self.assertEqual(self.run_decree("--store", store, "export", "jsonl", "--record").stdout,
                                 (HERE / name / "record.jsonl").read_text(encoding="utf-8"))
                self.assertTrue(self.answer("--store", store, "doctor")["sound"])
                self.assertTrue(self.run_decree("--store", store, "show", "--document", DOCUMENT).stdout)
                self.assertEqual(all_bytes(store), before)  # reading changes nothing
                self.append([event("later")], DECREE_STORE=str(store))
                self.assertEqual(self.answer("--store", store, "stats")["head"]["position"], size + 1)
                self.assertTrue(self.answer("--store", store, "doctor")["sound"])

    def test_what_format_2_says_is_read(self):
        store = self.folder / "store"
        shutil.copytree(HERE / "format-2" / "store", store)
        for day, rate in (("2026-03-10", "40%"), ("2026-08-01", "8%"), ("2027-03-01", "40%")):
            measure = self.answer("--store", store, "as-of", day, "--measure", "us/format-2")["measures"][0]
            self.assertEqual((measure["applies"], measure["title"]), ("yes", None))
            self.assertEqual(measure["terms"], {"tariff": {"adValorem": rate}})

    def test_what_format_3_says_is_read(self):
        store = self.folder / "store"
        shutil.copytree(HERE / "format-3" / "store", store)
        for day, excluded in (("2026-03-01", ["CA", "MX"]), ("2026-05-01", ["CA", "MX", "AU"]),
                              ("2026-07-01", ["CA", "AU"]), ("2026-10-01", ["CA", "MX", "AU"])):
            measure = self.answer("--store", store, "as-of", day, "--measure", "us/format-3")["measures"][0]
            self.assertEqual([clause["origin"][0] for clause in measure["scope"]["exclude"]], excluded)
            self.assertEqual(measure["terms"]["tariff"]["valueShare"], {"restOf": "metalContent"})

    def test_what_format_4_says_is_read(self):
        store = self.folder / "store"
        shutil.copytree(HERE / "format-4" / "store", store)
        view = ("--recorded-by", "2026-01-31", "--formerly")
        claimed = self.answer("--store", store, "as-of", "2026-04-01", "--measure", "us/format-4", *view)["measures"]
        self.assertEqual([measure["terms"]["tariff"]["adValorem"] for measure in claimed], ["10%"])
        for day, applies in (("2026-03-01", "yes"), ("2026-07-01", "undetermined")):
            answer = self.answer("--store", store, "screen", "--on", day, "--party", "daughter-one")
            owned = [m for m in answer["measures"] if m["measure"] == "us/format-4-owned"]
            self.assertEqual([m["applies"] for m in owned], [applies])

    def test_every_frozen_backup_and_record_is_restored(self):
        for name, (size, root) in STORES.items():
            with self.subTest(name):
                self.assertEqual(self.answer("backup", "verify", HERE / name / "backup")["root"], root)
                restored = self.answer("restore", HERE / name / "backup", f"{name}-backup")
                self.assertEqual((restored["size"], restored["root"]), (size, root))
                restored = self.answer("restore", "--from-jsonl", HERE / name / "record.jsonl", f"{name}-record")
                self.assertEqual((restored["size"], restored["root"]), (size, root))


class DeepRepairsTest(StoreTest):
    """Chains of repairs that were taken before there was a limit, and that no question could read then."""

    FROZEN = HERE / "deep-repairs"
    SIZE, ROOT = 866, "aacd4271e26fc6bbb89c306af52c26b84009c02d387cbd1fb6b325537cbd8b3d"

    def setUp(self):
        super().setUp()
        shutil.copytree(self.FROZEN / "store", self.store)

    def applying(self, **extra):
        answer = self.answer("as-of", "2025-05-13", "--all", **extra)
        return {m["measure"]: (m["applies"], m["title"]) for m in answer["measures"]}

    def check_answers(self, **extra):
        states = self.applying(**extra)
        self.assertEqual(states["us/calm"], ("no", "calm"))  # suspended then
        self.assertEqual(states["us/a"], ("yes", "retracted-66"))  # each pair of retractions is none
        self.assertEqual(states["us/b"], ("yes", "retracted-300"))
        self.assertEqual(states["us/c"], ("yes", "T120"))

    def test_it_opens_and_every_question_answers(self):
        self.check_answers()  # a reader, beside views that stopped
        stats = self.answer("stats")
        self.assertEqual((stats["head"]["position"], stats["head"]["root"]), (self.SIZE, self.ROOT))
        self.assertNotIn("trouble", stats)
        self.assertTrue(self.answer("doctor")["sound"])
        trade = ["--on", "2025-05-13", "--origin", "CN", "--destination", "US", "--product", "HTS:8541"]
        for question in (["explain", "us/b", "--on", "2025-05-13"], ["explain", "us/d", "--on", "2025-05-13"],
                         ["history", "--measure", "us/c", "--on", "2025-05-13"],
                         ["history", "--measure", "us/d", "--on", "2025-05-13"],
                         ["timeline"], ["timeline", "talks"], ["replay", "talks"], ["coverage"],
                         ["observations", "s"], ["diff", "2025-01-01..2025-12-31"], ["outlook", "2025-01-15"],
                         ["screen", *trade], ["explain", *trade], ["history", *trade], ["projections", "list"],
                         ["what-if", "--without", "retracted-66/66", "--", "as-of", "2025-05-13"]):
            with self.subTest(question):
                self.run_decree(*question)
        # A writer goes on from views that stopped, and takes what is new.
        self.append([event("later-on")])
        self.check_answers()
        self.assertTrue(self.answer("doctor")["sound"])

    def test_the_record_is_given_away_and_taken_back(self):
        events = self.run_decree("export", "jsonl").stdout
        record = self.write("record.jsonl", self.run_decree("export", "jsonl", "--record").stdout)
        self.assertEqual(len(events.splitlines()), self.SIZE)
        self.assertEqual(len(self.answer("events")["events"]), self.SIZE)
        self.answer("show", "retracted-300/300")
        restored = self.answer("restore", "--from-jsonl", record, "from-lines")
        self.assertEqual((restored["size"], restored["root"]), (self.SIZE, self.ROOT))
        self.run_decree("backup", "backup")
        restored = self.answer("restore", "backup", "from-backup")
        self.assertEqual((restored["size"], restored["root"]), (self.SIZE, self.ROOT))
        self.check_answers(DECREE_STORE=str(self.folder / "from-lines"))
        # A new store takes only what it could bear from the start, unless told that it is an old record.
        exported = self.write("events.jsonl", events)
        anew = {"DECREE_STORE": str(self.folder / "anew")}
        error = self.run_decree("append", exported, exit_status=3, **anew).stderr
        self.assertIn("line 73: event \"retracted-66/65\": target: ", error)
        self.run_decree("append", "--as-recorded", exported, **anew)
        self.check_answers(**anew)
        self.assertIn("0 events; 866 repeats", self.run_decree("append", exported, **anew).stdout)


class NewerTest(StoreTest):
    def newer_store(self):
        """A store whose head says that a newer program wrote it, with views and an image beside."""
        self.append([event("first")])
        path = self.store / "log" / "head"
        head = bytearray(path.read_bytes())
        for slot in (0, 4096):
            head[slot + 8:slot + 12] = struct.pack("<I", 2)
            head[slot + 124:slot + 128] = struct.pack("<I", crc32c(head[slot:slot + 124]))
        path.write_bytes(head)
        (self.store / "image").mkdir()
        (self.store / "image" / "CURRENT").write_text("of a newer program\n")

    def test_an_older_program_refuses_a_newer_log_and_leaves_all_bytes_alone(self):
        self.newer_store()
        before = all_bytes(self.store)
        for verb in (["as-of", "2025-11-05"], ["doctor"], ["doctor", "--rebuild-projections"],
                     ["projections", "rebuild"], ["export", "jsonl"], ["stats"], ["backup", "b"]):
            said = self.run_decree(*verb, exit_status=4).stderr
            self.assertIn("format 2", said)
        said = self.run_decree("append", "-", stdin=json.dumps(event("second")) + "\n", exit_status=4).stderr
        self.assertIn("format 2", said)
        self.assertEqual(all_bytes(self.store), before)
        self.assertFalse((self.folder / "b" / "backup").exists())

    def test_views_of_newer_rules_are_not_read(self):
        """Views can be made again: a reader builds its own, and a writer makes this program's."""
        self.append([event("first")])
        answers = self.run_decree("as-of", "2025-11-05", "--all", "--json").stdout
        (self.store / "views" / "current").write_text("g999999\n")
        before = all_bytes(self.store / "views")
        self.assertEqual(self.run_decree("as-of", "2025-11-05", "--all", "--json").stdout, answers)
        self.assertEqual(all_bytes(self.store / "views"), before)
        self.run_decree("doctor", exit_status=4)
        self.run_decree("projections", "rebuild")
        self.assertTrue(self.answer("doctor")["sound"])
        self.assertEqual(self.run_decree("as-of", "2025-11-05", "--all", "--json").stdout, answers)


if __name__ == "__main__":
    unittest.main()
