"""append: all or nothing or each, the line and field of what is refused, repeats, standard input."""

import json
import unittest

from decree_process import StoreTest, event, json_lines

MANY = 10_000
BAD_LINE = 4_321


class AllOrNothingTest(StoreTest):
    def many_with_one_bad(self):
        lines = json_lines(event(f"e{i}") for i in range(1, MANY + 1)).splitlines(keepends=True)
        lines[BAD_LINE - 1] = json_lines([event(f"e{BAD_LINE}", effective={"from": "2025-02-30"})])
        return self.write("many.jsonl", "".join(lines))

    def test_one_bad_line_in_many_stores_nothing(self):
        path = self.many_with_one_bad()
        result = self.run_decree("append", path, exit_status=3)
        self.assertIn(f"{path}: line {BAD_LINE}: ", result.stderr)
        self.assertIn("effective.from", result.stderr)
        self.assertIn("2025-02-30", result.stderr)
        self.run_decree("as-of", "2025-03-01", exit_status=2)  # not even a store was made

    def test_each_stores_the_others(self):
        path = self.many_with_one_bad()
        result = self.run_decree("append", "--each", "--json", path, exit_status=3)
        totals = json.loads(result.stdout)
        self.assertEqual((totals["appended"], totals["first"], totals["last"]), (MANY - 1, 1, MANY - 1))
        self.assertEqual([r["line"] for r in totals["refused"]], [BAD_LINE])
        self.assertIn(f"line {BAD_LINE}: ", result.stderr)
        self.assertEqual(self.answer("stats")["events"], MANY - 1)

    def test_every_bad_line_is_told(self):
        text = json_lines([event("a"), {"id": "b"}, event("c")]) + "not json\n"
        result = self.run_decree("append", "-", stdin=text, exit_status=3)
        self.assertIn("-: line 2: ", result.stderr)
        self.assertIn("-: line 4: ", result.stderr)

    def test_what_only_the_store_can_refuse_is_told_by_line(self):
        self.append([event("a")])
        events = [event("b"), event("c"), event("a", stated="2025-01-01")]
        result = self.append(events, exit_status=3)
        self.assertIn("-: line 3: ", result.stderr)
        missing = [event("b"), {"id": "r", "kind": "retracted", "target": "nowhere", "reason": "x"}]
        self.assertIn("-: line 2: ", self.append(missing, exit_status=3).stderr)
        self.assertEqual(self.answer("stats")["events"], 1)

    def test_one_id_with_two_bodies_in_a_file(self):
        events = [event("a"), event("b"), event("a", title="another")]
        self.assertIn("-: line 3: ", self.append(events, exit_status=3).stderr)

    def test_what_is_refused_is_told_by_its_own_line(self):
        lost = {"id": "r", "kind": "retracted", "target": "nowhere", "reason": 'event "b": x'}
        result = self.append([event("b"), lost, event("c"), lost], exit_status=3)
        self.assertIn("decree: -: line 2: event \"r\": its target 'nowhere' is not recorded\n", result.stderr)
        other = event("b", title="another")
        result = self.append([event("b"), event("c"), other, other], exit_status=3)
        self.assertIn("decree: -: line 3: the id 'b' is recorded at position 1 ", result.stderr)
        self.assertNotIn("of the call", result.stderr)
        result = self.run_decree("append", "--each", "--json", "-", stdin=json_lines([lost, event("b"), lost, other]),
                                 exit_status=3)
        self.assertEqual([(r["line"], r["error"].split(" ", 1)[0]) for r in json.loads(result.stdout)["refused"]],
                         [(1, "event"), (3, "event"), (4, "the")])

    def test_each_goes_on_after_what_only_the_store_can_refuse(self):
        self.append([event("a")])
        events = [event("b"), event("a", title="another"), event("c"),
                  {"id": "r", "kind": "retracted", "target": "nowhere", "reason": "x"}, event("d")]
        result = self.run_decree("append", "--each", "--json", "-", stdin=json_lines(events), exit_status=3)
        totals = json.loads(result.stdout)
        self.assertEqual([r["line"] for r in totals["refused"]], [2, 4])
        self.assertEqual(totals["appended"], 3)

    def test_files_are_each_all_or_nothing(self):
        good, bad = self.write("good.jsonl", json_lines([event("a")])), self.write("bad.jsonl", "{}\n")
        later = self.write("later.jsonl", json_lines([event("b")]))
        self.run_decree("append", good, bad, later, exit_status=3)
        self.assertEqual(self.answer("stats")["events"], 1)


class AcknowledgementTest(StoreTest):
    def test_the_words(self):
        self.assertEqual(self.append([event("a"), event("b")]).stdout,
                         "appended 2 events, positions 1–2; 0 repeats\n")
        self.assertEqual(self.append([event("b"), event("c")]).stdout,
                         "appended 1 event, positions 3–3; 1 repeat\n")
        self.assertEqual(self.append([event("c")]).stdout, "appended 0 events; 1 repeat\n")

    def test_the_object(self):
        text = json_lines([event("a"), event("b"), event("a")])
        totals = json.loads(self.run_decree("append", "-", "--json", stdin=text).stdout)
        self.assertEqual(totals, {"appended": 2, "repeated": 1, "first": 1, "last": 2, "warnings": [],
                                  "refused": []})

    def test_warnings_name_the_line(self):
        step = event("step", kind="amended", measure="test/a", effective={"from": "2025-06-01"},
                     terms={"tariff": {"adValorem": "20%"}})
        over = event("over", kind="amended", measure="test/a", stated="2025-02-10",
                     effective={"from": "2025-04-01"}, terms={"tariff": {"adValorem": "15%"}})
        result = self.append([event("a"), step, over])
        self.assertIn("decree: warning: -: line 3: ", result.stderr)


class InputTest(StoreTest):
    def test_marks_blank_lines_and_carriage_returns_are_no_matter(self):
        text = "\ufeff" + json_lines([event("a")]).replace("\n", "\r\n") + "\n  \n" + \
            json_lines([event("b")]).rstrip("\n")
        self.assertIn("appended 2 events", self.run_decree("append", "-", stdin=text).stdout)

    def test_nothing_to_append_makes_an_empty_store(self):
        self.assertIn("appended 0 events", self.run_decree("append", "-").stdout)
        self.assertEqual(self.answer("as-of", "2025-03-01")["measures"], [])

    def test_a_megabyte_of_text_is_refused_with_its_field(self):
        result = self.append([event("a"), event("b", note="x" * (1 << 20))], exit_status=3)
        self.assertIn("-: line 2: note", result.stderr)

    def test_a_line_without_end_is_refused_in_bounded_memory(self):
        text = json_lines([event("a")]) + "x" * (40 << 20) + "\n" + json_lines([event("b")])
        result = self.run_decree("append", "--each", "--json", "-", stdin=text, exit_status=3)
        totals = json.loads(result.stdout)
        self.assertEqual((totals["appended"], [r["line"] for r in totals["refused"]]), (2, [2]))

    def test_bytes_that_are_no_text_are_refused(self):
        path = self.folder / "bad.jsonl"
        path.write_bytes(json_lines([event("a", title="x")]).encode().replace(b'"x"', b'"\xff"'))
        self.assertIn("line 1: ", self.run_decree("append", path, exit_status=3).stderr)


if __name__ == "__main__":
    unittest.main()
