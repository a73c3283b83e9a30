"""The record given away in bulk: in bounded memory, with progress on a terminal, and not at all when lost."""

import json
import os
import pty
import shutil
import subprocess
import unittest

from decree_process import BINARY, TIMEOUT_S, StoreTest, event, json_lines

MANY = 50_000
NOTE = "word " * 150


class BulkTest(StoreTest):
    @classmethod
    def setUpClass(cls):
        cls.lines = json_lines(event(f"e{i}", note=NOTE) for i in range(MANY))

    def setUp(self):
        super().setUp()
        path = self.write("many.jsonl", self.lines)
        self.run_decree("append", path)
        path.unlink()

    def memory(self, *args, **extra):
        """The most memory (KiB) that decree held, and what it wrote to a file."""
        # The address sanitizer keeps freed memory for a while; that is not what is measured.
        sanitizer = ":".join(filter(None, [os.environ.get("ASAN_OPTIONS"), "quarantine_size_mb=1"]))
        output = self.folder / "output"
        with output.open("wb") as file:
            process = subprocess.Popen([BINARY, *args], stdout=file,
                                       env=self.environment(ASAN_OPTIONS=sanitizer, **extra))
            _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(process.returncode, 0)
        return usage.ru_maxrss, output

    def on_a_terminal(self, *args):
        """What decree writes to its terminal while the answer goes elsewhere."""
        terminal, other_side = pty.openpty()
        process = subprocess.Popen([BINARY, *args], env=self.environment(TERM="xterm"),
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=other_side)
        os.close(other_side)
        written = b""
        while True:
            try:
                part = os.read(terminal, 65536)
            except OSError:  # how Linux says that the other side has closed
                part = b""
            if not part:
                break
            written += part
        os.close(terminal)
        self.assertEqual(process.wait(TIMEOUT_S), 0, written)
        return written.decode()

    def test_the_record_is_printed_without_holding_it(self):
        for args, lines in ((["export", "jsonl"], MANY), (["events"], MANY + 1), (["events", "--csv"], MANY + 1),
                            (["events", "--json"], 1)):
            with self.subTest(args=args):
                few, output = self.memory(*args, "--recorded-by", "10")
                many, output = self.memory(*args)
                with output.open("rb") as file:
                    self.assertEqual(sum(1 for _ in file), lines)
                # All events together take some 200 MB.
                self.assertLess(many - few, 50 * 1024, f"{few} KiB for ten events, {many} KiB for {MANY}")

    def test_long_work_tells_how_far_it_is_on_a_terminal_only(self):
        for verb in (["doctor"], ["projections", "rebuild"]):
            with self.subTest(verb=verb):
                self.assertRegex(self.on_a_terminal(*verb), r"(checking|rebuilding) \[[#.]{30}\] \d{1,3}%")
                self.assertEqual(self.on_a_terminal(*verb, "--json"), "")
                self.assertEqual(self.run_decree(*verb).stderr, "")


class LostEndTest(StoreTest):
    def test_no_question_is_answered_from_a_log_that_lost_its_end_and_doctor_names_it(self):
        self.append([event("a")])
        older = self.folder / "older"
        shutil.copytree(self.store, older)
        self.append([event("b"), event("c")])
        shutil.copy(self.store / "log" / "head", older / "log" / "head")
        for question in (["as-of", "2025-03-01"], ["events"], ["export", "jsonl"], ["stats"], ["show", "a"],
                         ["explain", "test/a", "--on", "2025-03-01"], ["projections", "list"]):
            with self.subTest(question=question):
                refused = self.run_decree("--store", older, *question, exit_status=4)
                self.assertEqual(refused.stdout, "")
                self.assertIn("acknowledged positions 2 to 3", refused.stderr)
                self.assertIn("decree doctor", refused.stderr)
        report = json.loads(self.run_decree("--store", older, "doctor", "--json", exit_status=4).stdout)
        self.assertEqual((report["sound"], report["events"]), (False, 1))
        self.assertIn("positions 2 to 3", report["findings"][0])

    def test_doctor_says_what_to_do_where_the_database_ends_the_process(self):
        self.append([event("a"), event("b")])
        table = next((self.store / "views").rglob("*.sst"))
        sound = table.read_bytes()
        # The last byte of the block before the index of blocks, which starts three bytes before its first name and
        # comes behind a checksum: in it, one bit tells that a block has a hash table.
        at = sound.rindex(b"fullfilter.") - 3 - 5 - 1
        table.write_bytes(sound[:at] + bytes([sound[at] ^ 0x80]) + sound[at + 1:])
        told = self.run_decree("doctor", exit_status=4)
        self.assertRegex(told.stdout + told.stderr, "views")
        shutil.rmtree(self.store / "views")
        self.assertIn("sound: 2 events", self.run_decree("doctor").stdout)


if __name__ == "__main__":
    unittest.main()
