"""The answers: names of the JSON objects, CSV, the words of the tables, the record and its hashes."""

import csv
import io
import json
import unittest

from decree_process import TIMELINE, StoreTest

MEASURE = "us/additional-100-cn"


class AnswersTest(StoreTest):
    def setUp(self):
        super().setUp()
        self.run_decree("append", TIMELINE)

    def rows(self, *args):
        return list(csv.DictReader(io.StringIO(self.run_decree(*args, "--csv").stdout)))

    def test_as_of_names(self):
        answer = self.answer("as-of", "2025-11-05")
        self.assertEqual((answer["effectiveOn"], answer["knownBy"], answer["recordedBy"]),
                         ("2025-11-05", None, None))
        self.assertIsInstance(answer["head"], int)
        for measure in answer["measures"]:
            self.assertLessEqual({"measure", "title", "class", "issuer", "applies", "facets", "terms",
                                  "scope", "effective", "reasons", "because"}, set(measure))
            self.assertEqual(set(measure["facets"]),
                             {"commitment", "force", "legality", "enforcement", "evidence"})
            self.assertIn(measure["applies"], ("yes", "no", "undetermined"))
            self.assertEqual("possible" in measure, "undetermined" in measure["facets"].values())
            if measure["effective"] is not None:
                self.assertLessEqual({"from", "to", "certainty"}, set(measure["effective"]))

    def test_the_view_is_told_back(self):
        answer = self.answer("as-of", "2025-11-05", "--known-by", "2025-10-23", "--recorded-by", "80",
                             "--floor", "announced")
        self.assertEqual((answer["knownBy"], answer["recordedBy"], answer["floor"]),
                         ("2025-10-23", "80", "announced"))

    def test_an_imprecise_plan_counts_when_the_floor_is_lowered(self):
        args = ["as-of", "2025-11-05", "--measure", MEASURE, "--known-by", "2025-10-23"]
        measure, = self.answer(*args)["measures"]
        self.assertEqual((measure["applies"], measure["facets"]["force"]), ("no", "pending"))
        measure, = self.answer(*args, "--floor", "announced")["measures"]
        self.assertEqual((measure["applies"], measure["facets"]["force"]), ("undetermined", "undetermined"))
        self.assertEqual(set(measure["possible"]["force"]), {"pending", "inForce"})

    def test_as_of_table_and_rows_agree_with_the_object(self):
        measures = {m["measure"]: m for m in self.answer("as-of", "2025-11-05")["measures"]}
        rows = self.rows("as-of", "2025-11-05")
        self.assertEqual({r["measure"]: r["applies"] for r in rows},
                         {name: m["applies"] for name, m in measures.items()})
        table = self.run_decree("as-of", "2025-11-05").stdout
        self.assertIn("In force on 2025-11-05", table)
        for name, measure in measures.items():
            sign = {"yes": "✔", "undetermined": "?"}.get(measure["applies"], "…")
            self.assertRegex(table, rf"(?m)^\{sign}  {name}( |$)")

    def test_lines_fit_the_width(self):
        for width in (60, 100, 200):
            table = self.run_decree("as-of", "2025-11-05", "--issuer", "US", COLUMNS=str(width)).stdout
            self.assertLessEqual(max(map(len, table.splitlines())), max(width, 80))

    def test_a_narrow_table_wraps_and_cuts_nothing(self):
        for width in (80, 120):
            table = self.run_decree("as-of", "2025-11-05", COLUMNS=str(width)).stdout
            self.assertLessEqual(max(map(len, table.splitlines())), width)
            for whole in ("licence required (presumption of denial)", "since 2025-04-10T12:01:00+08:00"):
                self.assertIn(whole, table)

    def test_the_timeline_names_moves_by_number_and_untitled_ones_by_measure(self):
        table = self.run_decree("timeline", "us-cn-2025", COLUMNS="200").stdout
        self.assertRegex(table, r"(?m)^6 .*us/ieepa-fentanyl-cn: \+20% ad valorem \(answers move 3 after 27 days\)$")
        self.assertIn("[+34% ad valorem]", table)

    def test_show_tells_what_others_call_the_class(self):
        name = "cn-2025-10-09-mofcom-61-foreign-made"
        self.assertEqual(self.answer("show", name)["classification"],
                         {"mast": "P3", "gta": "Export licensing requirement"})
        self.assertIn("MAST P3; GTA Export licensing requirement", self.run_decree("show", name).stdout)

    def test_show_gives_the_record(self):
        record = self.answer("show", "us-2025-10-10-additional-100")
        self.assertEqual(set(record), {"position", "recorded", "leaf", "streams", "target", "classification",
                                      "event"})
        self.assertRegex(record["leaf"], "^[0-9a-f]{64}$")
        self.assertRegex(record["recorded"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$")
        self.assertIn({"stream": "m/" + MEASURE, "version": 1}, record["streams"])
        self.assertEqual(record["event"]["measure"], MEASURE)
        text = self.run_decree("show", "us-2025-10-10-additional-100").stdout
        self.assertIn(record["leaf"], text)

    def test_events_are_filtered_and_ordered(self):
        events = self.answer("events", "--measure", MEASURE)["events"]
        positions = [e["position"] for e in events]
        self.assertEqual(positions, sorted(positions))
        self.assertEqual({e["event"]["measure"] for e in events if "measure" in e["event"]}, {MEASURE})
        rows = self.rows("events", "--kind", "imposed")
        self.assertTrue(rows)
        self.assertEqual({r["kind"] for r in rows}, {"imposed"})

    def test_explain_cites(self):
        answer = self.answer("explain", MEASURE, "--on", "2025-11-05")
        self.assertEqual(answer["state"]["measure"], MEASURE)
        acts = {a["id"]: a for a in answer["acts"]}
        self.assertTrue(acts["us-2025-10-10-additional-100"]["sources"])
        text = self.run_decree("explain", MEASURE, "--on", "2025-11-05").stdout
        self.assertIn("[reported]", text)
        self.assertEqual({r["id"] for r in self.rows("explain", MEASURE, "--on", "2025-11-05")}, set(acts))

    def test_history_names_rows_and_words(self):
        measure = "cn/mofcom-2025-61-foreign-made"
        args = ["history", "--measure", measure, "--on", "2025-12-15"]
        answer = self.answer(*args)
        self.assertEqual((answer["measure"], answer["effectiveOn"]), (measure, "2025-12-15"))
        self.assertEqual({c["axis"] for c in answer["changes"]}, {"effective", "known", "recorded"})
        for change in answer["changes"]:
            self.assertLessEqual({"at", "axis", "onRecord", "answer", "changed", "because"}, set(change))
            self.assertEqual("position" in change, change["axis"] == "recorded")
            self.assertTrue(change["because"])
        for change in (c for c in answer["changes"] if c["axis"] == "known"):
            then, = self.answer("as-of", "2025-12-15", "--measure", measure, "--known-by", change["at"])["measures"]
            self.assertEqual(then, change["answer"])
        rows = self.rows(*args)
        self.assertEqual([(r["axis"], r["at"], r["applies"]) for r in rows],
                         [(c["axis"], c["at"], c["answer"]["applies"]) for c in answer["changes"]])
        table = self.run_decree(*args).stdout
        self.assertIn("cn-2025-11-07-mofcom-70-suspends-61-foreign-made (suspended", " ".join(table.split()))

    def test_diff_agrees_with_two_questions(self):
        def applying(date):
            return {m["measure"] for m in self.answer("as-of", date)["measures"] if m["applies"] == "yes"}
        answer = self.answer("diff", "2025-11-01..2025-11-20")
        self.assertEqual((answer["axis"], answer["before"], answer["after"], answer["effectiveOn"]),
                         ("effective", "2025-11-01", "2025-11-20", None))
        before, after = applying("2025-11-01"), applying("2025-11-20")
        ended = {c["measure"] for c in answer["changes"] if c["kind"] == "ended"}
        self.assertTrue(ended)
        self.assertEqual(ended, before - after)
        self.assertEqual({c["measure"] for c in answer["changes"] if c["kind"] == "began"}, after - before)
        rows = self.rows("diff", "2025-11-01..2025-11-20")
        self.assertEqual([r["measure"] for r in rows], [c["measure"] for c in answer["changes"]])
        self.assertIn("Ended", self.run_decree("diff", "2025-11-01..2025-11-20").stdout)

    def test_outlook_names_rows_and_words(self):
        args = ["outlook", "2026-10-15", "--days", "40", "--known-by", "2025-11-08"]
        answer = self.answer(*args)
        self.assertEqual(answer["until"], "2026-11-24")
        for change in answer["changes"] + answer["announced"]:
            self.assertLessEqual({"at", "latest", "certain", "kind", "measure", "title", "before", "after",
                                  "because"}, set(change))
        returns = {c["measure"] for c in answer["changes"] if (c["kind"], c["at"]) == ("returns", "2026-11-10")}
        self.assertIn("cn/mofcom-2025-61-foreign-made", returns)
        rows = self.rows(*args)
        self.assertEqual([r["measure"] for r in rows],
                         [c["measure"] for c in answer["changes"] + answer["announced"]])
        table = self.run_decree(*args).stdout
        self.assertRegex(table, r"(?m)^2026-11-10 +returns  cn/mofcom-2025-61-foreign-made ")

    def test_replay_counts_and_answers(self):
        answer = self.answer("replay", "us-cn-2025")
        self.assertEqual([m["n"] for m in answer["moves"]], list(range(1, len(answer["moves"]) + 1)))
        for move in answer["moves"]:
            self.assertLessEqual({"n", "id", "stated", "side", "kind", "title", "measure", "answers",
                                  "weight", "card", "changes", "tally"}, set(move))
        announced = next(m for m in answer["moves"] if m["id"] == "us-2025-10-10-additional-100")
        self.assertIn({"rel": "respondsTo", "id": "cn-2025-10-09-rare-earths", "days": 1},
                      announced["answers"])
        cards = sum(m["card"] for m in answer["moves"])
        self.assertEqual(sum(side["cards"] for side in answer["moves"][-1]["tally"]), cards)
        text = self.run_decree("replay", "us-cn-2025", "--step").stdout  # no terminal: no waiting
        self.assertIn("answers cn-2025-10-09-rare-earths after 1 day", text)
        self.assertIn("In the end", text)

    def test_timeline_is_bounded(self):
        moves = self.answer("timeline", "us-cn-2025", "--from", "2025-10", "--to", "2025-10")["moves"]
        self.assertTrue(moves)
        self.assertEqual({m["stated"][:7] for m in moves}, {"2025-10"})
        rows = self.rows("timeline", "us-cn-2025", "--from", "2025-10", "--to", "2025-10")
        self.assertEqual([r["id"] for r in rows], [m["id"] for m in moves])

    def test_stats_doctor_and_projections(self):
        stats = self.answer("stats")
        self.assertEqual(stats["events"], sum(stats["eventsByKind"].values()))
        self.assertEqual(stats["head"]["position"], stats["events"])
        report = self.answer("doctor")
        self.assertEqual((report["sound"], report["findings"], report["events"]),
                         (True, [], stats["events"]))
        names = {p["name"] for p in self.answer("projections", "list")["projections"]}
        self.assertIn("controls", names)
        rebuilt = self.answer("projections", "rebuild")
        self.assertEqual((rebuilt["identical"], rebuilt["events"]), (True, stats["events"]))

    def test_export_and_append_store_the_same_bodies(self):
        exported = self.write("exported.jsonl", self.run_decree("export", "jsonl").stdout)
        other = self.folder / "other"
        self.run_decree("--store", other, "append", exported)
        again = self.run_decree("--store", other, "export", "jsonl").stdout
        self.assertEqual(again, exported.read_text(encoding="utf-8"))
        first, second = self.answer("events")["events"], self.answer("--store", other, "events")["events"]
        self.assertEqual([e["event"] for e in first], [e["event"] for e in second])
        for line in again.splitlines():
            json.loads(line)
        self.assertIn("; 124 repeats", self.run_decree("append", exported).stdout)


if __name__ == "__main__":
    unittest.main()
