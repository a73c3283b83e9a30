#!/usr/bin/env python3
"""Prints lines and branches taken for each room, from what `llvm-cov export` writes to standard input.

A branch is one side of a condition: `if (a && b)` has four. A macro such as DECREE_RETURN_IF_ERROR has its own two at
every place where it stands. Left out, because no run could take them: conditions that are constant, and DECREE_ASSERT,
whose other side ends the process with a broken invariant. Sides of a template or of a function that several programs
hold count once, as taken where any of them took it."""

import json
import os
import sys

EXPANSION = 1  # the kind of a region where a macro stands


class Sources:
    """Lines of source files, read once."""

    def __init__(self):
        self.files = {}

    def lines(self, path):
        if path not in self.files:
            with open(path, encoding="utf-8") as file:
                self.files[path] = file.read().split("\n")
        return self.files[path]

    def text(self, path, span):
        first, begin, last, end = span
        lines = self.lines(path)[first - 1:last]
        lines[-1] = lines[-1][:end - 1]
        lines[0] = lines[0][begin - 1:]
        return " ".join(" ".join(lines).split())

    def line(self, path, number):
        return self.lines(path)[number - 1]


def branches_of(function):
    """Of one function: (place where it stands in its file, place of the condition, taken true, taken false)."""
    stands = {}
    for region in function["regions"]:
        if region[7] == EXPANSION:
            stands[region[6]] = (region[5], region[0], region[1])
    for branch in function["branches"]:
        file, outer = branch[6], (branch[6], branch[0], branch[1])
        while outer[0] in stands:
            outer = stands[outer[0]]
        names = function["filenames"]
        yield ((names[outer[0]],) + outer[1:], (names[file],) + tuple(branch[:4]), branch[4] > 0, branch[5] > 0)


def collect(data, rooms, sources):
    """{path: {(line, column, condition): [taken true, taken false]}}"""
    root = os.getcwd() + "/"
    found = {}
    for function in data["functions"]:
        for outer, inner, was_true, was_false in branches_of(function):
            path = outer[0].removeprefix(root)
            if os.path.dirname(path) not in rooms or "DECREE_ASSERT(" in sources.line(outer[0], outer[1]):
                continue
            condition = sources.text(inner[0], inner[1:])
            if condition in ("true", "false"):
                continue
            if inner[0] != outer[0] or inner[1] != outer[1]:
                condition = sources.line(outer[0], outer[1])[outer[2] - 1:].split("(")[0] + ": " + condition
            sides = found.setdefault(path, {}).setdefault((outer[1], outer[2], condition) + inner[1:], [False, False])
            sides[0] |= was_true
            sides[1] |= was_false
    return found


def sides_of(branches):
    return sum(map(sum, branches.values())), 2 * len(branches)


def row(name, lines, sides):
    def share(taken, of):
        return f"{100 * taken / of:5.1f}% {f'({taken}/{of})':>12}" if of else f"{'-':>6} {'':>12}"
    print(f"{name:<34} {share(*lines)} {share(*sides)}")


def print_sides(path, branches):
    for (line, column, condition, *_), (was_true, was_false) in sorted(branches.items()):
        if was_true and was_false:
            continue
        never = "never reached" if not was_true and not was_false else "never " + ("false" if was_true else "true")
        print(f"{path}:{line}:{column}: {never}: {condition[:90]}")


def main():
    words = sys.argv[1:]
    has_detail = "--detail" in words
    rooms = [word for word in words if word != "--detail"]
    data = json.load(sys.stdin)["data"][0]
    sources = Sources()
    found = collect(data, rooms, sources)
    root = os.getcwd() + "/"
    lines = {}
    for file in data["files"]:
        path = file["filename"].removeprefix(root)
        if os.path.dirname(path) in rooms:
            lines[path] = (file["summary"]["lines"]["covered"], file["summary"]["lines"]["count"])
    print(f"{'room':<34} {'lines':>6} {'':>12} {'branches':>6}")
    for room in rooms:
        paths = sorted(path for path in lines if os.path.dirname(path) == room)
        sides = [sides_of(found.get(path, {})) for path in paths]
        row(room, [sum(lines[path][i] for path in paths) for i in (0, 1)], [sum(s[i] for s in sides) for i in (0, 1)])
        for path, its_sides in zip(paths, sides):
            if has_detail:
                row("  " + os.path.basename(path), lines[path], its_sides)
        missing = [name for name in sorted(os.listdir(room)) if name.endswith(".cc") and f"{room}/{name}" not in lines]
        if missing:
            print(f"  not in any of the programs: {', '.join(missing)}")
    if has_detail:
        for path in sorted(found):
            print_sides(path, found[path])


if __name__ == "__main__":
    main()
