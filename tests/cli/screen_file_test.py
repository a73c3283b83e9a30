"""screen --file: a CSV of transactions in, a CSV of decisions out."""

import csv
import io
import os
import re
import unittest

from decree_process import TIMELINE, StoreTest, event

HEADER = "id,on,origin,destination,product,contentShare,value,currency"
LIST_3 = "HTS:8501.10.40;tag:section-301-list-3"


def without_summary(errors):
    return re.sub(r"(?m)^decree: \d+ rows?\b.*\n", "", errors)


class ScreenFileTest(StoreTest):
    def setUp(self):
        super().setUp()
        self.run_decree("append", TIMELINE)

    def screen(self, text, *args, exit_status=0):
        path = self.write("in.csv", text)
        result = self.run_decree("screen", "--file", path, *args, exit_status=exit_status)
        return list(csv.DictReader(io.StringIO(result.stdout))), without_summary(result.stderr)

    def test_rows_are_answered_as_single_questions_are(self):
        rows, errors = self.screen(
            f"{HEADER}\na,2025-05-13,CN,US,{LIST_3},,10000,USD\nb,2025-12-15,DE,US,tag:rare-earths,0.2%,,\n"
            "c,2025-12-15,DE,US,tag:rare-earths,,,\n", "--known-by", "2025-11-01")
        self.assertEqual(errors, "")
        for row, args in zip(rows, (
                ["--on", "2025-05-13", "--origin", "CN", "--destination", "US", "--product", LIST_3,
                 "--value", "10000 USD"],
                ["--on", "2025-12-15", "--origin", "DE", "--destination", "US", "--product", "tag:rare-earths",
                 "--fact", "contentShare=0.2%"],
                ["--on", "2025-12-15", "--origin", "DE", "--destination", "US", "--product", "tag:rare-earths"])):
            answer = self.answer("screen", *args, "--known-by", "2025-11-01")
            self.assertEqual(row["decision"], answer["decision"])
            self.assertEqual(row["added"], answer["duty"]["added"])
            self.assertEqual(row["missing"], ";".join(answer["missing"]))
            self.assertEqual([m for m in row["measures"].split(";") if m],
                             [m["measure"] for m in answer["measures"] if m["applies"] != "no"])
        self.assertEqual([row["decision"] for row in rows], ["allowed", "licenceRequired", "undetermined"])

    def test_notes_tell_of_placeholders_and_of_names_nearly_listed(self):
        rows, errors = self.screen("id,on,origin,destination,product,endUser\na,2025-12-15,CN,US,HTS:8541.10,none\n"
                                   "b,2025-12-15,CN,US,HTS:8541.10,acme\n")
        self.assertEqual(errors, "")
        self.assertEqual([row["notes"] for row in rows],
                         ['endUser "none" is a placeholder: it was read as not given', ""])

    def test_dates_and_views_of_rows_come_before_the_flags(self):
        rows, _ = self.screen(f"id,on,knownBy,origin,destination,product\na,2025-05-13,2025-05-13,CN,US,{LIST_3}\n"
                              f"b,2025-05-13,,CN,US,{LIST_3}\nc,,,CN,US,{LIST_3}\n",
                              "--on", "2025-02-05", "--known-by", "2025-02-04")
        self.assertEqual([row["added"] for row in rows], ["170%", "35%", "35%"])

    def test_bad_rows_are_reported_and_stop_nobody(self):
        rows, errors = self.screen(
            f"\ufeff{HEADER}\r\na,2025-05-13,CN,US,{LIST_3},,,\r\n\r\nb,2025-05-13,CN,US,8501,,,\r\n"
            f"c,2025-05-13,CN\r\nd,,CN,US,{LIST_3},,,\r\n\"e\r\ne\",2025-05-13,CN,US,\"{LIST_3}\",,,\r\n"
            "f,2025-13-01,CN,US,HS:85,,,\r\n", exit_status=3)
        self.assertEqual([row["id"] for row in rows], ["a", "b", "c", "d", "e\r\ne", "f"])
        self.assertEqual([row["decision"] for row in rows], ["allowed", "", "", "", "allowed", ""])
        for said in ("in.csv:4: product: ", "in.csv:5: the row has 3 cells", "in.csv:6: on: missing",
                     "in.csv:9: on: "):
            self.assertIn(said, errors)
        self.assertEqual(len(errors.splitlines()), 4)

    def test_lines_are_counted_however_they_end(self):
        bad = f"x,2025-13-01,CN,US,{LIST_3},,,"
        lines = [HEADER, bad, "", '"two', f'lines",2025-13-01,CN,US,{LIST_3},,,', bad, f"{bad}", "", "", bad]
        path = self.folder / "in.csv"
        for end in ("\n", "\r\n", "\r"):
            with self.subTest(end=end):
                path.write_bytes(end.join(lines).encode() + end.encode())
                self.assertEqual(self.lines_told(path), [2, 4, 6, 7, 10])
        # All three in one file.
        path.write_bytes("\r".join([HEADER, bad, bad + "\n" + bad + "\r\n" + bad, "", bad]).encode())
        self.assertEqual(self.lines_told(path), [2, 3, 4, 5, 7])

    def lines_told(self, path):
        """Of rows that have one fault: three one by one, the first five at the end."""
        errors = self.run_decree("screen", "--file", path, exit_status=3).stderr
        kinds = re.search(r"(?m)^decree:   \d+ rows \(lines ([\d, ]+)", errors)
        lines = [int(line) for line in kinds.group(1).split(", ")]
        self.assertEqual([int(line) for line in re.findall(r"in\.csv:(\d+): ", errors)], lines[:3], errors)
        return lines

    def test_what_spreadsheets_write_is_read_as_such(self):
        self.append([event("horses", measure="us/horses", scope={"include": [
            {"origin": ["CN"], "destination": ["US"], "product": ["HTS:0101.21"]}]})])
        text = "id,on,origin,destination,product\n1,2025-06-01,CN,US,HTS:0101.21.00.10\n\u00e9\U0001f40e,2025-06-01,CN,US,HTS:0101.21\n"
        whole = text.encode("utf-16-le")
        files = {"semicolon": (text.replace(",", ";").encode(), "cells are separated by semicolons"),
                 "tab": (text.replace(",", "\t").encode(), "cells are separated by tabs"),
                 "little": (b"\xff\xfe" + whole, "read as UTF-16"),
                 "big": (b"\xfe\xff" + text.replace(",", ";").encode("utf-16-be"), "read as UTF-16, cells"),
                 "plain": (text.encode(), "")}
        answers = {}
        for name, (content, note) in files.items():
            with self.subTest(name):
                path = self.folder / f"{name}.csv"
                path.write_bytes(content)
                result = self.run_decree("screen", "--file", path)
                rows = list(csv.DictReader(io.StringIO(result.stdout)))
                self.assertEqual([row["id"] for row in rows], ["1", "\u00e9\U0001f40e"])
                answers[name] = [row["added"] for row in rows]
                self.assertTrue(all("us/horses" in row["measures"] for row in rows))
                self.assertIn(note, result.stderr)
                self.assertEqual("note:" in result.stderr, note != "")
        self.assertEqual(set(map(tuple, answers.values())), {tuple(answers["plain"])})
        for name, broken in {"odd": whole[:-1], "half": whole + b"\x3d\xd8", "low": b"\x00\xdc" + whole}.items():
            with self.subTest(name):
                path = self.folder / f"{name}.csv"
                path.write_bytes(b"\xff\xfe" + broken)
                self.assertIn("is not UTF-16", self.run_decree("screen", "--file", path, exit_status=3).stderr)

    def test_a_lost_zero_is_told(self):
        _, errors = self.screen("id,on,origin,destination,product\n1,2025-06-01,CN,US,HTS:101210010\n"
                                "2,2025-06-01,CN,US,HTS:101.21.00.10\n3,2025-06-01,CN,US,HTS:0101.21.00.10\n"
                                "4,2025-06-01,CN,US,HS:7701\n", exit_status=3)
        for said in ("in.csv:2: product: ", "in.csv:3: product: ", "was a leading zero lost (HTS:0101210010)?",
                     "in.csv:5: product: ", "chapter 77"):
            self.assertIn(said, errors)
        self.assertEqual(len(errors.splitlines()), 3)

    def test_what_is_no_file_of_transactions(self):
        for text, said in (("", "is empty"), ("id,,on\n", "a column has no name"), ("id,on,id\n", "two columns"),
                           (f'{HEADER}\na,"2025-05-13,CN\n', "a quote is not closed")):
            with self.subTest(text=text):
                _, errors = self.screen(text, exit_status=3)
                self.assertIn(said, errors)
        for args in (["--file", "nowhere.csv"], ["--file", "-", "--json"], ["--out", "x.csv", "--on", "2025-01-01"],
                     ["--file", "-", "--origin", "CN"]):
            with self.subTest(args=args):
                self.run_decree("screen", *args, exit_status=2)


class LongFileTest(StoreTest):
    def setUp(self):
        super().setUp()
        self.append([event("one", measure="us/one", stated="2025-01-01", effective={"from": "2025-02-01"},
                           scope={"include": [{"origin": ["CN"]}]}, terms={"tariff": {"adValorem": "10%"}}),
                     event("two", measure="us/one", kind="amended", stated="2025-01-02",
                           effective={"from": "2025-05-01"}, terms={"tariff": {"adValorem": "20%"}})])

    def test_many_rows_keep_their_order(self):
        count = 4200
        text = "".join(f"r{i},2025-0{2 + i % 5}-05,CN,US,HS:85,,,\n" for i in range(count))
        out = os.path.join(self.folder, "out.csv")
        path = self.write("in.csv", f"{HEADER}\n{text}")
        self.assertEqual(self.run_decree("screen", "--file", path, "--out", out).stdout, "")
        with open(out, newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([row["id"] for row in rows], [f"r{i}" for i in range(count)])
        by_month = {row["id"]: row["added"] for row in rows[:5]}
        for i, row in enumerate(rows):
            self.assertEqual(row["added"], by_month[f"r{i % 5}"])

    def test_any_order_of_rows_gives_the_same_answers(self):
        rows = [f"r{i},2025-0{1 + i % 9}-1{i % 7},CN,US,HS:85,,,\n" for i in range(5000)]
        mixed = [rows[(i * 1237) % len(rows)] for i in range(len(rows))]
        answers = []
        for order in (rows, sorted(rows, key=lambda row: row.split(",")[1]), mixed):
            path = self.write("in.csv", HEADER + "\n" + "".join(order))
            out = self.run_decree("screen", "--file", path).stdout.splitlines()
            self.assertEqual([line.split(",")[0] for line in out[1:]], [row.split(",")[0] for row in order])
            answers.append(sorted(out))
        self.assertEqual(answers[0], answers[1])
        self.assertEqual(answers[0], answers[2])

    def test_a_summary_counts_decisions_and_kinds_of_errors(self):
        bad = "".join(f"b{i},2025-03-05,Chima,US,HS:85,,,\n" for i in range(7))
        path = self.write("in.csv", f"{HEADER}\na,2025-03-05,CN,US,HS:85,,,\n{bad}c,2025-03-05,CN,US,HS:85,,x,\n")
        result = self.run_decree("screen", "--file", path, exit_status=3)
        told = result.stderr.splitlines()
        self.assertEqual(sum("Chima" in line for line in told), 4)  # three rows, and the kind
        self.assertEqual(told[-2], "decree: 9 rows: 1 allowed, 8 errors")
        self.assertTrue(told[-1].startswith("decree:   7 rows (lines 3, 4, 5, 6, 7 …) as this: origin: \"Chima\""))
        rows = list(csv.DictReader(io.StringIO(result.stdout)))
        self.assertEqual([bool(row["error"]) for row in rows], [False] + 8 * [True])
        self.assertIn("Chima", rows[1]["error"])

    def test_the_file_for_the_answers_stays_what_it_was(self):
        path = self.write("in.csv", f"{HEADER}\na,2025-03-05,CN,US,HS:85,,,\n")
        out = self.write("out.csv", "before\n")
        out.chmod(0o600)
        link, dangling = self.folder / "link.csv", self.folder / "dangling.csv"
        link.symlink_to("out.csv")
        dangling.symlink_to("new.csv")
        for name in (link, dangling):
            self.run_decree("screen", "--file", path, "--out", name)
            self.assertTrue(name.is_symlink())
            self.assertIn("a,allowed", name.read_text(encoding="utf-8"))
        self.assertEqual(out.stat().st_mode & 0o777, 0o600)
        self.assertIn("a,allowed", self.run_decree("screen", "--file", path, "--out", "-").stdout)
        self.assertIn("a,allowed", self.run_decree("screen", "--file", path, "--out", "/dev/stdout").stdout)
        self.assertFalse((self.folder / "-").exists())

    def test_a_template_can_be_read(self):
        template = self.run_decree("screen", "--template").stdout
        path = self.write("in.csv", template)
        self.assertEqual(len(self.run_decree("screen", "--file", path).stdout.splitlines()), 2)


if __name__ == "__main__":
    unittest.main()
