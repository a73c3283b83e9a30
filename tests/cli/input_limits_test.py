"""Whatever is given to be read has a limit, and what is beyond it is named."""

import unittest

from decree_process import StoreTest, event, json_lines

ENDLESS = "/dev/zero"
DRAFTS_MAX = 65_536


class InputLimitsTest(StoreTest):
    def setUp(self):
        super().setUp()
        self.append([event("a")])

    def test_an_input_without_end(self):
        self.run_decree("audit", "keygen", "--origin", "example.org/log", "--key", "log.key")
        vkey = self.run_decree("audit", "checkpoint", "--key", "log.key").stdout and self.vkey()
        for args, exit_status, words in (
                (["append", ENDLESS], 3, "/dev/zero: line 1 has no end within"), (["append", "--each", ENDLESS], 3, "no end within"),
                (["what-if", "--with", ENDLESS, "--", "as-of", "2025-03-01"], 3, "/dev/zero: line 1 has no end within"),
                (["recheck", ENDLESS], 2, "/dev/zero: line 1 has no end within"),
                (["restore", "--from-jsonl", ENDLESS, "new"], 2, "no end within"),
                (["screen", "--file", ENDLESS], 3, "too long"),
                (["append", "--document", ENDLESS], 3, "no regular file"),
                (["audit", "verify", "--checkpoint", ENDLESS, "--vkey", vkey], 3, "holds more than"),
                (["audit", "witness", "--state", "seen", "--vkey", vkey, ENDLESS], 2, "holds more than"),
                (["audit", "witness", "--state", ENDLESS], 2, ""),
                (["audit", "verify-bundle", ENDLESS, "--vkey", vkey], 3, "holds more than"),
                (["audit", "checkpoint", "--key", ENDLESS], 2, "no regular file")):
            with self.subTest(args=args):
                self.assertIn(words, self.run_decree(*args, exit_status=exit_status).stderr)
        self.assertEqual(self.answer("stats")["events"], 1)

    def vkey(self):
        return self.run_decree("audit", "keygen", "--origin", "example.org/log", "--key", "other.key").stdout.strip()

    def test_drafts(self):
        one = json_lines([event("d0")])
        many = self.write("many.jsonl", "".join(one.replace("d0", f"d{i}") for i in range(DRAFTS_MAX)))
        result = self.run_decree("what-if", "--with", self.write("more.jsonl", json_lines([event("more")])),
                                 "--with", many, "--", "as-of", "2025-03-01", exit_status=3)
        self.assertIn(f"line {DRAFTS_MAX}: --with takes at most 65536 events and 64 MiB", result.stderr)
        notes = [event(f"n{i}", note="x" * 65_000) for i in range(1_100)]
        result = self.run_decree("what-if", "--with", self.write("notes.jsonl", json_lines(notes)), "--", "as-of",
                                 "2025-03-01", exit_status=3)
        self.assertIn("64 MiB of them in all", result.stderr)

    def test_small_files_of_the_store(self):
        for name in ("log/needs-doctor", "views/current", "log/head"):
            path = self.store / name
            before = path.read_bytes() if path.exists() else None
            with self.subTest(name=name):
                path.write_bytes(b"x" * (64 << 20))
                told = self.run_decree("append", "-", stdin=json_lines([event(name.replace("/", "-"))]),
                                       exit_status=0 if "views" in name else 4)
                self.assertLess(len(told.stderr), 10_000)
            if before is None:
                path.unlink()
            elif "views" not in name:
                path.write_bytes(before)
        self.run_decree("doctor")


if __name__ == "__main__":
    unittest.main()
