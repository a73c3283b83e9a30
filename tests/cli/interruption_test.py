"""Ctrl-C: the process ends at once by the signal, children too, and says what is stored and how to go on."""

import os
import pathlib
import signal
import time
import unittest

from decree_process import StoreTest, event, json_lines


class InterruptionTest(StoreTest):
    def interrupt(self, process, number=signal.SIGINT):
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, -number, err)
        return out.decode(), err.decode()

    def test_append_says_what_is_stored(self):
        process = self.start_decree("append", "-")
        # A group is acknowledged when it is full; the rest waits for more.
        process.stdin.write(json_lines(event(f"e{i}") for i in range(65_537)).encode())
        process.stdin.flush()
        self.assertIn(b"appended 65536 events", process.stdout.readline())
        _, err = self.interrupt(process)
        self.assertIn("append was interrupted; stored: 65536 events, positions 1–65536", err)
        self.assertIn("give the same command again", err)
        self.assertEqual(self.answer("stats")["events"], 65_536)

    def test_append_before_anything_is_stored(self):
        process = self.start_decree("append", "-")
        process.stdin.write(json_lines([event("a")]).encode())
        process.stdin.flush()
        self.wait_for_handler(process)
        _, err = self.interrupt(process, signal.SIGTERM)
        self.assertIn("append was interrupted; what was not acknowledged may be stored or not", err)

    def wait_for_handler(self, process):
        """Until the program catches the signal, which it does before it reads."""
        while True:
            status = pathlib.Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
            caught = int(next(line.split()[1] for line in status.splitlines() if line.startswith("SigCgt")), 16)
            if caught >> (signal.SIGINT - 1) & 1:
                return
            time.sleep(0.01)

    def test_a_file_that_is_not_done_is_taken_away(self):
        self.append([event("a")])
        out = self.write("out.csv", "what was there\n")
        os.mkfifo(self.folder / "in.csv")
        process = self.start_decree("screen", "--on", "2025-06-01", "--file", "in.csv", "--out", "out.csv")
        with open(self.folder / "in.csv", "w", encoding="utf-8") as rows:
            rows.write("origin,destination,product\n")
            rows.flush()
            while not any(name.endswith(".tmp") for name in os.listdir(self.folder)):
                time.sleep(0.01)
            _, err = self.interrupt(process)
        self.assertIn("screen was interrupted; nothing was changed", err)
        self.assertEqual(out.read_text(encoding="utf-8"), "what was there\n")
        self.assertFalse([name for name in os.listdir(self.folder) if name.endswith(".tmp")])

    def test_doctor_leaves_no_child(self):
        self.append([event(f"e{i}") for i in range(20_000)])
        process = self.start_decree("doctor")
        self.wait_for_handler(process)
        children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children")
        while not (found := children.read_text(encoding="ascii").split()):
            if process.poll() is not None:
                self.skipTest("SKIPPED: the check was done before it could be interrupted")
            time.sleep(0.001)
        _, err = self.interrupt(process)
        self.assertIn("doctor was interrupted", err)
        deadline = time.monotonic() + 60
        while os.path.exists(f"/proc/{found[0]}") and time.monotonic() < deadline:
            time.sleep(0.01)
        self.assertFalse(os.path.exists(f"/proc/{found[0]}"))


if __name__ == "__main__":
    unittest.main()
