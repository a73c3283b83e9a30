"""An archive that was moved here: answers by the claims of the system before say so, in every form."""

import unittest

from decree_process import StoreTest, event

SCOPE = {"include": [{"origin": ["CN"], "destination": ["US"], "product": ["*"]}]}
CLAIMED = ("--recorded-by", "2020-06-01", "--formerly")
RESTS = "Rests on 1 claim of when another system recorded events: archive (1).\n"
COUNTS = "Events count from when another system claims to have recorded them, where one does.\n"
BEGINS = "This store begins later than what was asked: its first record is of 20"
SHIPMENT = ("--origin", "CN", "--destination", "US", "--product", "HTS:8541")


class FormerlyTest(StoreTest):
    def setUp(self):
        super().setUp()
        self.append([event("a", stated="2020-01-10", effective={"from": "2020-02-01"}, scope=SCOPE, threads=["talks"],
                           formerly={"system": "archive", "recorded": "2020-01-12", "id": "A-1"}),
                     event("b", stated="2020-01-10", effective={"from": "2020-02-01"}, scope=SCOPE)])

    def test_text_and_rows_say_that_they_rest_on_claims(self):
        for question in (["as-of", "2020-04-01"], ["explain", "test/a", "--on", "2020-04-01"],
                         ["screen", "--on", "2020-04-01", *SHIPMENT], ["timeline", "talks"], ["replay", "talks"],
                         ["history", "--measure", "test/a"], ["diff", "2020-01-01..2020-04-01", "--measure", "test/a"],
                         ["outlook", "2020-01-25"]):
            with self.subTest(question=question):
                said = self.run_decree(*question, *CLAIMED).stdout
                self.assertIn(RESTS, said)
                self.assertIn(BEGINS, said)
                self.assertIn("2020-06-01 here or formerly", said.replace("\n", " "))
                self.assertNotIn("Rests on", self.run_decree(*question).stdout)
        rows = self.run_decree("as-of", "2020-04-01", "--csv", *CLAIMED)
        self.assertIn("decree: note: " + RESTS, rows.stderr)
        self.assertEqual(len(rows.stdout.splitlines()), 2)
        none = self.run_decree("as-of", "2020-04-01", "--recorded-by", "2020-01-01", "--formerly").stdout
        self.assertIn("Rests on no claim of another system", none)

    def test_the_record_itself_says_so(self):
        self.assertIn(COUNTS, self.run_decree("events", *CLAIMED).stdout)
        rows = self.run_decree("events", "--csv", *CLAIMED)
        self.assertIn("decree: note: " + COUNTS, rows.stderr)
        self.assertEqual(len(rows.stdout.splitlines()), 2)
        lines = self.run_decree("export", "jsonl", *CLAIMED)
        self.assertIn("decree: note: " + COUNTS, lines.stderr)
        self.assertIn('"formerly":{"system":"archive","recorded":"2020-01-12","id":"A-1"}', lines.stdout)
        self.assertIn("--formerly out", self.run_decree("export", "jsonl", "--record", *CLAIMED, exit_status=2).stderr)
        self.assertIn("recorded 2020-01-12 by archive as A-1 (a claim)", self.run_decree("show", "a").stdout)
        self.assertIn(COUNTS, self.run_decree("timeline", "talks", "--svg", "-", *CLAIMED).stderr)

    def test_a_file_of_transactions_is_screened_by_claims(self):
        rows = "id,on,origin,destination,product,recordedBy\nx,2020-04-01,CN,US,HTS:8541,\n" \
               "y,2020-04-01,CN,US,HTS:8541,2020-01-01\n"
        said = self.run_decree("screen", "--file", "-", *CLAIMED, stdin=rows)
        self.assertEqual([line.split(",")[:3] for line in said.stdout.splitlines()[1:]],
                         [["x", "allowed", "10%"], ["y", "allowed", "0%"]])
        self.assertIn("2 rows: " + COUNTS, said.stderr)
        # Without --recorded-by, rows say by when; one that does not is refused.
        said = self.run_decree("screen", "--file", "-", "--formerly", stdin=rows, exit_status=3)
        self.assertIn("-:2: formerly (--formerly): without recorded_by (--recorded-by) no claim counts", said.stderr)
        self.assertIn("y,allowed,0%,", said.stdout)

    def test_what_was_restored_from_lines_claims_the_same(self):
        lines = self.run_decree("export", "jsonl", "--record").stdout
        self.run_decree("restore", "--from-jsonl", "-", "new", stdin=lines)
        self.assertEqual(self.run_decree("--store", "new", "as-of", "2020-04-01", *CLAIMED, "--json").stdout,
                         self.run_decree("as-of", "2020-04-01", *CLAIMED, "--json").stdout)

    def test_no_position_beyond_the_head_is_given_away(self):
        self.assertIn("position 3 is beyond the head of this store, 2",
                      self.run_decree("export", "jsonl", "--recorded-by", "3", exit_status=2).stderr)


if __name__ == "__main__":
    unittest.main()
