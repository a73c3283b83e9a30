"""screen: its page for people, its JSON, and what it refuses."""

import unittest

from decree_process import TIMELINE, StoreTest, event, json_lines

SHIPMENT = ["screen", "--on", "2025-05-13", "--known-by", "2025-05-13", "--origin", "CN", "--destination", "US",
            "--product", "HTS:8501.10.40", "--product", "tag:section-301-list-3"]


class ScreenTest(StoreTest):
    def setUp(self):
        super().setUp()
        self.run_decree("append", TIMELINE)

    def test_the_decision_comes_first(self):
        lines = self.run_decree(*SHIPMENT, "--value", "10000 USD").stdout.splitlines()
        self.assertTrue(lines[0].startswith("ALLOWED  on 2025-05-13, as known by 2025-05-13"), lines[0])
        self.assertEqual(lines[1], "Additional duty: 170% = 17000 USD")
        headings = [line for line in lines if line in ("Duty", "Pending", "Coverage")]
        self.assertEqual(headings, ["Duty", "Pending", "Coverage"])

    def test_a_licence_and_its_policy(self):
        text = self.run_decree("screen", "--on", "2025-06-01", "--origin", "CN", "--destination", "US",
                               "--product", "tag:dysprosium").stdout
        self.assertIn("LICENCE REQUIRED (approval)", text)
        self.assertIn("a licence is required by cn/mofcom-2025-18", text)

    def test_what_is_missing_is_named(self):
        text = self.run_decree("screen", "--on", "2025-12-15", "--known-by", "2025-10-20", "--origin", "DE",
                               "--destination", "US", "--product", "tag:rare-earths").stdout
        self.assertIn("UNDETERMINED", text)
        self.assertIn("Missing: contentShare\n", text)
        self.assertIn("DE  not monitored", text)

    def test_json_has_stable_names(self):
        answer = self.answer(*SHIPMENT, "--fact", "owner=a:25%", "--fact", "owner=b:25%", "--fact", "exception=LVS")
        self.assertEqual(list(answer), ["on", "knownBy", "recordedBy", "floor", "head", "transaction", "decision",
                                        "policy", "reasons", "because", "duty", "measures", "pending", "missing",
                                        "coverage", "possibleParties", "notes"])
        self.assertEqual(answer["transaction"], {
            "origin": "CN", "destination": "US", "product": ["HTS:8501.10.40", "tag:section-301-list-3"],
            "owner": ["a:25%", "b:25%"], "exception": "LVS"})
        self.assertEqual(list(answer["duty"]), ["added", "base", "lines", "rejected"])
        self.assertIsNone(answer["duty"]["base"])
        line = answer["duty"]["lines"][0]
        self.assertEqual(list(line), ["measure", "program", "counts", "rate", "why", "because"])
        self.assertEqual(line["because"][0], "us-2025-03-03-fentanyl-20")
        pending = {row["measure"]: row for row in answer["pending"]}["us/ieepa-reciprocal-cn"]
        self.assertEqual(pending["from"], "2025-05-14")
        self.assertIn("us-2025-05-12-reciprocal-10", pending["because"])

    def test_wrong_questions_say_what_to_write(self):
        base = ["screen", "--on", "2025-05-13"]
        for args, said in (
                (["screen", "--origin", "CN"], "--on is required"),
                (["screen", "--on", "2025-13-01"], "on: "),
                ([*base, "--product", "8501"], "product: "),
                ([*base, "--origin", "uk"], "did you mean GB?"),
                ([*base, "--fact", "contentShare"], "write name=value"),
                ([*base, "--fact", "contentShare=0.1"], "contentShare: "),
                ([*base, "--fact", "contentshare=0.1%"], 'write "contentShare"'),
                ([*base, "--fact", "origin=CN", "--origin", "CN"], "given twice"),
                ([*base, "--value", "ten"], "value: "),
                ([*base, "--movement", "import"], "use export"),
                ([*base, "--csv"], "")):
            with self.subTest(args=args):
                self.assertIn(said, self.run_decree(*args, exit_status=2).stderr)

    def test_a_cycle_of_stacking_rules_names_them(self):
        duties = [event(f"d-{m}", measure=f"test/{m}", program=m, scope={"include": [{"origin": ["VN"]}]})
                  for m in ("x", "y")]
        rules = [{"id": f"rule-{a}", "kind": "stackingRuleSet", "stated": "2025-01-01",
                  "stacking": {"program": a, "effect": "excludes", "over": [b]}} for a, b in (("x", "y"), ("y", "x"))]
        self.run_decree("append", self.write("more.jsonl", json_lines(duties + rules)))
        question = ["screen", "--on", "2025-05-13", "--origin", "VN", "--destination", "US"]
        screened = self.answer(*question)
        self.assertEqual(screened["decision"], "undetermined")
        self.assertEqual(screened["duty"]["added"], "unknown")
        self.assertIn('"rule-x" and "rule-y" form a cycle', "; ".join(screened["reasons"]))
        self.assertIn("unknown", self.run_decree(*question).stdout)
        self.run_decree("explain", *question[1:])
        answer = self.answer("what-if", "--without", "rule-y", "--", *question)
        self.assertEqual(answer["altered"]["duty"]["rejected"][0]["measure"], "test/y")


if __name__ == "__main__":
    unittest.main()
