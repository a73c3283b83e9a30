#!/usr/bin/env python3
"""The added tariff of 2025 on 209,616 import lines, held against figures that others computed.

The actions of 2025 are recorded as events with the real binary, every import line of 2024 is screened
with `screen --file` on each date, and the import-weighted added tariff of each partner must equal the
authors' panel to 1e-6. Line by line, and on dates that the panel lacks, it must equal the naive reading
in `three_steps.py`.

The data is not part of the project: `$DECREE_DATA`, else `../shared/data` beside the checkout. Exit
status 77: it is not there. `--partners 5700,1220` screens these partners alone, `--every 100` every
hundredth line, without the panel then.
"""

import argparse
import csv
import json
import os
import pathlib
import re
import string
import subprocess
import sys
import tempfile
import time
from fractions import Fraction

from tariff_actions import Actions
from three_steps import ThreeSteps
from trade_lists import Places, import_lines, panel, partner_rates, product_list

ROOT = pathlib.Path(__file__).resolve().parents[2]
SKIPPED = 77
TOLERANCE = Fraction(1, 10**6)
LISTS = {"steel": "steel-tariffs.csv", "aluminium": "alu-tariffs.csv", "cars": "auto-tariffs.csv",
         "electronics": "consumer_electronics_EO14257_apr11.csv", "annexII": "annex-II-exemptions.csv"}
# The day before and the day of each action that the panel says nothing about, and long after.
OTHER_DAYS = ["2025-02-03", "2025-04-09", "2025-04-10", "2025-04-11", "2025-05-11", "2025-05-12",
              "2025-06-02", "2025-06-03", "2026-01-01"]


class Screener:
    """A store with the actions, and the lines as a file of transactions."""

    def __init__(self, folder, binary, events, lines, origins):
        self.folder, self.binary, self.count = folder, binary, len(lines)
        self.decree("append", "-", stdin="".join(json.dumps(event) + "\n" for event in events))
        self.transactions = folder / "lines.csv"
        with open(self.transactions, "w", encoding="utf-8") as file:
            file.write("id,origin,destination,product,value,currency\n")
            for number, line in enumerate(lines):
                file.write(f"{number},{origins[line.partner]},US,HTS:{line.product},{line.value},USD\n")

    def decree(self, *args, stdin=""):
        result = subprocess.run([self.binary, "--store", self.folder / "store", *args], input=stdin.encode(),
                                capture_output=True, check=False)
        if result.returncode != 0:
            raise AssertionError(f"decree {args[0]}: exit status {result.returncode}: "
                                 f"{result.stderr.decode()[:2000]}")

    def added(self, day):
        """Percent of each line, in order."""
        answers, known, percents = self.folder / "answers.csv", {}, []
        self.decree("screen", "--on", day, "--file", self.transactions, "--out", answers)
        with open(answers, newline="", encoding="utf-8") as file:
            rows = csv.reader(file)
            header = next(rows)
            number, decision, added = (header.index(name) for name in ("id", "decision", "added"))
            for row in rows:
                if row[number] != str(len(percents)) or row[decision] != "allowed":
                    raise AssertionError(f"{day}: line {len(percents)} is answered by {row}")
                text = row[added]
                if text not in known:
                    if not text.endswith("%"):
                        raise AssertionError(f"{day}: added tariff of line {row[number]}: {row}")
                    known[text] = Fraction(text[:-1])
                percents.append(known[text])
        if len(percents) != self.count:
            raise AssertionError(f"{day}: {self.count} lines, {len(percents)} answers")
        return percents


def weighted(lines, percents):
    """Added tariff by partner, weighted by imports."""
    sums = {}
    for line, percent in zip(lines, percents):
        duty, value = sums.get(line.partner, (0, 0))
        sums[line.partner] = (duty + percent * line.value, value + line.value)
    return {partner: duty / value for partner, (duty, value) in sums.items()}


def against_three_steps(day, lines, percents, naive):
    wrong = [(line, percent) for line, percent in zip(lines, percents)
             if percent != naive.rate(line.partner, line.product, day)]
    for line, percent in wrong[:5]:
        print(f"  {day} {line}: {float(percent)}%, by the three steps "
              f"{float(naive.rate(line.partner, line.product, day))}%")
    return len(wrong)


def against_panel(day, figures, averages):
    wrong = [f for f in figures if abs(averages[f.partner] - f.percent) > TOLERANCE]
    for figure in wrong[:5]:
        print(f"  {day} partner {figure.partner}: {float(averages[figure.partner])}%, "
              f"in the panel {float(figure.percent)}%")
    return len(wrong)


def with_private_codes(origins):
    """Partners without an ISO code get user-assigned ones, which are places once they are on record."""
    codes = iter(["AA", "ZZ"] + [f"X{c}" for c in string.ascii_uppercase if c != "K"] +
                 [f"Q{c}" for c in "MNOPQRSTUVWXYZ"])
    named, events = {}, []
    for partner, place in sorted(origins.items()):
        if not re.fullmatch("[A-Z]{2}", place):
            place = next(codes)
            events.append({"id": f"partner-{partner}", "kind": "membershipStarted", "stated": "2024-01-01",
                           "effective": {"from": "2024-01-01"},
                           "membership": {"group": "census-partners", "member": place}})
        named[partner] = place
    return named, events


def compare(folder, binary, partners, every):
    source = folder / "trade-war-redux-2025"
    lists = {name: product_list(source / "tariff-lists" / file) for name, file in LISTS.items()}
    annex_i = partner_rates(source / "tariff-lists" / "reciprocal-tariffs-annex-I.csv")
    lines, names = import_lines(source / "imports_2024_hs10_by_country.csv.gz")
    places = Places(folder / "reference" / "country-codes.csv")
    origins = {code: places.of(code, name) for code, name in names.items()}
    origins |= {code: places.of(code, name) for code, name, _ in annex_i if code not in origins}
    origins, private = with_private_codes(origins)
    if len(set(origins.values())) != len(origins):
        raise AssertionError("two partners lie in one place")
    figures = panel(source / "panel.csv", names)
    days = sorted({figure.day for figure in figures} | set(OTHER_DAYS))
    if partners:
        lines = [line for line in lines if line.partner in partners]
        figures = [figure for figure in figures if figure.partner in partners]
    if every > 1:
        lines, figures = lines[::every], []
    naive, failures = ThreeSteps(lists, annex_i), 0
    with tempfile.TemporaryDirectory(prefix="decree-acceptance-") as scratch:
        events = private + Actions(lists, annex_i, origins).events
        screener = Screener(pathlib.Path(scratch), binary, events, lines, origins)
        print(f"{len(events)} events, {len(lines)} lines, {len(names)} partners, {len(days)} days", flush=True)
        for day in days:
            begin = time.monotonic()
            percents = screener.added(day)
            seconds = time.monotonic() - begin
            of_day = [figure for figure in figures if figure.day == day]
            unequal = against_three_steps(day, lines, percents, naive)
            off_panel = against_panel(day, of_day, weighted(lines, percents))
            failures += unequal + off_panel
            print(f"{day}: {unequal} lines differ from the three steps; {off_panel} of {len(of_day)} figures "
                  f"of the panel; screened in {seconds:.1f} s", flush=True)
    return failures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--partners", default="", help="Census codes, separated by commas")
    parser.add_argument("--every", type=int, default=1, help="screen every Nth line only")
    arguments = parser.parse_args()
    folder = pathlib.Path(os.environ.get("DECREE_DATA") or ROOT.parent / "shared" / "data")
    if not (folder / "trade-war-redux-2025" / "panel.csv").is_file():
        print(f"SKIPPED: no trade-war-redux-2025 in {folder}: set DECREE_DATA to the folder that holds it")
        return SKIPPED
    failures = compare(folder, os.environ["DECREE_BINARY"], set(filter(None, arguments.partners.split(","))),
                       arguments.every)
    print("all equal" if failures == 0 else f"{failures} figures differ")
    return 0 if failures == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
