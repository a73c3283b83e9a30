"""recheck: past decisions a line each, in bounded memory, bad lines told of."""

import csv
import io
import json
import unittest

from decree_process import StoreTest, event, json_lines

SCOPE = {"include": [{"origin": ["CN"], "destination": ["US"]}]}


def decision(name, decided="2025-03-05", added="10%", **transaction):
    return {"id": name, "decided": decided, "view": {"knownBy": decided},
            "transaction": {"on": "2025-04-10", "origin": "CN", "destination": "US", "product": ["HTS:8501"],
                            **transaction},
            "value": "1000", "currency": "USD", "answer": {"decision": "allowed", "added": added}}


class RecheckTest(StoreTest):
    def setUp(self):
        super().setUp()
        self.append([event("duty", scope=SCOPE),
                     event("raise", kind="amended", measure="test/duty", stated="2025-04-01",
                           effective={"from": "2025-04-05"}, terms={"tariff": {"adValorem": "25%"}})])

    def recheck(self, lines, *args, **options):
        return self.answer("recheck", self.write("decisions.jsonl", json_lines(lines)), *args, **options)

    def test_what_came_later_flips_with_the_amount(self):
        answer = self.recheck([decision("old"), decision("new", "2025-04-02", "25%"),
                               decision("elsewhere", added="0%", origin="VN")])
        self.assertEqual([d["flipped"] for d in answer["decisions"]], [True, False, False])
        old = answer["decisions"][0]
        self.assertEqual((old["because"], old["amountDecided"], old["amountNow"], old["amountChange"]),
                         (["raise"], "100", "250", "150"))
        self.assertEqual(old["verdict"], "correctAsKnownThen")
        self.assertEqual(answer["totals"], {"decisions": 3, "flipped": 1, "standing": 2, "notCorrectAsKnownThen": 0,
                                            "knowableNotRecorded": 0, "refused": 0, "amountChange": {"USD": "150"}})

    def test_the_page_lists_what_does_not_stand(self):
        path = self.write("decisions.jsonl", json_lines([decision("old"), decision("new", "2025-04-02", "25%")]))
        text = self.run_decree("recheck", path).stdout
        self.assertIn("old", text)
        self.assertIn("duty 100 → 250 (+150 USD)", text)
        self.assertIn("flipped by raise (amended: +25% ad valorem)", text)
        self.assertIn("correct as known then; not correct now", text)
        self.assertNotIn("new ", text)
        self.assertIn("2 decisions: 1 flipped by what came later, 1 stand.", text)

    def test_csv_has_a_row_a_line(self):
        path = self.write("decisions.jsonl", json_lines([decision("old"), {"id": "bad"}]))
        result = self.run_decree("recheck", path, "--csv", exit_status=3)
        rows = list(csv.DictReader(io.StringIO(result.stdout)))
        self.assertEqual([(r["line"], r["id"], r["flipped"]) for r in rows], [("1", "old", "true"), ("2", "", "")])
        self.assertIn("decided: ", rows[1]["error"])
        self.assertEqual(rows[0]["amountChange"], "150")

    def test_bad_lines_are_told_of_and_stop_nobody(self):
        lines = [json.dumps(decision("a")), "", "[]", json.dumps({**decision("b"), "colour": "red"}),
                 json.dumps({**decision("c"), "view": {"recordedBy": "soon"}}), "x" * (2 << 20), json.dumps(decision("d"))]
        result = self.run_decree("recheck", "-", "--json", stdin="\n".join(lines), exit_status=3)
        answer = json.loads(result.stdout)
        self.assertEqual([d.get("id") for d in answer["decisions"]], ["a", None, None, "c", None, "d"])
        for said in ("-:3: must be an object", "-:4: colour: unknown field", "-:5: view.recordedBy: ",
                     "-:6: longer than 1 MiB"):
            self.assertIn(said, result.stderr)
        self.assertEqual(answer["totals"]["refused"], 4)

    def test_many_lines_keep_their_order(self):
        count = 5000
        answer = self.recheck([decision(f"d{i}", "2025-04-02" if i % 3 else "2025-03-05", "25%" if i % 3 else "10%")
                               for i in range(count)])
        self.assertEqual([d["id"] for d in answer["decisions"]], [f"d{i}" for i in range(count)])
        self.assertEqual(answer["totals"]["flipped"], (count + 2) // 3)
        self.assertEqual(answer["totals"]["amountChange"]["USD"], str(150 * ((count + 2) // 3)))

    def test_an_empty_file_is_answered(self):
        self.assertEqual(self.recheck([])["totals"]["decisions"], 0)

    def test_a_draft_shows_what_it_would_flip(self):
        self.write("draft.jsonl", json_lines([event("end", kind="revoked", measure="test/duty", stated="2025-04-03",
                                                    effective={"from": "2025-04-09"}, terms=None)]).replace(
                                                        ', "terms": null', ""))
        path = self.write("decisions.jsonl", json_lines([decision("new", "2025-04-02", "25%")]))
        text = self.run_decree("what-if", "--with", "draft.jsonl", "--", "recheck", path).stdout
        self.assertIn("flipped by end", text)


if __name__ == "__main__":
    unittest.main()
