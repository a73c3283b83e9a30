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
          "format-1-marked": (51, "284ef7e8258e63239e5b094005b969aa1e165f1542a1dffef61d2df7a9214db3")}
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

    def test_every_frozen_backup_and_record_is_restored(self):
        for name, (size, root) in STORES.items():
            with self.subTest(name):
                self.assertEqual(self.answer("backup", "verify", HERE / name / "backup")["root"], root)
                restored = self.answer("restore", HERE / name / "backup", f"{name}-backup")
                self.assertEqual((restored["size"], restored["root"]), (size, root))
                restored = self.answer("restore", "--from-jsonl", HERE / name / "record.jsonl", f"{name}-record")
                self.assertEqual((restored["size"], restored["root"]), (size, root))


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
