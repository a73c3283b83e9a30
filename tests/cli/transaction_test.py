"""Questions about a transaction's answer: history and explain, in every form, and what they refuse."""

import csv
import io
import unittest

from decree_process import StoreTest, event

SCOPE = {"include": [{"origin": ["CN"], "destination": ["US"], "product": ["HTS:8501"]}]}
GOODS = ("--origin", "CN", "--destination", "US", "--product", "HTS:8501.10.40")


class TransactionTest(StoreTest):
    def setUp(self):
        super().setUp()
        self.append([event("duty", scope=SCOPE, title="Additional duty"),
                     event("raise", kind="amended", measure="test/duty", stated="2025-04-01",
                           effective={"from": "2025-04-05"}, terms={"tariff": {"adValorem": "25%"}}),
                     event("other", scope={"include": [{"origin": ["VN"], "destination": ["US"],
                                                        "product": ["HTS:8501"]}]})])

    def test_history_for_people(self):
        text = self.run_decree("history", "--on", "2025-04-10", *GOODS, "--value", "1000 USD").stdout
        for part in ("As the days pass (effective)", "As it became known, for 2025-04-10",
                     "As this store recorded it, for 2025-04-10", "before      ALLOWED  + 0% = 0 USD",
                     "2025-04-05  ALLOWED  + 25% = 250 USD  by raise (amended: +25% ad valorem)", "6 changes."):
            self.assertIn(part, text)

    def test_history_as_rows(self):
        text = self.run_decree("history", "--on", "2025-04-10", "--axis", "known", *GOODS, "--csv").stdout
        rows = list(csv.DictReader(io.StringIO(text)))
        self.assertEqual([(r["at"], r["added"], r["because"]) for r in rows],
                         [("", "0%", ""), ("2025-02-01", "10%", "duty"), ("2025-04-01", "25%", "raise")])
        self.assertEqual({r["decision"] for r in rows}, {"allowed"})

    def test_history_of_a_measure_is_as_before(self):
        answer = self.answer("history", "--measure", "test/duty", "--axis", "effective", *GOODS)
        self.assertEqual(answer["measure"], "test/duty")
        self.assertEqual([c["at"] for c in answer["changes"]], ["2025-03-01", "2025-04-05"])

    def test_history_refuses_what_does_not_go_together(self):
        for args, said in ((("--measure", "test/duty", "--party", "acme"), "--measure: the history of a measure"),
                           (("--on", "2025-04-10"), "--measure: missing; give a measure's slug, or describe"),
                           (GOODS + ("--axis", "known"), "effective date (--on): missing"),
                           (GOODS + ("--axis", "sideways"), "--axis: "),
                           (("--product", "8501"), "product: "),
                           (GOODS + ("--fact", "x"), "--fact: ")):
            self.assertIn(said, self.run_decree("history", *args, exit_status=2).stderr)

    def test_an_altered_record_has_a_history_too(self):
        text = self.run_decree("what-if", "--without", "raise", "--", "history", "--on", "2025-04-10", "--axis",
                               "known", *GOODS).stdout
        self.assertIn("1 change.", text)

    def test_explain_for_people(self):
        text = self.run_decree("explain", "--on", "2025-04-10", *GOODS).stdout
        for part in ("ALLOWED  on 2025-04-10", "Additional duty: 25%", "✔ applies  test/duty  Additional duty",
                     "scope (duty): clause 1: holds", "duty: counts: 25%; applies", "Decided by:", "raise (position 2)",
                     "✖ does not apply  test/other", "its scope does not reach the transaction",
                     "clause 1: not by origin"):
            self.assertIn(part, text)

    def test_explain_as_json_and_rows(self):
        answer = self.answer("explain", "--on", "2025-04-10", *GOODS)
        self.assertEqual(answer["decision"], "allowed")
        self.assertEqual(answer["duty"]["added"], "25%")
        self.assertEqual([(m["measure"], m["reaches"]) for m in answer["measures"]],
                         [("test/duty", "yes"), ("test/other", "no")])
        self.assertEqual(answer["measures"][0]["scopeFrom"], "duty")
        self.assertEqual(answer["measures"][1]["clauses"],
                         [{"list": "include", "index": 0, "by": "other", "holds": "no", "failing": ["origin"], "open": []}])
        self.assertEqual([a["id"] for a in answer["measures"][0]["acts"]], ["raise", "duty"])
        rows = list(csv.DictReader(io.StringIO(self.run_decree("explain", "--on", "2025-04-10", *GOODS,
                                                               "--csv").stdout)))
        self.assertEqual([(r["measure"], r["id"], r["fate"]) for r in rows],
                         [("test/duty", "raise", "decides"), ("test/duty", "duty", "decides"),
                          ("test/other", "other", "decides")])

    def test_explain_refuses_what_does_not_go_together(self):
        for args, said in ((("test/duty", "--on", "2025-04-10", "--origin", "CN"), "does not go with"),
                           (("--on", "2025-04-10"), "MEASURE: missing"),
                           (("--on", "2025-13", "--origin", "CN"), "2025-13")):
            self.assertIn(said, self.run_decree("explain", *args, exit_status=2).stderr)


if __name__ == "__main__":
    unittest.main()
