"""An output that fails: what was stored before it is told as stored (7), a question's is told as failed (1)."""

import json
import os
import re
import resource
import subprocess
import unittest

from decree_process import BINARY, TIMEOUT_S, TIMELINE, StoreTest, event, json_lines

ORIGIN = "example.org/log"
HUGE = 1 << 30
# How standard output can fail. A reader that is gone ends a question by SIGPIPE, as it ends `cat`.
WAYS = ("full disk", "reader gone", "size limit", "closed")


class FailedOutputTest(StoreTest):
    def run_broken(self, way, *args, stdin=""):
        options, to_close = {}, []
        if way == "full disk":
            output = os.open("/dev/full", os.O_WRONLY)
        elif way == "reader gone":
            reader, output = os.pipe()
            os.close(reader)
        elif way == "size limit":
            # The output stands beyond the limit already; no file of the store comes near it.
            output = os.open(self.folder / "beyond", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            os.ftruncate(output, HUGE)
            options["preexec_fn"] = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (HUGE // 2,) * 2)
        else:
            output = os.open("/dev/null", os.O_WRONLY)
            options["preexec_fn"] = lambda: os.close(1)
        to_close.append(output)
        try:
            return subprocess.run([BINARY, *map(str, args)], cwd=self.folder, env=self.environment(),
                                  input=stdin.encode(), stdout=output, stderr=subprocess.PIPE,
                                  timeout=TIMEOUT_S, check=False, **options)
        finally:
            for descriptor in to_close:
                os.close(descriptor)

    def told_as_stored(self, way, *args, stdin="", words="stored all the same: "):
        result = self.run_broken(way, *args, stdin=stdin)
        told = result.stderr.decode()
        self.assertEqual(result.returncode, 7, (way, args, told))
        self.assertIn(words, told)
        self.assertNotIn("nothing was stored", told)
        self.assertNotIn("refused", told)
        return told

    def events(self):
        return self.answer("stats")["events"]


class ChangesTest(FailedOutputTest):
    def test_append(self):
        for number, way in enumerate(WAYS):
            for form, flags in enumerate(([], ["--json"], ["--each"])):
                with self.subTest(way=way, flags=flags):
                    before = self.events() if self.store.exists() else 0
                    lines = json_lines([event(f"e{number}-{form}"), event(f"f{number}-{form}")])
                    told = self.told_as_stored(way, "append", *flags, "-", stdin=lines)
                    self.assertIn(f"2 events, positions {before + 1}–{before + 2}", told)
                    self.assertEqual(self.events(), before + 2)
        self.assertIn("sound", self.run_decree("doctor").stdout)

    def test_repeats_are_stored_too(self):
        self.append([event("a")])
        self.told_as_stored("full disk", "append", "-", stdin=json_lines([event("a")]),
                            words="1 that were there already")

    def test_a_reader_that_leaves_at_once(self):
        path = self.write("a.jsonl", json_lines([event("a")]))
        shell = f"{BINARY} append {path} | head -n 0; echo ${{PIPESTATUS[0]}} >&2"
        told = subprocess.run(["bash", "-c", shell], env=self.environment(), capture_output=True,
                              timeout=TIMEOUT_S, check=True).stderr.decode()
        # Whether the reader is gone when the words are written is up to the machine.
        self.assertRegex(told, r"(^|\n)[07]\n$")
        self.assertEqual(self.events(), 1)

    def test_documents(self):
        document = self.write("notice.txt", "text")
        self.told_as_stored("full disk", "append", "--document", document, words="the document ")
        self.assertEqual(len(list((self.store / "documents").iterdir())), 1)

    def test_what_came_before_a_refused_file_is_told(self):
        good, bad = self.write("good.jsonl", json_lines([event("a")])), self.write("bad.jsonl", "{}\n")
        result = self.run_decree("append", good, bad, exit_status=3)
        self.assertIn("bad.jsonl: refused; nothing of it is stored", result.stderr)
        self.assertIn("stored all the same: 1 event, positions 1–1", result.stderr)
        result = self.run_decree("append", self.write("b.jsonl", json_lines([event("b")])), "absent", exit_status=2)
        self.assertIn("stored all the same: 1 event, positions 2–2", result.stderr)

    def test_nothing_more_is_stored_that_nobody_would_hear_of(self):
        files = [self.write(f"{name}.jsonl", json_lines([event(name)])) for name in "abc"]
        self.told_as_stored("full disk", "append", *files, words="1 event, positions 1–1")
        self.assertEqual(self.events(), 1)

    def test_backup_and_restore(self):
        self.append([event("a")])
        record = self.write("record.jsonl", self.run_decree("export", "jsonl", "--record").stdout)
        for number, way in enumerate(WAYS):
            with self.subTest(way=way):
                backup = self.folder / f"backup{number}"
                self.told_as_stored(way, "backup", backup, words="the backup in ")
                self.run_decree("backup", "verify", backup)
                self.told_as_stored(way, "restore", backup, f"new{number}", words=f"the new store new{number}, 1 events")
                self.run_decree("--store", f"new{number}", "doctor")
                self.told_as_stored(way, "restore", "--from-jsonl", record, f"again{number}", words="the new store ")

    def test_audit(self):
        self.append([event("a")])
        told = self.told_as_stored("full disk", "audit", "keygen", "--origin", ORIGIN, "--key", "log.key")
        vkey = re.search(r"others verify with (\S+);", told).group(1)
        self.told_as_stored("full disk", "audit", "checkpoint", "--key", "log.key", words="the signed checkpoint")
        note = self.write("note", self.run_decree("audit", "checkpoint").stdout)
        self.run_decree("audit", "verify", "--checkpoint", note, "--vkey", vkey)
        # It is there, so that showing it again changes nothing.
        self.assertEqual(self.run_broken("full disk", "audit", "checkpoint", "--key", "log.key").returncode, 1)
        self.told_as_stored("full disk", "audit", "export", "--out", "answer.json", "--", "as-of", "2025-03-01",
                            words="in answer.json")
        self.run_decree("audit", "verify-bundle", "answer.json", "--vkey", vkey)
        self.told_as_stored("full disk", "audit", "witness", "--state", "seen", "--vkey", vkey, note,
                            words="the checkpoint seen")
        self.assertIn("unchanged", self.run_decree("audit", "witness", "--state", "seen", note).stdout)

    def test_a_checkpoint_is_signed_whatever_is_asked_after_it(self):
        self.append([event("a")])
        self.run_decree("audit", "keygen", "--origin", ORIGIN, "--key", "log.key")
        result = self.run_decree("audit", "checkpoint", "--key", "log.key", "--since", "99", exit_status=7)
        self.assertIn("stored all the same: the signed checkpoint", result.stderr)

    def test_projections_and_doctor(self):
        self.append([event("a")])
        self.told_as_stored("full disk", "projections", "rebuild", words="the projections, built anew")
        (self.store / "log" / "needs-doctor").write_text("an error\n")
        self.told_as_stored("full disk", "doctor", words="the mark of an earlier write error")
        self.append([event("b")])
        (self.store / "log" / "needs-doctor").write_text("an error\n")
        self.assertTrue(self.answer("doctor")["markTaken"])
        self.assertFalse(self.answer("doctor")["markTaken"])

    def test_a_picture(self):
        self.run_decree("append", TIMELINE)
        self.told_as_stored("full disk", "timeline", "us-cn-2025", "--svg", "a.svg", words="the picture in a.svg")


class QuestionsTest(FailedOutputTest):
    QUESTIONS = (["as-of", "2025-12-01"], ["as-of", "2025-12-01", "--csv"], ["events", "--json"], ["stats"], ["--help"],
                 ["export", "jsonl"], ["doctor"], ["what-if", "--", "as-of", "2025-12-01"], ["timeline", "us-cn-2025", "--svg", "-"],
                 ["audit", "export", "--", "as-of", "2025-12-01"])

    def setUp(self):
        super().setUp()
        self.run_decree("append", TIMELINE)
        self.run_decree("audit", "keygen", "--origin", ORIGIN, "--key", "log.key")
        self.run_decree("audit", "checkpoint", "--key", "log.key")

    def test_are_told_as_failed(self):
        for way in WAYS:
            for question in self.QUESTIONS:
                with self.subTest(way=way, question=question):
                    result = self.run_broken(way, *question)
                    told = result.stderr.decode()
                    if way == "reader gone":
                        self.assertEqual((result.returncode, told), (-13, ""))
                    else:
                        self.assertEqual(result.returncode, 1, told)
                        self.assertNotIn("stored all", told)

    def test_a_file_for_the_answer_that_fails(self):
        rows = self.write("rows.csv", "id,on,origin,destination,product\n1,2025-12-01,CN,US,HTS:8501.10.40\n")
        for args in (["screen", "--file", rows, "--out", "/dev/full"], ["screen", "--file", rows]):
            result = self.run_broken("full disk", *args)
            self.assertEqual(result.returncode, 1, result.stderr)  # --out is standard output itself
        # Of another file that is named it is known that there is no room for it.
        self.run_decree("screen", "--file", rows, "--out", "/dev/full", exit_status=6)
        result = self.run_decree("screen", "--file", rows, "--out", rows, exit_status=2)
        self.assertIn("is the file that is read", result.stderr)
        self.assertIn("HTS:8501", rows.read_text())

    def test_a_fault_of_the_store_stays_one(self):
        (self.store / "log" / "head").write_bytes(b"")
        self.assertEqual(self.run_broken("full disk", "stats").returncode, 4)


class ClosedStreamsTest(FailedOutputTest):
    """The number of a stream that is closed must not become that of a file of the store."""

    def test_what_is_printed_lands_in_no_file(self):
        lines = self.write("a.jsonl", json_lines([event("a")]))
        for closed in ([0], [1], [2], [0, 1, 2]):
            with self.subTest(closed=closed):
                def close_all(numbers=tuple(closed)):
                    for number in numbers:
                        os.close(number)
                result = subprocess.run([BINARY, "append", lines], env=self.environment(), cwd=self.folder,
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                        preexec_fn=close_all, timeout=TIMEOUT_S, check=False)
                self.assertEqual(result.returncode, 7 if 1 in closed else 0)
                self.assertTrue(json.loads(self.run_decree("doctor", "--json").stdout)["sound"])
                for path in self.store.rglob("*"):
                    if path.is_file():
                        self.assertNotIn(b"appended 1 event", path.read_bytes(), path)
                        self.assertNotIn(b"decree: ", path.read_bytes(), path)


if __name__ == "__main__":
    unittest.main()
