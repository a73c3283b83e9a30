"""Two processes on one store, and stores that are not what they should be: exit status 4."""

import shutil
import unittest

from decree_process import TIMEOUT_S, StoreTest, event, json_lines

GROUP = 65_536  # the events of one group; one more makes the writer acknowledge and wait


class BesideAWriterTest(StoreTest):
    def test_a_second_writer_is_refused_and_a_reader_is_served(self):
        self.append([event("before")])
        writer = self.start_decree("append", "-")
        talk = ({"id": f"e{i}", "kind": "statement", "actor": {"jurisdiction": "US"}, "stated": "2025-02-01"}
                for i in range(GROUP + 1))
        writer.stdin.write(json_lines(talk).encode())
        writer.stdin.flush()
        self.assertIn("appended 65536 events", writer.stdout.readline().decode())

        refused = self.append([event("second")], exit_status=4)
        self.assertIn(f"process {writer.pid}", refused.stderr)
        self.assertEqual(self.run_decree("projections", "rebuild", exit_status=4).stdout, "")
        answer = self.answer("as-of", "2025-03-01")
        self.assertEqual((answer["head"], len(answer["measures"])), (GROUP + 1, 1))

        writer.stdin.close()
        self.assertIn("appended 1 event", writer.stdout.readline().decode())
        self.assertEqual(writer.wait(TIMEOUT_S), 0)
        self.assertIn("appended 1 event", self.append([event("second")]).stdout)

    def test_a_bad_line_of_a_long_file_is_found_before_anything_is_stored(self):
        lines = json_lines({"id": f"e{i}", "kind": "statement", "actor": {"jurisdiction": "US"},
                            "stated": "2025-02-01"} for i in range(GROUP + 10))
        path = self.write("long.jsonl", lines + '{"id":"bad"}\n')
        self.assertIn(f"line {GROUP + 11}: ", self.run_decree("append", path, exit_status=3).stderr)
        self.assertFalse(self.store.exists())
        self.write("long.jsonl", lines)
        acknowledged = self.run_decree("append", path).stdout.splitlines()
        self.assertEqual(acknowledged, ["appended 65536 events, positions 1–65536; 0 repeats",
                                        "appended 10 events, positions 65537–65546; 0 repeats"])


class DamagedTest(StoreTest):
    def test_a_store_that_lost_what_it_acknowledged_takes_no_more(self):
        self.append([event("a")])
        older = self.folder / "older"
        shutil.copytree(self.store, older)
        self.append([event("b")])
        shutil.copy(self.store / "log" / "head", older / "log" / "head")
        result = self.run_decree("--store", older, "append", "-", stdin=json_lines([event("c")]),
                                 exit_status=4)
        self.assertIn("position", result.stderr)
        self.run_decree("--store", older, "doctor", exit_status=4)

    def test_a_changed_byte_is_found(self):
        self.append([event(f"e{i}", note="x" * 400) for i in range(50)])
        tables = sorted((self.store / "log" / "db").glob("*.sst"), key=lambda path: path.stat().st_size)
        self.assertTrue(tables)
        data = bytearray(tables[-1].read_bytes())
        data[len(data) // 3] ^= 0x10
        tables[-1].write_bytes(data)
        self.run_decree("doctor", exit_status=4)


if __name__ == "__main__":
    unittest.main()
