"""Holds schema/event.schema.json to its word.

Checks that the schema is valid JSON Schema 2020-12, that every example in it is a valid event, that every kind
has an example, that events which break a rule are refused, and that every event shipped with the project (the
timelines and the cases, but not the files named bad-*, which are wrong on purpose) is valid. In a timeline,
links and targets must also name events of the same file.

Usage: /usr/bin/python3 validate.py [ROOT]
"""

import json
import pathlib
import sys

try:
    from jsonschema import Draft202012Validator
except ImportError:
    sys.exit("FAIL: Python's jsonschema is missing; install it with: apt-get install python3-jsonschema")

# One broken event for each rule; every one of them must be refused.
BROKEN = [
    ("no id", {"kind": "statement", "stated": "2025-01-01", "actor": {"jurisdiction": "US"}}),
    ("no kind", {"id": "a", "stated": "2025-01-01"}),
    ("unknown kind", {"id": "a", "kind": "decreed", "stated": "2025-01-01"}),
    ("unknown field", {"id": "a", "kind": "coverageSet", "stated": "2025-01-01", "colour": "red",
                       "coverage": {"issuer": "US", "domain": "tariffs"}}),
    ("no date", {"id": "a", "kind": "statement", "actor": {"jurisdiction": "US"}}),
    ("no actor", {"id": "a", "kind": "statement", "stated": "2025-01-01"}),
    ("no measure", {"id": "a", "kind": "revoked", "stated": "2025-01-01", "actor": {"jurisdiction": "US"}}),
    ("imposed without from", {"id": "a", "kind": "imposed", "measure": "m", "stated": "2025-01-01",
                              "actor": {"jurisdiction": "US"}, "effective": {"to": "2025-02-01"}}),
    ("impossible month", {"id": "a", "kind": "statement", "stated": "2025-13", "actor": {"jurisdiction": "US"}}),
    ("rate as a number", {"id": "a", "kind": "amended", "measure": "m", "stated": "2025-01-01",
                          "actor": {"jurisdiction": "US"}, "terms": {"tariff": {"adValorem": 0.25}}}),
    ("bad id", {"id": "-a", "kind": "statement", "stated": "2025-01-01", "actor": {"jurisdiction": "US"}}),
    ("corrected without replacement", {"id": "a", "kind": "corrected", "target": "b"}),
    ("retracted without target", {"id": "a", "kind": "retracted"}),
    ("unknown field inside a replacement", {"id": "a", "kind": "corrected", "target": "b",
                                            "replacement": {"colour": "red"}}),
    ("ownership without a share", {"id": "a", "kind": "membershipStarted", "stated": "2025-01-01",
                                   "membership": {"group": "x", "member": "y", "kind": "owns"}}),
    ("share of a member", {"id": "a", "kind": "membershipStarted", "stated": "2025-01-01",
                           "membership": {"group": "x", "member": "y", "share": "60%"}}),
    ("share of an ownership that ends", {"id": "a", "kind": "membershipEnded", "stated": "2025-01-01",
                                         "membership": {"group": "x", "member": "y", "kind": "owns",
                                                        "share": "60%"}}),
    ("to and through", {"id": "a", "kind": "suspended", "measure": "m", "stated": "2025-01-01",
                        "actor": {"jurisdiction": "US"},
                        "effective": {"to": "2025-02-01", "through": "2025-01-31"}}),
]


def describe(validator, event):
    """The first problem of an event as `field: what`, or an empty string."""
    errors = sorted(validator.iter_errors(event), key=lambda e: list(map(str, e.absolute_path)))
    if not errors:
        return ""
    field = ".".join(map(str, errors[0].absolute_path)) or "event"
    return f"{field}: {errors[0].message[:200]}"


def lines_of(path):
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield number, json.loads(line)


def check_schema(schema, validator):
    kinds = schema["properties"]["kind"]["enum"]
    examples = schema["examples"]
    for example in examples:
        if problem := describe(validator, example):
            yield f"example {example.get('id')}: {problem}"
    for kind in sorted(set(kinds) - {example["kind"] for example in examples}):
        yield f"kind {kind} has no example"
    for name, event in BROKEN:
        if not describe(validator, event):
            yield f"accepted although broken: {name}"


def check_file(path, validator, closed):
    events = list(lines_of(path))
    ids = {event.get("id") for _, event in events}
    if closed and len(ids) != len(events):
        yield f"{path}: an id is used twice"
    for number, event in events:
        if problem := describe(validator, event):
            yield f"{path}:{number}: {problem}"
        named = [link["id"] for link in event.get("links", [])] + ([event["target"]] if "target" in event else [])
        for other in named if closed else []:
            if other not in ids:
                yield f"{path}:{number}: names {other}, which is not in this file"


def main():
    here = pathlib.Path(__file__).resolve()
    root = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here.parents[2]
    schema = json.loads((root / "schema" / "event.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)

    problems = list(check_schema(schema, validator))
    timelines = sorted((root / "tools" / "timelines").glob("*.jsonl"))
    # Past decisions are lines of their own kind, read by `recheck`.
    cases = sorted(p for p in (root / "tests" / "cases").glob("**/*.jsonl")
                   if not p.name.startswith("bad-") and p.name != "decisions.jsonl")
    for path in timelines:
        problems += check_file(path, validator, closed=True)
    for path in cases:
        problems += check_file(path, validator, closed=False)
    if not timelines:
        problems.append("no timeline found in tools/timelines")

    for problem in problems:
        print("FAIL:", problem)
    print(f"{len(schema['examples'])} examples, {len(timelines)} timelines, {len(cases)} case files, "
          f"{len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
