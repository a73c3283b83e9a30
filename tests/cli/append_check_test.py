"""append --check tells everything that is wrong in one run; events laid out over lines; new KIND."""

import json
import unittest

from decree_process import StoreTest, event, json_lines


class CheckTest(StoreTest):
    def check(self, text, exit_status=3):
        path = self.write("events.jsonl", text)
        return self.run_decree("append", "--check", path, exit_status=exit_status).stdout

    def test_every_error_of_every_line_with_its_place(self):
        bad = dict(event("a"), stated="05.11.2025", appliesBy="import", scope={"origin": ["CN"]},
                   sources=[{"publisher": "P", "date": "2025-01-01"}], effective={"from": "2025-13"})
        bad["terms"] = {"tariff": {"adValorem": 0.84}}
        out = self.check(json_lines([event("good"), bad, {"id": "c"}]))
        lines = out.splitlines()
        for told in ("stated: \"05.11.2025\" is not how a date is written here; write 2025-11-05 if the day stands "
                     "first, 2025-05-11 if the month does",
                     "appliesBy: \"import\" is not known; did you mean \"entry\"?",
                     "scope.origin: unknown field; belongs into scope.include[0]",
                     "sources[0].date: unknown field; is called published",
                     "effective.from: \"2025-13\" is not an EDTF date",
                     "terms.tariff.adValorem: a rate is a string with %; write \"0.84%\" or \"84%\""):
            self.assertEqual(sum(told in line for line in lines), 1, f"{told}\n{out}")
        self.assertTrue(all(":2:" in line for line in lines[:6]), out)
        columns = [int(line.split(":")[2]) for line in lines[:6]]
        self.assertEqual(columns, sorted(columns))
        self.assertIn(":3: kind: missing", lines[6])
        self.assertEqual(lines[-1], "checked 3 events: 1 good, 2 refused (7 errors), 0 warnings; nothing is stored")
        self.assertFalse(self.store.exists())

    def test_what_the_record_refuses_and_warns_of(self):
        self.append([event("a")])
        events = [event("b"), event("a", stated="2025-01-01"), {"id": "r", "kind": "retracted", "target": "nowhere"},
                  event("late", measure="test/none", kind="suspended", stated="2025-02-02")]
        out = self.check(json_lines(events))
        self.assertIn(":2: id: ", out)
        self.assertIn("they differ in stated (recorded \"2025-02-01\", given \"2025-01-01\")", out)
        self.assertIn("append a `corrected` with target \"a\"", out)
        self.assertIn(":3: target: ", out)
        self.assertRegex(out, r"(?m)^warning: .*line 4: ")
        self.assertIn("checked 4 events: 2 good, 2 refused (2 errors), 1 warning; nothing is stored", out)
        self.assertEqual(self.answer("stats")["events"], 1)

    def test_as_json(self):
        path = self.write("events.jsonl", json_lines([event("a", stated="soon"), event("b")]))
        report = json.loads(self.run_decree("append", "--check", "--json", path, exit_status=3).stdout)
        self.assertEqual((report["events"], report["refused"], len(report["errors"])), (2, 1, 1))
        error = report["errors"][0]
        self.assertEqual((error["line"], error["field"], error["value"]), (1, "stated", "soon"))

    def test_what_is_missing_for_another_fault_is_not_told(self):
        out = self.check(json_lines([dict(event("a"), effective="2025-01-01"),
                                     {"id": "c", "kind": "confirmed", "target": "a", "stated": "2025-03-01"}]))
        self.assertIn(":1:", out.splitlines()[0])
        self.assertIn("checked 2 events: 1 good, 1 refused (1 error), 0 warnings", out)

    def test_strict_refuses_what_is_warned_of(self):
        path = self.write("e.jsonl", json_lines([event("late", measure="test/none", kind="suspended")]))
        self.assertIn("1 warning", self.run_decree("append", "--check", path).stdout)
        self.run_decree("append", "--check", "--strict", path, exit_status=3)
        self.run_decree("append", "--check", "--as-recorded", path, exit_status=2)

    def test_places_are_those_of_the_file(self):
        laid_out = json.dumps(event("a", stated="soon"), indent=2).replace('\n  "measure"', '\n\n\n  "measure"')
        at = next(n for n, line in enumerate(laid_out.splitlines(), start=1) if '"stated"' in line)
        self.assertIn(f":{at}:3: stated: ", self.check(laid_out))
        both = json.dumps([event("a"), event("b", stated="soon")])
        self.assertIn(f":1:{both.index('stated', both.index('soon') - 12)}: stated: ", self.check(both))

    def test_good_files_are_good(self):
        self.assertIn("checked 2 events: 2 good, 0 refused", self.check(json_lines([event("a"), event("b")]), 0))
        self.assertFalse(self.store.exists())

    def test_characters_that_cannot_be_seen_are_escaped(self):
        self.assertIn("\"test/a\\u200b\" is not an id", self.check(json_lines([event("a", measure="test/a\u200b")])))


class LaidOutTest(StoreTest):
    def test_over_several_lines(self):
        text = "\n".join(json.dumps(event(name), indent=2) for name in ("a", "b"))
        self.assertIn("appended 2 events", self.run_decree("append", self.write("e.json", text)).stdout)

    def test_a_list(self):
        for number, indent in enumerate((None, 2, 0)):
            text = json.dumps([event(f"{number}-a"), event(f"{number}-b", title="[}],{")], indent=indent)
            self.assertIn("appended 2 events", self.run_decree("append", self.write("e.json", text)).stdout)

    def test_a_bad_one_in_a_long_list_stores_nothing(self):
        events = [json.dumps(event(f"e{i}")) for i in range(65_540)]
        events[65_537] = '{"id":"bad"}'
        pairs = ",\n".join(f"{a}, {b}" for a, b in zip(events[::2], events[1::2]))
        told = self.run_decree("append", self.write("e.json", f"[{pairs}]"), exit_status=3).stderr
        self.assertIn("nothing of it is stored", told)

    def test_what_is_no_list_of_events(self):
        for text, said in (("[1, 2]", "line 1: a list of events holds objects, and this is none"),
                           ('["a"]', "line 1: a list of events holds objects")):
            self.assertIn(said, self.run_decree("append", self.write("e.json", text), exit_status=3).stderr)

    def test_what_is_cut_off(self):
        whole = json.dumps([event("a"), event("b")])
        self.assertIn("has no end (])",
                      self.run_decree("append", self.write("e.json", whole[:-1]), exit_status=3).stderr)
        self.assertIn("line 1: ", self.run_decree("append", self.write("e.json", whole[:-9]), exit_status=3).stderr)
        self.assertIn("line 1: more stands behind",
                      self.run_decree("append", self.write("e.json", whole + json.dumps(event("c"))),
                                      exit_status=3).stderr)

    def test_one_that_does_not_end_hides_no_other(self):
        text = json_lines([event("a")]).rstrip().rstrip("}") + "\n" + json_lines([event("b"), {"id": "c"}])
        told = self.run_decree("append", self.write("e.jsonl", text), exit_status=3).stderr
        self.assertIn("line 1: truncated JSON", told)
        self.assertIn("line 3: kind: missing", told)


class NewTest(StoreTest):
    def test_each_kind_has_one_that_is_taken(self):
        kinds = [line.split()[0] for line in self.run_decree("new").stdout.splitlines()
                 if line and not line[0].isspace() and not line.startswith("`")]
        self.assertEqual(len(kinds), 46)
        for kind in kinds:
            shown = self.run_decree("new", kind)
            made = json.loads(shown.stdout)
            self.assertEqual(made["kind"], kind)
            self.assertRegex(shown.stderr, rf"(?m)^{kind}: \w.*\w")  # what it does
            path = self.write("new.json", shown.stdout)
            told = self.run_decree("append", "--check", path, exit_status=3 if "target" in made else 0).stdout
            self.assertNotIn("unknown field", told)

    def test_another_word(self):
        self.assertIn("did you mean \"imposed\"?", self.run_decree("new", "imposd", exit_status=2).stderr)
        self.assertIn("did you mean `as-of`?", self.run_decree("asof", exit_status=2).stderr)

    def test_help(self):
        self.assertEqual(self.run_decree("help", "as-of").stdout, self.run_decree("as-of", "--help").stdout)
        self.assertEqual(self.run_decree("help").stdout, self.run_decree("--help").stdout)


if __name__ == "__main__":
    unittest.main()
