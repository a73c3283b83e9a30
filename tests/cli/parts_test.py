"""The parts of a store belong together: what is exchanged, missing or may not be read is named, and the advice works."""

import json
import os
import pathlib
import shutil
import subprocess
import unittest

from decree_process import BINARY, TIMEOUT_S, StoreTest, event

NOBODY = 65534


class PartsTest(StoreTest):
    def setUp(self):
        super().setUp()
        self.key = self.folder / "log.key"
        self.run_decree("audit", "keygen", "--origin", "example.org/log", "--key", self.key)

    def fill(self, names, store=None):
        for name in names:
            self.append([event(name)], DECREE_STORE=str(store or self.store))

    def sign(self, *more, store=None, exit_status=0):
        return self.run_decree("--store", store or self.store, "audit", "checkpoint", "--key", self.key, *more,
                               exit_status=exit_status)

    def exported(self, store=None):
        return self.run_decree("--store", store or self.store, "export", "jsonl", "--record").stdout

    def refused(self, *args, store=None, **options):
        """The text with which every verb refuses the store."""
        store = store or self.store
        said = set()
        for verb in (["as-of", "2025-11-05", "--all"], ["export", "jsonl"], ["events"]):
            result = self.run_decree("--store", store, *verb, exit_status=4)
            self.assertEqual(result.stdout, "")
            said.add(result.stderr)
        said.add(self.run_decree("--store", store, "append", "-", stdin=json.dumps(event("one-more")) + "\n",
                                 exit_status=4).stderr)
        self.assertEqual(len(said), 1, said)
        return said.pop()


class ExchangedTest(PartsTest):
    def test_a_log_of_another_store_under_the_head(self):
        self.fill("abc")
        other = self.folder / "other"
        self.fill("xyz", other)
        kept = self.folder / "kept"
        shutil.move(self.store / "log" / "db", kept)
        shutil.copytree(other / "log" / "db", self.store / "log" / "db")
        said = self.refused()
        self.assertIn("head file and database are of two different stores", said)
        self.assertIn(str(self.store / "log" / "head"), said)
        self.assertIn(str(self.store / "log" / "db"), said)
        # The advice: put back the one that was exchanged.
        shutil.rmtree(self.store / "log" / "db")
        shutil.move(kept, self.store / "log" / "db")
        self.fill("d")
        self.assertTrue(self.answer("doctor")["sound"])

    def test_views_of_another_log_are_made_anew(self):
        self.fill("abc")
        answers = self.run_decree("as-of", "2025-11-05", "--all", "--json").stdout
        other = self.folder / "other"
        self.fill("xyz", other)
        shutil.rmtree(self.store / "views")
        shutil.copytree(other / "views", self.store / "views")
        self.assertEqual(self.run_decree("as-of", "2025-11-05", "--all", "--json").stdout, answers)
        self.assertIn("made of another log", self.run_decree("doctor", exit_status=4).stdout)
        self.run_decree("projections", "rebuild")
        self.assertTrue(self.answer("doctor")["sound"])
        self.assertEqual(self.run_decree("as-of", "2025-11-05", "--all", "--json").stdout, answers)

    def test_an_older_head_hides_nothing(self):
        self.fill("a")
        older = (self.store / "log" / "head").read_bytes()
        self.fill("bc")
        exported = self.exported()
        (self.store / "log" / "head").write_bytes(older)
        self.assertEqual(self.exported(), exported)
        found = self.run_decree("doctor", exit_status=4).stdout
        self.assertIn("is an older copy", found)
        self.run_decree("projections", "rebuild")
        self.assertTrue(self.answer("doctor")["sound"])
        self.assertEqual(self.exported(), exported)

    def test_what_was_signed_of_another_log(self):
        self.fill("abc")
        self.sign()
        other = self.folder / "other"
        self.fill("ab", other)
        self.sign(store=other)
        kept = self.folder / "kept"
        shutil.move(self.store / "audit", kept)
        shutil.copytree(other / "audit", self.store / "audit")
        said = self.refused()
        self.assertIn(f"what was signed ({self.store}/audit) is of another log", said)
        self.assertIn("nothing is signed", self.sign("--new-epoch", exit_status=4).stderr)
        # The advice: take that folder away.
        shutil.rmtree(self.store / "audit")
        shutil.move(kept, self.store / "audit")
        self.fill("d")
        self.sign()


class RolledBackTest(PartsTest):
    def setUp(self):
        super().setUp()
        self.fill("ab")
        self.sign()
        self.run_decree("backup", "b")
        shutil.copytree(self.store / "log", self.folder / "older")
        self.fill("cd")

    def roll_back(self):
        shutil.move(self.store / "log", self.folder / "newer")
        shutil.copytree(self.folder / "older", self.store / "log")

    def test_behind_the_newest_checkpoint(self):
        self.sign()
        shutil.rmtree(self.store / "views")  # no other witness
        self.roll_back()
        said = self.refused()
        self.assertIn("ends at position 2, yet 4 were signed", said)
        self.assertIn("epoch-0001/00000000000000000004", said)
        self.assertIn("nothing is signed", self.sign(exit_status=4).stderr)
        # The advice, one by one: the log that belongs to it, ...
        rolled_back = self.folder / "rolled-back"
        shutil.copytree(self.store, rolled_back)
        shutil.rmtree(self.store / "log")
        shutil.move(self.folder / "newer", self.store / "log")
        self.fill("e")
        # ... a backup, ...
        self.run_decree("restore", "b", "restored")
        self.fill("c", self.folder / "restored")
        # ... a new epoch under another origin.
        self.key = self.folder / "second.key"
        self.run_decree("audit", "keygen", "--origin", "example.org/second", "--key", self.key)
        self.sign("--new-epoch", store=rolled_back)
        self.fill("f", rolled_back)
        self.sign(store=rolled_back)

    def test_behind_the_views(self):
        self.roll_back()
        said = self.refused()
        self.assertIn(f"{self.store}/views was made of 4 events, the log beside it ends at position 2", said)
        self.assertIn("the log has lost acknowledged events", self.run_decree("doctor", exit_status=4).stdout)
        self.run_decree("doctor", "--rebuild-projections")
        self.fill("e")
        self.assertTrue(self.answer("doctor")["sound"])

    def test_a_log_that_is_not_there(self):
        self.sign()
        for left in ("nothing", "an empty folder"):
            with self.subTest(left):
                shutil.move(self.store / "log", self.folder / "moved")
                if left != "nothing":
                    (self.store / "log").mkdir()
                said = self.refused()
                self.assertIn(f"{self.store}/log holds no log, yet other parts of a store are there", said)
                self.assertIn(f"{self.store}/audit, {self.store}/views", said)
                self.run_decree("doctor", exit_status=4)
                self.sign(exit_status=4)
                self.assertFalse((self.store / "log" / "head").exists())
                shutil.rmtree(self.store / "log", ignore_errors=True)
                shutil.move(self.folder / "moved", self.store / "log")
                self.assertTrue(self.answer("doctor")["sound"])
        shutil.rmtree(self.store / "log")
        shutil.rmtree(self.store / "audit")
        shutil.rmtree(self.store / "views")
        self.fill("x")  # a new store

    def test_identity_is_kept_by_a_restore_and_new_from_lines(self):
        self.sign()
        head = (self.store / "log" / "head").read_bytes()[16:32]
        self.assertEqual((self.store / "audit" / "log").read_text(), head.hex() + "\n")
        self.run_decree("backup", "b")
        self.run_decree("restore", "b", "restored")
        restored = self.folder / "restored"
        self.assertEqual((restored / "log" / "head").read_bytes()[16:32], head)
        self.assertEqual((restored / "audit" / "log").read_text(), head.hex() + "\n")
        self.run_decree("--store", "restored", "backup", "b")
        self.write("lines", self.exported())
        self.run_decree("restore", "--from-jsonl", "lines", "from-lines")
        lines = self.folder / "from-lines"
        self.assertNotEqual((lines / "log" / "head").read_bytes()[16:32], head)
        self.assertIn("backup of another store",
                      self.run_decree("--store", "from-lines", "backup", "b", exit_status=4).stderr)
        # What was signed goes on over the same leaves, whatever the identity.
        shutil.copytree(self.store / "audit", lines / "audit")
        self.fill("e", lines)
        self.assertTrue(self.answer("--store", lines, "doctor")["sound"])
        self.sign(store=lines)
        self.assertEqual((lines / "audit" / "log").read_text(),
                         (lines / "log" / "head").read_bytes()[16:32].hex() + "\n")


class MayNotBeReadTest(PartsTest):
    """What may not be read is not absent. Root reads everything, so another user asks."""

    def as_nobody(self, *args, exit_status=4):
        result = subprocess.run([self.program, "--store", str(self.store), *args], cwd=self.folder, user=NOBODY,
                                group=NOBODY, env=self.environment(), capture_output=True, text=True, timeout=TIMEOUT_S, check=False)
        self.assertEqual(result.returncode, exit_status, result.stderr)
        return result

    def setUp(self):
        super().setUp()
        if os.geteuid() != 0:
            self.skipTest("only root can ask as somebody else")
        os.chmod(self.folder, 0o755)
        self.fill("abc")
        self.sign()
        # The project may lie where nobody else may look, in root's own folder for one.
        self.program = shutil.copy(BINARY, self.folder / "program")
        os.chmod(self.program, 0o755)
        if subprocess.run([self.program, "--version"], user=NOBODY, capture_output=True, check=False).returncode != 0:
            self.skipTest("nobody may not run the program here")

    def test_what_may_be_read_is_answered(self):
        self.as_nobody("as-of", "2025-11-05", exit_status=0)
        self.as_nobody("doctor", exit_status=0)

    def test_what_may_not_be_read_is_not_absent(self):
        parts = ["log", "log/db", "log/head", "log/db/CURRENT", "."]
        for part in parts:
            path = self.store / part
            mode = path.stat().st_mode
            for locked in (0o000, 0o311):
                with self.subTest(f"{part} {locked:o}"):
                    os.chmod(path, locked)
                    theirs = self.folder / f"theirs-{part.replace('/', '-')}-{locked:o}"
                    theirs.mkdir(mode=0o777)
                    os.chmod(theirs, 0o777)
                    verbs = [["as-of", "2025-11-05"], ["doctor"], ["append", "-"], ["backup", str(theirs / "b")]]
                    try:
                        for verb in verbs:
                            result = subprocess.run(
                                [self.program, "--store", str(self.store), *verb], cwd=self.folder, user=NOBODY, group=NOBODY,
                                env=self.environment(), capture_output=True, text=True, timeout=TIMEOUT_S,
                                input=json.dumps(event("d")) + "\n", check=False)
                            if locked == 0o000 or verb == ["append", "-"]:
                                self.assertNotEqual(result.returncode, 0)
                            for wrong in ("no store", "make one", "has lost", "restore a backup", "holds no log",
                                          "there is no"):
                                self.assertNotIn(wrong, result.stderr)
                            if result.returncode != 0:
                                self.assertRegex(result.stderr, "Permission denied|may not be read|by this process")
                    finally:
                        os.chmod(path, mode)

    def test_what_was_signed_may_be_kept_from_readers(self):
        os.chmod(self.store / "audit", 0o700)
        self.as_nobody("as-of", "2025-11-05", exit_status=0)

    def test_a_read_only_medium(self):
        script = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" || exit 77; shift; exec "$@"'

        def on_it(*args, stdin=""):
            return subprocess.run(["unshare", "-m", "sh", "-c", script, "sh", str(self.store), BINARY, "--store",
                                   str(self.store), *args], cwd=self.folder, env=self.environment(), input=stdin,
                                  capture_output=True, text=True, timeout=TIMEOUT_S, check=False)
        if on_it("stats").returncode in (1, 77, 127):
            self.skipTest("no mounts here")
        for verb in (["as-of", "2025-11-05"], ["doctor"], ["stats"], ["audit", "checkpoint"]):
            result = on_it(*verb)
            self.assertEqual(result.returncode, 0, f"{verb} {result.stderr}")
        result = on_it("append", "-", stdin=json.dumps(event("d")) + "\n")
        self.assertEqual(result.returncode, 4)
        self.assertIn("Read-only file system", result.stderr)
        (self.store / "log" / "needs-doctor").write_text("an error\n")
        result = on_it("doctor")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("note: the mark of a write error stays", result.stdout)


class PlacesTest(PartsTest):
    def test_a_backup_does_not_lie_in_a_store(self):
        self.fill("ab")
        os.symlink(self.store, self.folder / "link")
        for place in (self.store / "b", self.store / "log" / "b", self.store, self.folder / "link" / "b",
                      self.store / ".." / "store" / "views"):
            said = self.run_decree("backup", place, exit_status=2).stderr
            self.assertIn("lies in the folder of a store", said)
        self.assertFalse((self.store / "b").exists())
        self.assertIn("name a folder of its own", self.run_decree("backup", self.folder, exit_status=2).stderr)
        self.assertTrue(self.answer("doctor")["sound"])
        self.run_decree("backup", "b")
        self.run_decree("backup", "b")

    def test_a_restored_store_does_not_lie_in_another_or_in_the_backup(self):
        self.fill("ab")
        self.run_decree("backup", "b")
        os.symlink(self.store, self.folder / "link")
        self.write("lines", self.exported())
        for place in (self.store / "new", self.store / "log" / "new", self.folder / "link" / "new"):
            for source in (["b"], ["--from-jsonl", "lines"]):
                said = self.run_decree("restore", *source, place, exit_status=2).stderr
                self.assertIn("lies in the folder of a store", said)
        self.assertIn("lies in the folder of the backup",
                      self.run_decree("restore", "b", self.folder / "b" / "new", exit_status=2).stderr)
        self.run_decree("restore", "b", "new")

    def test_what_a_killed_restore_left_goes_with_the_next(self):
        self.fill("ab")
        self.run_decree("backup", "b")
        for name in ("first.restoring", "mine.restoring"):
            (self.folder / name / "log" / "db").mkdir(parents=True)
            (self.folder / name / "log" / "db" / "000009.sst").write_text("half")
            (self.folder / name / "lock").write_text("")
        (self.folder / "mine.restoring" / "notes").write_text("mine")
        self.run_decree("restore", "b", "second")
        self.assertFalse((self.folder / "first.restoring").exists())
        self.assertTrue((self.folder / "mine.restoring" / "notes").exists())

    def test_ids_that_walk_stay_where_they_are(self):
        walking = ["a/../../x", "a/../../../../../../../../tmp/decree-walked", "a//b", "x/..", "documents/../y"]
        outside = {path for path in self.folder.rglob("*")}
        self.append([event(name, measure=name, threads=[name]) for name in walking])
        self.sign()
        for name in walking:
            self.assertEqual(self.answer("show", name)["event"]["id"] if "event" in self.answer("show", name)
                             else self.answer("show", name)["id"], name)
            self.run_decree("explain", name, "--on", "2025-11-05")
        self.run_decree("backup", "b")
        self.run_decree("restore", "b", "new")
        self.assertTrue(self.answer("--store", "new", "doctor")["sound"])
        made = {path.relative_to(self.folder).parts[0] for path in self.folder.rglob("*") if path not in outside}
        self.assertEqual(made, {"store", "b", "new"})
        inside = {path.relative_to(self.store).parts[0] for path in self.store.rglob("*")}
        self.assertLessEqual(inside, {"log", "views", "audit", "documents", "image"})
        self.assertFalse(pathlib.Path("/tmp/decree-walked").exists())
        self.run_decree("show", "--document", "../log/head", exit_status=2)


if __name__ == "__main__":
    unittest.main()
