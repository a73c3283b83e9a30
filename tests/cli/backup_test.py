"""backup, restore, export --record, documents and doctor, through the command line."""

import hashlib
import json
import re
import shutil
import unittest

from decree_process import TIMELINE, TIMEOUT_S, StoreTest, event


class BackupTest(StoreTest):
    def root(self, store=None):
        return self.answer("--store", store or self.store, "stats")["head"]

    def fill(self):
        self.run_decree("append", TIMELINE)

    def test_backup_damage_restore_gives_an_equal_root(self):
        self.fill()
        made = self.answer("backup", "b")
        head = self.root()
        self.assertEqual((made["size"], made["root"]), (124, head["root"]))
        self.assertEqual(self.answer("backup", "verify", "b")["root"], head["root"])
        answers = self.run_decree("as-of", "2025-11-15", "--all", "--json").stdout
        for table in (self.store / "log" / "db").glob("*.sst"):
            table.write_bytes(table.read_bytes()[:-100])
        self.run_decree("as-of", "2025-11-15", exit_status=4)
        self.run_decree("backup", "b", exit_status=4)
        restored = self.answer("restore", "b", "new")
        self.assertEqual((restored["size"], restored["root"]), (124, head["root"]))
        self.assertEqual(self.root("new"), head)
        self.assertEqual(self.run_decree("--store", "new", "as-of", "2025-11-15", "--all", "--json").stdout,
                         answers)
        self.assertTrue(self.answer("--store", "new", "doctor")["sound"])
        # It goes on where the other ended.
        self.run_decree("--store", "new", "append", TIMELINE)
        self.assertEqual(self.root("new"), head)

    def test_a_further_backup_copies_only_what_is_new(self):
        self.fill()
        first = self.answer("backup", "b")
        self.assertEqual(first["copiedFiles"], first["files"])
        self.assertEqual(self.answer("backup", "b")["copiedFiles"], 0)
        self.append([event("new")])
        second = self.answer("backup", "b")
        self.assertEqual(second["size"], 125)
        self.assertLess(second["copiedBytes"], first["copiedBytes"])
        text = self.run_decree("backup", "verify", "b").stdout
        self.assertIn("sound: 125 events", text)

    def test_backups_beside_a_writer_in_another_process(self):
        self.append([event("first")])
        count = 70_000  # two groups: the first is acknowledged while the second is still to come
        writer = self.start_decree("append", "-", "--json")
        for i in range(count):
            writer.stdin.write((json.dumps(event(f"e-{i}")) + "\n").encode())
        writer.stdin.flush()
        size = 0
        while size != 1 + 65_536:
            size = self.answer("backup", "b")["size"]
            self.assertIn(size, (1, 1 + 65_536))
        self.assertEqual(self.answer("backup", "verify", "b")["size"], 1 + 65_536)
        self.assertIsNone(writer.poll())  # it has the store open for writing
        writer.stdin.close()
        self.assertEqual(writer.wait(TIMEOUT_S), 0)
        self.assertEqual(self.answer("backup", "b")["size"], 1 + count)
        self.assertEqual(self.answer("restore", "b", "new")["root"], self.root()["root"])

    def test_a_damaged_backup_is_refused(self):
        self.fill()
        self.run_decree("backup", "b")
        for path in sorted((self.folder / "b" / "files").iterdir()):
            sound = path.read_bytes()
            if not sound:
                continue
            path.write_bytes(sound[:-1] + bytes([sound[-1] ^ 1]))
            self.assertIn("damaged", self.run_decree("backup", "verify", "b", exit_status=4).stderr)
            self.run_decree("restore", "b", "new", exit_status=4)
            self.assertFalse((self.folder / "new").exists())
            path.write_bytes(sound)
        self.run_decree("backup", "verify", "b")

    def test_exit_statuses_of_usage(self):
        self.run_decree("backup", "b", exit_status=2)
        self.fill()
        self.run_decree("backup", exit_status=2)
        self.run_decree("backup", "verify", exit_status=2)
        self.run_decree("backup", "verify", "none", exit_status=2)
        self.run_decree("restore", "none", "new", exit_status=2)
        self.run_decree("restore", "b", exit_status=2)
        self.run_decree("backup", "b")
        self.run_decree("restore", "b", self.store, exit_status=2)
        self.run_decree("what-if", "--without", "us-2025-10-10-additional-100", "--", "backup", "c",
                        exit_status=2)
        self.run_decree("export", "jsonl", "--record", "--measure", "us/*", exit_status=2)

    def test_a_restore_behind_a_checkpoint_needs_a_new_epoch(self):
        self.fill()
        self.run_decree("backup", "b")
        note = self.write("note", "example.org/log\n125\n" + "A" * 43 + "=\n\n\u2014 example.org/log c2ln\n")
        said = self.run_decree("restore", "--checkpoint", note, "b", "new", exit_status=4).stderr
        self.assertIn("--new-epoch", said)
        self.assertTrue(self.answer("restore", "--checkpoint", note, "--new-epoch", "b", "new")["newEpoch"])

    def test_what_was_signed_comes_along_and_a_restore_behind_it_signs_under_a_new_origin(self):
        self.fill()
        for name in ("one", "two"):
            self.run_decree("audit", "keygen", "--origin", f"example.org/{name}", "--key", f"{name}.key")
        self.run_decree("audit", "checkpoint", "--key", "one.key")
        self.run_decree("backup", "b")
        self.append([event("later", kind="statement", stated="2026-02-01")])
        newest = self.write("newest", self.run_decree("audit", "checkpoint", "--key", "one.key").stdout)
        self.run_decree("backup", "b2")

        self.run_decree("restore", "--checkpoint", newest, "b2", "whole")
        shown = self.run_decree("--store", "whole", "audit", "checkpoint").stdout
        self.assertEqual(shown.splitlines()[1], "125")

        self.run_decree("restore", "--checkpoint", newest, "b", "older", exit_status=4)
        self.run_decree("restore", "--checkpoint", newest, "--new-epoch", "b", "older")
        for key in (["--key", "one.key"], ["--key", "one.key", "--new-epoch"], ["--key", "two.key"]):
            with self.subTest(key=key):
                said = self.run_decree("--store", "older", "audit", "checkpoint", *key, exit_status=4).stderr
                self.assertIn("example.org/one", said)
        signed = self.run_decree("--store", "older", "audit", "checkpoint", "--key", "two.key", "--new-epoch").stdout
        self.assertEqual(signed.splitlines()[:2], ["example.org/two", "124"])
        self.run_decree("--store", "older", "audit", "checkpoint", "--key", "two.key")


class RecordExportTest(StoreTest):
    def setUp(self):
        super().setUp()
        lines = TIMELINE.read_text(encoding="utf-8").splitlines(keepends=True)
        # Several recorded instants, and repairs whose dates resolve in their targets' zones.
        for first in range(0, len(lines), 40):
            self.run_decree("append", "-", stdin="".join(lines[first:first + 40]))
        self.append([
            {"id": "fix-1", "kind": "corrected", "target": "us-2025-10-10-additional-100",
             "replacement": {"note": "another note"}},
            {"id": "fix-2", "kind": "corrected", "target": "cn-2025-10-09-mofcom-61-foreign-made",
             "stated": "2025-10-12", "replacement": {"effective": {"from": "2025-12-02"}}},
            {"id": "gone", "kind": "retracted", "target": "fix-1", "reason": "was right before"}])
        self.lines = self.run_decree("export", "jsonl", "--record").stdout.splitlines(keepends=True)

    def test_the_same_positions_instants_and_root_come_back(self):
        path = self.write("record.jsonl", "".join(self.lines))
        head = self.answer("stats")["head"]
        restored = self.answer("restore", "--from-jsonl", path, "new")
        self.assertEqual((restored["size"], restored["root"]), (127, head["root"]))
        self.assertEqual(self.answer("--store", "new", "stats")["head"], head)
        self.assertEqual(self.run_decree("--store", "new", "export", "jsonl", "--record").stdout,
                         "".join(self.lines))
        self.assertEqual(len({json.loads(line)["recorded"] for line in self.lines}), 5)
        self.assertTrue(self.answer("--store", "new", "doctor")["sound"])
        by_stdin = self.answer("restore", "--from-jsonl", "-", "other", stdin="".join(self.lines))
        self.assertEqual(by_stdin["root"], head["root"])

    def refused(self, lines, *parts):
        said = self.run_decree("restore", "--from-jsonl", "-", "new", stdin="".join(lines), exit_status=3).stderr
        for part in parts:
            self.assertIn(part, said)
        self.assertFalse((self.folder / "new").exists())

    def test_an_altered_line_is_refused_by_its_position(self):
        altered = json.loads(self.lines[9])
        altered["event"]["note"] = "something else"
        self.refused(self.lines[:9] + [json.dumps(altered) + "\n"] + self.lines[10:], "position 10 ", "leaf")
        said = self.run_decree("restore", "--from-jsonl", "-", "new",
                               stdin="".join(self.lines[:9] + [json.dumps(altered) + "\n"]), exit_status=3).stderr
        self.assertIsNone(re.search("[0-9a-f]{16}", said), "it must not tell which leaf would fit")
        earlier = json.loads(self.lines[9])
        earlier["recorded"] = "2020-01-01T00:00:00Z"
        self.refused(self.lines[:9] + [json.dumps(earlier) + "\n"] + self.lines[10:], "line 10", "earlier")

    def test_gaps_repeats_and_other_lines_are_refused(self):
        self.refused(self.lines[:9] + self.lines[10:], "line 10", "position")
        self.refused(self.lines[:9] + self.lines[8:], "line 10", "position")
        self.refused(self.lines[:9] + ["{}\n"], "line 10", "position")
        self.refused(self.lines[:9] + ["not json\n"], "line 10")
        self.refused([json.dumps(json.loads(self.lines[0])["event"]) + "\n"], "line 1")
        again = json.loads(self.lines[0])
        again["position"] = 128
        again["recorded"] = json.loads(self.lines[-1])["recorded"]
        self.refused(self.lines + [json.dumps(again) + "\n"], "already")

    def test_a_part_from_the_beginning_is_a_store_of_its_own(self):
        first = self.run_decree("export", "jsonl", "--record", "--recorded-by", "40").stdout
        self.assertEqual(first, "".join(self.lines[:40]))
        self.run_decree("restore", "--from-jsonl", "-", "new", stdin=first)
        self.assertEqual(self.answer("--store", "new", "stats")["head"]["position"], 40)


class DocumentTest(StoreTest):
    def test_kept_shown_checked_backed_up(self):
        text = b"%PDF\x00\xff the notice"
        sha = hashlib.sha256(text).hexdigest()
        notice = self.folder / "notice.pdf"
        notice.write_bytes(text)
        cited = event("cites", sources=[{"publisher": "Gazette", "standing": "official", "sha256": sha}])
        lines = self.write("events.jsonl", json.dumps(cited) + "\n")
        kept = self.answer("append", "--document", notice, lines)
        self.assertEqual(kept["documents"], [
            {"file": str(notice), "sha256": sha, "bytes": len(text), "repeated": False}])
        self.assertEqual(kept["appended"], 1)
        self.assertTrue(self.answer("append", "--document", notice)["documents"][0]["repeated"])
        self.run_decree("show", "--document", sha, "cites", exit_status=2)
        self.run_decree("show", exit_status=2)
        self.run_decree("show", "--document", "0" * 64, exit_status=2)
        self.run_decree("append", "--document", "absent", exit_status=3)
        self.run_decree("append", exit_status=2)
        self.assertEqual(self.answer("doctor")["documents"], 1)
        self.run_decree("backup", "b")
        stored = self.store / "documents" / sha
        stored.write_bytes(b"another text")
        self.run_decree("show", "--document", sha, exit_status=4)
        self.assertIn(sha, self.run_decree("doctor", exit_status=4).stdout)
        self.run_decree("restore", "b", "new")
        self.assertEqual((self.folder / "new" / "documents" / sha).read_bytes(), text)


class DoctorTest(StoreTest):
    def test_damaged_views_are_found_and_built_anew_on_demand(self):
        self.run_decree("append", TIMELINE)
        before = self.run_decree("as-of", "2025-11-15", "--all", "--json").stdout
        self.assertTrue(self.answer("doctor")["sound"])
        for table in (self.store / "views").glob("g*/*.sst"):
            damaged = bytearray(table.read_bytes())
            damaged[len(damaged) // 3] ^= 1
            table.write_bytes(damaged)
        (self.store / "log" / "needs-doctor").write_text("the disk failed\n")
        report = json.loads(self.run_decree("doctor", "--json", exit_status=4).stdout)
        self.assertEqual((report["sound"], report["recordSound"], report["rebuilt"]), (False, True, False))
        self.assertIn("views: ", report["findings"][0])
        self.assertIn("--rebuild-projections", report["findings"][0])
        self.assertTrue((self.store / "log" / "needs-doctor").exists())
        report = self.answer("doctor", "--rebuild-projections")
        self.assertEqual((report["sound"], report["rebuilt"]), (True, True))
        self.assertFalse((self.store / "log" / "needs-doctor").exists())
        self.assertEqual(self.run_decree("as-of", "2025-11-15", "--all", "--json").stdout, before)
        self.append([event("later")])

    def test_views_of_another_record_are_found(self):
        self.run_decree("append", TIMELINE)
        other = self.folder / "other"
        lines = TIMELINE.read_text(encoding="utf-8").splitlines(keepends=True)
        self.run_decree("--store", other, "append", "-", stdin="".join(lines[:-1]))
        self.run_decree("--store", other, "append", "-", stdin=json.dumps(event("instead")) + "\n")
        shutil.rmtree(self.store / "views")
        shutil.copytree(other / "views", self.store / "views")
        report = json.loads(self.run_decree("doctor", "--json", exit_status=4).stdout)
        self.assertTrue(any("made of another log" in finding for finding in report["findings"]), report)
        self.assertTrue(self.answer("doctor", "--rebuild-projections")["sound"])

    def test_a_damaged_log_is_not_built_upon(self):
        self.run_decree("append", TIMELINE)
        views = sorted(path.name for path in (self.store / "views").rglob("*"))
        for table in (self.store / "log" / "db").glob("*.sst"):
            damaged = bytearray(table.read_bytes())
            damaged[100] ^= 1
            table.write_bytes(damaged)
        self.run_decree("doctor", "--rebuild-projections", exit_status=4)
        self.assertEqual(sorted(path.name for path in (self.store / "views").rglob("*")), views)


if __name__ == "__main__":
    unittest.main()
