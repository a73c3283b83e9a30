"""A disk that is full or nearly so: what does not fit is told as no room (6) before any of it is stored.

The disks are file systems in memory of this test's own, which only root may mount: skipped, and said to be, elsewhere.
"""

import os
import random
import string
import subprocess
import unittest

from decree_process import BINARY, TIMEOUT_S, StoreTest, event, json_lines

MIB = 1 << 20
RESERVE = 64 * MIB
NOTE_BYTES = 60_000
SMALL = 300


def large_events(name, megabytes):
    """Text that does not compress to much less than it is."""
    letters = string.ascii_letters + string.digits + "+/"
    source = random.Random(name)
    return [event(f"{name}{i}", note="".join(source.choices(letters, k=NOTE_BYTES)))
            for i in range(megabytes * MIB // NOTE_BYTES)]


def many_events(name, count):
    """Little text and much index."""
    return [event(f"{name}{i}", threads=[f"{name}{i}-{t}" for t in range(16)]) for i in range(count)]


class FullDiskTest(StoreTest):
    def setUp(self):
        super().setUp()
        self.disk = self.folder / "disk"
        self.disk.mkdir()
        self.store = self.disk / "store"

    def mount(self, megabytes):
        if os.geteuid() != 0:
            self.skipTest("only root may mount a small disk")
        made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "decree-test", self.disk],
                              check=False, capture_output=True)
        if made.returncode != 0:
            self.skipTest(f"no small disk can be mounted here: {made.stderr.decode().strip()}")
        self.addCleanup(subprocess.run, ["umount", "-q", "-l", self.disk], check=False)

    def free(self):
        about = os.statvfs(self.disk)
        return about.f_bavail * about.f_frsize

    def fill(self, left):
        with open(self.disk / "filler", "wb") as filler:
            os.posix_fallocate(filler.fileno(), 0, max(1, self.free() - left))

    def environment(self, **extra):
        return super().environment(**extra) | {"TMPDIR": str(self.folder)}

    def test_below_the_reserve_nothing_is_stored_and_all_is_answered(self):
        self.mount(SMALL)
        self.append([event("a")])
        self.fill(RESERVE // 2)
        result = self.append([event("a"), event("b")], exit_status=6)
        self.assertIn("make room", result.stderr)
        self.assertNotIn("refused", result.stderr)
        self.assertEqual(self.append([event("a")]).stdout, "appended 0 events; 1 repeat\n")
        self.assertEqual(self.answer("stats")["events"], 1)
        result = self.run_decree("append", "--each", "-", stdin=json_lines([event("b")]), exit_status=6)
        (self.disk / "filler").unlink()
        self.append([event("b")])
        self.run_decree("doctor")

    def test_without_any_room(self):
        self.mount(SMALL)
        self.append([event("a")])
        document = self.write("notice", "x" * MIB)
        self.fill(0)
        self.append([event("b")], exit_status=6)
        self.run_decree("append", "--document", document, exit_status=6)
        self.run_decree("backup", self.disk / "backup", exit_status=6)
        self.run_decree("--store", self.disk / "other", "append", "-", stdin=json_lines([event("a")]), exit_status=6)
        self.assertEqual(self.answer("stats")["events"], 1)
        (self.disk / "filler").unlink()
        self.run_decree("doctor")
        self.append([event("b")])

    def test_what_came_before_is_told(self):
        self.mount(SMALL)
        self.append([event("a")])
        self.fill(RESERVE + 40 * MIB)
        first = self.write("first.jsonl", json_lines([event("b")]))
        second = self.write("second.jsonl", json_lines(large_events("l", 12)))
        result = self.run_decree("append", first, second, exit_status=6)
        self.assertIn("stored all the same: 1 event, positions 2–2", result.stderr)

    def sweep(self, lines, sizes):
        """A call either fits with all that becomes of it, or is turned away whole."""
        told = set()
        for left in sizes:
            self.mount(800)
            self.append([event("a")])
            self.fill(left * MIB)
            result = subprocess.run([BINARY, "append", lines], cwd=self.folder, env=self.environment(),
                                    capture_output=True, timeout=TIMEOUT_S, check=False)
            with self.subTest(left=left):
                self.assertIn(result.returncode, (0, 6), result.stderr)
                self.assertNotIn(b"stopped", result.stderr)
                count = self.answer("stats")["events"]
                self.assertEqual(count > 1, result.returncode == 0)
                if result.returncode == 0:
                    self.run_decree("doctor")
            told.add(result.returncode)
            subprocess.run(["umount", "-l", self.disk], check=True)
        self.assertEqual(told, {0, 6})

    def test_much_text_fits_or_is_turned_away(self):
        if os.geteuid() != 0:
            self.skipTest("only root may mount a small disk")
        lines = self.write("text.jsonl", json_lines(large_events("t", 6)))
        self.sweep(lines, (66, 106, 109, 112, 140))

    def test_much_index_fits_or_is_turned_away(self):
        if os.geteuid() != 0:
            self.skipTest("only root may mount a small disk")
        lines = self.write("index.jsonl", json_lines(many_events("i", 3_000)))
        self.sweep(lines, (66, 106, 109, 112, 140))


if __name__ == "__main__":
    unittest.main()
