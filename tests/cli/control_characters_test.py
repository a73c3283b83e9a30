"""Text of events on its way to terminals and spreadsheets: escape sequences and formulas do nothing there."""

import csv
import io
import re
import unittest
import xml.etree.ElementTree

from decree_process import StoreTest, event, json_lines

# A colour, a bell, a one-byte sequence, text that runs backwards, a line that is written over.
EVIL = "evil\x1b[31m\x07\u009b2J\u202eback\x7f\rover"
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
FORMULA = "=HYPERLINK(\"http://a\",\"b\")"


def evil_events():
    imposed = event("a", title=EVIL, note=EVIL, actor={"jurisdiction": "US", "office": EVIL}, threads=["t"],
                    effective={"from": "2025-03-01", "wording": EVIL},
                    scope={"include": [{"origin": ["CN"], "destination": ["US"], "product": ["*"], "endUse": [EVIL]}]},
                    sources=[{"publisher": EVIL, "title": EVIL, "url": "https://a/" + EVIL, "locator": EVIL, "published": "2025-02"}])
    text = event("b", **{"class": "exportControl"}, terms={"text": EVIL}, title=EVIL, threads=["t"],
                 scope={"include": [{"origin": ["CN"], "product": ["*"]}]})
    suspended = {"id": "c", "kind": "suspended", "measure": "test/a", "actor": {"jurisdiction": "US", "office": EVIL},
                 "stated": "2025-04-01", "effective": {"from": "2025-05-01", "to": "2025-06-01", "wording": EVIL},
                 "threads": ["t"], "note": EVIL, "links": [{"rel": "respondsTo", "id": "a"}]}
    disputed = {"id": "d", "kind": "disputed", "target": "c", "stated": "2025-04-02", "published": "2025-04-02",
                "reason": EVIL}
    observed = {"id": "o", "kind": "observation", "stated": "2025-04-03", "title": EVIL,
                "observation": {"series": "s", "unit": EVIL, "period": "2025-03", "value": "1", "change": "-0.71%"}}
    return [imposed, text, suspended, disputed, observed]


class ControlCharactersTest(StoreTest):
    def setUp(self):
        super().setUp()
        result = self.run_decree("append", "--each", "-", stdin=json_lines(evil_events()), exit_status=0)
        self.assertEqual(CONTROLS.findall(result.stdout + result.stderr), [])

    def assert_harmless(self, *args, exit_status=0, **options):
        result = self.run_decree(*args, exit_status=exit_status, **options)
        for text in (result.stdout, result.stderr):
            self.assertEqual(CONTROLS.findall(text), [], (args, text[:500]))
        return result.stdout

    QUESTIONS = (["events"], ["as-of", "2025-05-10", "--all"], ["explain", "test/a", "--on", "2025-05-10"],
                 ["history", "--measure", "test/a", "--on", "2025-05-10"], ["diff", "2025-01-01..2025-05-10"],
                 ["outlook", "2025-02-10"], ["coverage"], ["observations"], ["observations", "s"],
                 ["timeline", "t"], ["timeline"],
                 ["explain", "--on", "2025-05-10", "--origin", "CN", "--destination", "US", "--product", "HTS:8501"],
                 ["history", "--on", "2025-05-10", "--origin", "CN", "--destination", "US", "--product", "HTS:8501"])

    def test_tables(self):
        for question in self.QUESTIONS:
            with self.subTest(question=question):
                self.assert_harmless(*question)
        for question in (["show", "a"], ["show", "b"], ["show", "d"], ["replay", "t"], ["stats"], ["doctor"],
                         ["screen", "--on", "2025-05-10", "--origin", "CN", "--destination", "US", "--product", "HTS:8501"],
                         ["what-if", "--without", "c", "--", "as-of", "2025-05-10"], ["projections", "list"]):
            with self.subTest(question=question):
                self.assert_harmless(*question)

    def test_rows(self):
        seen = ""
        for question in self.QUESTIONS:
            for flag in ("--csv", "--csv-safe"):
                with self.subTest(question=question, flag=flag):
                    out = self.assert_harmless(*question, flag)
                    rows = list(csv.reader(io.StringIO(out, newline="")))
                    self.assertEqual({len(row) for row in rows}, {len(rows[0])}, out)
                    seen += out
        self.assertIn(r"evil\u001b[31m\u0007\u009b2J\u202eback\u007f\u000dover", seen)

    def test_words_of_the_command_line(self):
        for args in (["show", EVIL], ["as-of", EVIL], [EVIL], ["screen", "--file", EVIL], ["append", EVIL],
                     ["what-if", "--with", EVIL, "--", "as-of", "2025-05-10"], ["recheck", EVIL]):
            with self.subTest(args=args):
                self.assert_harmless(*args, exit_status=2)
        self.assert_harmless("append", "--document", EVIL, exit_status=3)
        self.assert_harmless("audit", "verify", "--checkpoint", EVIL, "--vkey", EVIL, exit_status=3)

    def test_a_picture(self):
        svg = self.assert_harmless("timeline", "t", "--svg", "-")
        xml.etree.ElementTree.fromstring(svg)

    def test_rows_that_are_refused(self):
        rows = self.write("rows.csv", f"id,on,origin,destination,product\n\"{EVIL}\",\"{EVIL}\",CN,US,HTS:8501\n")
        self.assert_harmless("screen", "--file", rows, exit_status=3)
        lines = self.write("lines.jsonl", json_lines([{"id": EVIL}]))
        self.assert_harmless("recheck", lines, "--csv", exit_status=3)
        self.assert_harmless("recheck", lines, exit_status=3)
        self.assert_harmless("append", lines, exit_status=3)


class SpreadsheetTest(StoreTest):
    def cells(self, *args):
        return list(csv.reader(io.StringIO(self.run_decree(*args).stdout, newline="")))

    def headlines(self, titles, flag):
        self.append([event(f"e{number}", title=title) for number, title in enumerate(titles)])
        rows = self.cells("events", flag)
        return [row[rows[0].index("headline")] for row in rows[1:]]

    TITLES = [FORMULA, "+1+cmd", "-1-1", "@SUM(A1)", "\t=1", "  =1", "plain", "a;=1;b", "a\n=1", "＝1", "a=1", "'=1"]

    def test_formulas_are_kept_as_they_are(self):
        for title, told in zip(self.TITLES, self.headlines(self.TITLES, "--csv")):
            self.assertIn(title.strip(), told)
            self.assertNotIn("'" + title.lstrip("'"), told.replace(title, ""))

    def test_formulas_are_no_formulas(self):
        told = self.headlines(self.TITLES, "--csv-safe")
        for title, cell in zip(self.TITLES, told):
            for part in re.split("[;\t\r\n]", cell):
                self.assertNotRegex(part, r"^\s*[=+\-@＝]", title)
        self.assertEqual(told[0], "'" + FORMULA)
        self.assertEqual(told[6], "plain")

    def test_numbers_stay_numbers(self):
        self.append([{"id": "o", "kind": "observation", "stated": "2025-04-03",
                      "observation": {"series": "s", "unit": "-", "period": "2025-03", "value": "-12.5", "change": "-0.71%"}}])
        cells = self.cells("observations", "s", "--csv-safe")[1]
        self.assertIn("-12.5", cells)
        self.assertIn("-0.71%", cells)
        self.assertIn("'-", cells)

    def test_the_answer_to_a_file(self):
        self.append([event("a")])
        rows = self.write("rows.csv", f"id,on,origin,destination,product\n\"{FORMULA.replace(chr(34), chr(34) * 2)}\","
                                      "2025-05-10,CN,US,HTS:8501\n")
        self.run_decree("screen", "--file", rows, "--csv-safe", "--out", "out.csv")
        text = (self.folder / "out.csv").read_text()
        self.assertEqual(list(csv.reader(io.StringIO(text)))[1][0], "'" + FORMULA)
        self.assertEqual(self.cells("screen", "--file", rows)[1][0], FORMULA)
        self.run_decree("screen", "--on", "2025-05-10", "--csv-safe", exit_status=2)

    def test_one_form_at_a_time(self):
        self.append([event("a")])
        self.run_decree("events", "--csv", "--csv-safe", exit_status=2)
        self.run_decree("events", "--json", "--csv-safe", exit_status=2)


if __name__ == "__main__":
    unittest.main()
