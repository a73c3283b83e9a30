"""Usage: the verbs, their help, and exit status 2 for what makes no sense."""

import os
import pty
import subprocess
import unittest

from decree_process import BINARY, TIMEOUT_S, StoreTest, event

VERBS = ["append", "events", "show", "as-of", "explain", "timeline", "replay", "stats", "doctor",
         "projections", "projections list", "projections rebuild", "export", "export jsonl", "what-if",
         "coverage", "observations", "screen"]


class HelpTest(StoreTest):
    def test_every_verb_shows_an_example(self):
        for verb in VERBS:
            with self.subTest(verb=verb):
                text = self.run_decree(*verb.split(), "--help").stdout
                self.assertIn("Example:", text)
                self.assertIn("\n  decree ", text)

    def test_the_whole_lists_the_verbs_and_the_exit_statuses(self):
        text = self.run_decree("--help").stdout
        for verb in VERBS:
            self.assertIn(verb.split()[0], text)
        self.assertIn("5 outcome unknown", text)

    def test_the_version(self):
        self.assertRegex(self.run_decree("--version").stdout, r"^decree \d+\.\d+\.\d+\n$")


class UsageTest(StoreTest):
    def test_wrong_command_lines(self):
        self.append([event("a")])
        for args in ([], ["frobnicate"], ["as-of"], ["explain", "test/a"], ["replay"], ["show"],
                     ["append"], ["projections"], ["export"], ["projections", "burn"],
                     ["as-of", "2025-03-01", "--frobnicate"], ["as-of", "2025-03-01", "--json", "--csv"],
                     ["as-of", "2025-03-01", "--floor", "shouted"],
                     ["as-of", "2025-03-01", "--floor", "withdrawn"],
                     ["events", "--kind", "shouted"], ["append", "no-such-file.jsonl"], ["append", "."]):
            with self.subTest(args=args):
                result = self.run_decree(*args, exit_status=2)
                self.assertTrue(result.stderr.startswith("decree: "), result.stderr)
                self.assertEqual(result.stdout, "")

    def test_a_timeout_ends_a_question_and_says_which(self):
        self.append([event("a")])
        for args in (["as-of", "2025-04-01"], ["explain", "test/a", "--on", "2025-04-01"], ["events"],
                     ["history", "--measure", "test/a", "--on", "2025-04-01"], ["diff", "2025-01-01..2026-01-01"],
                     ["outlook", "2025-01-01"], ["coverage"], ["observations"],
                     ["screen", "--on", "2025-04-01", "--origin", "CN", "--destination", "US", "--product", "HS:850440"],
                     ["what-if", "--without", "a", "--", "as-of", "2025-04-01"]):
            with self.subTest(args=args):
                result = self.run_decree("--timeout", "0.000000001", *args, exit_status=124)
                self.assertIn("deadline", result.stderr)
                self.assertIn(f"{args[0]} was stopped by --timeout", result.stderr)
                self.assertEqual(result.stdout, "")
        self.run_decree("as-of", "2025-04-01", "--timeout", "2m")

    def test_a_timeout_that_is_no_time(self):
        self.append([event("a")])
        for time in ("0", "-1", "soon", "5x"):
            with self.subTest(time=time):
                result = self.run_decree("as-of", "2025-04-01", f"--timeout={time}", exit_status=2)
                self.assertIn("--timeout", result.stderr)

    def test_impossible_dates_are_named(self):
        self.append([event("a")])
        for args in (["as-of", "2025-02-30"], ["as-of", "soon"], ["explain", "test/a", "--on", "2025-13"],
                     ["as-of", "2025-03-01", "--known-by", "2025-02-30"],
                     ["as-of", "2025-03-01", "--recorded-by", "yesteryear"],
                     ["timeline", "--from", "2025-02-30"]):
            with self.subTest(args=args):
                result = self.run_decree(*args, exit_status=2)
                self.assertIn(args[-1], result.stderr)

    def test_what_is_not_recorded_is_said_to_be_unknown(self):
        self.append([event("a")])
        self.assertIn("nobody", self.run_decree("show", "nobody", exit_status=2).stderr)
        self.assertIn("no/thread", self.run_decree("replay", "no/thread", exit_status=2).stderr)
        self.assertIn("test/b", self.run_decree("explain", "test/b", "--on", "2025-03-01",
                                                exit_status=2).stderr)

    def test_a_missing_store_says_how_to_make_one_and_makes_none(self):
        for verb in (["as-of", "2025-03-01"], ["stats"], ["doctor"], ["projections", "rebuild"],
                     ["export", "jsonl"]):
            with self.subTest(verb=verb):
                result = self.run_decree(*verb, exit_status=2)
                self.assertIn("append", result.stderr)
                self.assertFalse(self.store.exists())

    def test_the_store_is_named_before_or_after_the_verb_or_by_the_environment(self):
        self.append([event("a")])
        for args in (["stats"], ["--store", self.store, "stats"], ["stats", "--store", self.store],
                     ["projections", "list", "--store", self.store]):
            self.run_decree(*args)
        self.run_decree("--store", self.folder / "elsewhere", "stats", exit_status=2)
        self.run_decree("--store", self.store, "stats", DECREE_STORE=str(self.folder / "elsewhere"))


class ColorTest(StoreTest):
    def on_a_terminal(self, *args, **extra):
        """What decree writes to a terminal."""
        master, slave = pty.openpty()
        process = subprocess.Popen([BINARY, *args], env=self.environment(TERM="xterm", **extra),
                                   stdin=subprocess.DEVNULL, stdout=slave, stderr=slave)
        os.close(slave)
        written = b""
        while True:
            try:
                part = os.read(master, 65536)
            except OSError:  # how Linux says that the other side has closed
                part = b""
            if not part:
                break
            written += part
        os.close(master)
        self.assertEqual(process.wait(TIMEOUT_S), 0, written)
        return written

    def test_color_only_on_a_terminal_and_not_with_no_color(self):
        self.append([event("a")])
        self.assertIn(b"\x1b[", self.on_a_terminal("as-of", "2025-03-01"))
        self.assertNotIn(b"\x1b[", self.on_a_terminal("as-of", "2025-03-01", NO_COLOR="1"))
        self.assertNotIn("\x1b[", self.run_decree("as-of", "2025-03-01").stdout)

    def test_escape_sequences_of_an_event_never_reach_the_reader(self):
        self.append([event("a", title="red \u001b[31m alert", threads=["t"])])
        for args in (["as-of", "2025-03-01"], ["timeline", "t"], ["replay", "t"], ["show", "a"],
                     ["explain", "test/a", "--on", "2025-03-01"], ["as-of", "2025-03-01", "--json"]):
            self.assertNotIn("\x1b", self.run_decree(*args).stdout)


if __name__ == "__main__":
    unittest.main()
