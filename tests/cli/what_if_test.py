"""what-if, coverage and observations: their text, their JSON, and that what-if leaves the store as it was."""

import unittest

from decree_process import TIMELINE, StoreTest, event, json_lines

ANNOUNCED = "us-2025-10-10-additional-100"
QUESTION = ["as-of", "2025-11-05", "--measure", "us/additional-100*", "--known-by", "2025-10-23"]
QUESTIONS = [["as-of", "2025-11-05", "--all"], ["explain", "us/additional-100-cn", "--on", "2025-11-05"],
             ["timeline"], ["replay", "us-cn-2025"], ["events"], ["show", ANNOUNCED], ["stats"],
             ["projections", "list"], ["coverage"],
             ["screen", "--on", "2025-11-05", "--origin", "CN", "--destination", "US", "--product", "tag:rare-earths"], ["observations", "cn/rare-earth-magnet-exports-us"]]


class WhatIfTest(StoreTest):
    def setUp(self):
        super().setUp()
        self.run_decree("append", TIMELINE)
        self.draft = self.write("draft.jsonl", json_lines([event("drafted"), event("drafted-2")]))

    def bytes_of_the_store(self):
        return {p.relative_to(self.store): p.read_bytes() if p.is_file() else None
                for p in sorted(self.store.rglob("*"))}

    def test_nothing_is_stored(self):
        before = self.bytes_of_the_store()
        for question in QUESTIONS:
            self.run_decree("what-if", "--without", "cn-2025-10-09-rare-earths", "--with", self.draft, "--",
                            *question)
        self.assertEqual(self.bytes_of_the_store(), before)
        self.assertEqual(self.answer("stats")["events"], 124)

    def test_nothing_altered_nothing_differs(self):
        for question in QUESTIONS:
            with self.subTest(question=question):
                told = self.answer("what-if", "--", *question)
                self.assertEqual(set(told), {"altered", "differences"})
                self.assertEqual(told["differences"], [])
                if question != ["stats"]:  # folder and sizes are the store's
                    self.assertEqual(told["altered"], self.answer(*question))

    def test_the_text_is_the_verbs_own_and_then_the_differences(self):
        text = self.run_decree("what-if", "--without", ANNOUNCED, "--", *QUESTION).stdout
        self.assertIn("What if: without " + ANNOUNCED + "\n\nIn force on 2025-11-05", text)
        self.assertIn("\nDifferences from the record\n  measures[us/additional-100-cn]: only on the record\n", text)
        text = self.run_decree("what-if", "--with", self.draft, "--", "as-of", "2025-03-01").stdout
        self.assertIn("What if: with 2 drafted events", text)
        self.assertIn("  measures[test/drafted]: only on the altered record\n", text)
        text = self.run_decree("what-if", "--", *QUESTION).stdout
        self.assertTrue(text.endswith("\nDifferences from the record\n  none\n"), text)
        suspended = event("stop", kind="suspended", measure="us/additional-100-cn", stated="2025-10-11")
        text = self.run_decree("what-if", "--with", "-", "--", *QUESTION, stdin=json_lines([suspended])).stdout
        self.assertRegex(text, r"(?m)^  measures\[us/additional-100-cn\]\.\S+: .* → ")

    def test_json_is_asked_for_before_or_after_the_dashes(self):
        args = ["--without", ANNOUNCED]
        first = self.run_decree("what-if", "--json", *args, "--", *QUESTION).stdout
        self.assertEqual(first, self.run_decree("what-if", *args, "--", *QUESTION, "--json").stdout)

    def test_what_makes_no_sense_is_refused(self):
        for args, said in ((["--"], "no verb"), ([], "no verb"), (["--", "doctor"], "is no question"),
                           (["--", "export", "jsonl"], "is no question"),
                           (["--", "what-if", "--", "stats"], "is no question"),
                           (["--", "events", "--csv"], "--csv"),
                           (["--", "stats", "--store", "x"], "--store"),
                           (["--", "as-of"], "DATE"), (["--", "as-of", "2025-02-30"], "2025-02-30"),
                           (["--with", self.folder, "--", "stats"], str(self.folder))):
            with self.subTest(args=args):
                result = self.run_decree("what-if", *args, exit_status=2)
                self.assertTrue(result.stderr.startswith("decree: "), result.stderr)
                self.assertIn(said, result.stderr)
                self.assertEqual(result.stdout, "")
        self.run_decree("--store", self.folder / "none", "what-if", "--", "stats", exit_status=2)
        self.assertFalse((self.folder / "none").exists())

    def test_help_of_the_question(self):
        self.assertIn("decree as-of", self.run_decree("what-if", "--", "as-of", "--help").stdout)


class RecordTest(StoreTest):
    def setUp(self):
        super().setUp()
        self.run_decree("append", TIMELINE)

    def test_coverage(self):
        answer = self.answer("coverage", "--on", "2025-10-22")
        self.assertEqual([r["issuer"] for r in answer["coverage"]], ["CN", "US"])
        self.assertEqual(answer["unmonitored"], [])
        text = self.run_decree("coverage").stdout
        self.assertIn("from 2018-06-01", text)
        self.assertIn("Federal Register", text)
        text = self.run_decree("coverage", "--on", "2018-01-01").stdout
        self.assertIn("Not monitored, though measures are on record: CN, US", text)
        self.assertIn("\nCN,", self.run_decree("coverage", "--csv").stdout)

    def test_observations(self):
        row, = self.answer("observations", "cn/rare-earth-magnet-exports-us")["observations"]
        self.assertEqual((row["value"], row["change"], row["impliedPrevious"], row["finding"]),
                         ("420.5", "-28.7%", "589.8", None))
        august = event("august", kind="observation", measure=None, stated="2025-09-20",
                       observation={"series": "cn/rare-earth-magnet-exports-us", "unit": "t",
                                    "period": "2025-08", "value": "612"})
        self.append([{k: august[k] for k in ("id", "kind", "stated", "observation")}])
        text = self.run_decree("observations", "cn/rare-earth-magnet-exports-us").stdout
        self.assertIn("does not fit", " ".join(text.split()))
        self.assertIn("cn/rare-earth-supply-share", self.run_decree("observations", "--csv").stdout)


if __name__ == "__main__":
    unittest.main()
