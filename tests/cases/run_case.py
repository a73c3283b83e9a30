"""Runs one case: a record of events, then questions with the answers that must come out.

Usage: run_case.py DECREE CASE_FOLDER

The folder holds case.json, and events.jsonl unless the case names other files:

  {"title": "...",
   "events": ["events.jsonl"],                  the record; appended first, each file must be accepted
   "questions": [
     {"args": ["as-of", "2025-06-01", "--measure", "us/a"],
      "expect": {"exit": 0, "json": {"measures": [{"measure": "us/a", "applies": "yes"}]}}},
     {"args": ["append", "more.jsonl"]}]}

Files are named relative to the folder. Every question but `append` and files to
screen is asked with --json. `expect` may hold:
  exit            the exit status (0 when left out)
  json            what the answer must contain: objects by the fields given here; objects in a list by their
                  "measure", else any that fits; words in a list in any order; a string that starts with "~" is
                  a part of the actual one; {"oneOf": [...]} is any of those values; "reasonContains" of a
                  measure is a part (or a list of parts) of its reasons, in any case
  absent          measures that the answer must not list
  jsonStrings     words that must occur in some text of the answer
  stdoutContains, stderrContains   a part or a list of parts, in any case
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

TIMEOUT_S = 120


SKIPPED = 77  # ctest's SKIP_RETURN_CODE


def as_list(value):
    return value if isinstance(value, list) else [value]


def texts_of(value):
    """Every key and every scalar of a JSON value, as text."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from texts_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts_of(item)
    else:
        yield str(value)


def differences(want, got, path):
    """What keeps `got` from fitting `want`, one line each; nothing when it fits."""
    if isinstance(want, dict):
        if set(want) == {"oneOf"}:
            if all(list(differences(option, got, path)) for option in want["oneOf"]):
                yield f"{path}: want one of {want['oneOf']}, got {got!r}"
            return
        if not isinstance(got, dict):
            yield f"{path}: want an object, got {got!r}"
            return
        for key, item in want.items():
            if key == "reasonContains":
                reasons = json.dumps(got.get("reasons", []), ensure_ascii=False).lower()
                for part in as_list(item):
                    if part.lower() not in reasons:
                        yield f"{path}.reasons: no {part!r} in {reasons}"
            elif key not in got:
                yield f"{path}.{key}: missing"
            else:
                yield from differences(item, got[key], f"{path}.{key}")
    elif isinstance(want, list):
        if not isinstance(got, list):
            yield f"{path}: want a list, got {got!r}"
            return
        if not want and got:
            yield f"{path}: want an empty list, got {got!r}"
        for item in want:
            yield from element_differences(item, got, path)
    elif isinstance(want, str) and want.startswith("~"):
        if want[1:] not in str(got):
            yield f"{path}: want a part {want[1:]!r}, got {got!r}"
    elif want != got or isinstance(want, bool) != isinstance(got, bool):
        yield f"{path}: want {want!r}, got {got!r}"


def element_differences(item, got, path):
    if isinstance(item, dict) and "measure" in item:
        same = [g for g in got if isinstance(g, dict) and g.get("measure") == item["measure"]]
        if len(same) != 1:
            yield f"{path}: {item['measure']} is listed {len(same)} times"
            return
        yield from differences(item, same[0], f"{path}[{item['measure']}]")
    elif all(list(differences(item, g, path)) for g in got):
        yield f"{path}: nothing fits {json.dumps(item, ensure_ascii=False)} in {json.dumps(got)[:600]}"


def check(expect, result):
    """Lines that say how an answer differs from what is expected."""
    if result.returncode != expect.get("exit", 0):
        yield f"exit status: want {expect.get('exit', 0)}, got {result.returncode}"
        return
    for stream in ("stdout", "stderr"):
        text = getattr(result, stream)
        for part in as_list(expect.get(stream + "Contains", [])):
            if part.lower() not in text.lower():
                yield f"{stream}: no {part!r}"
    if not {"json", "absent", "jsonStrings"} & set(expect):
        return
    try:
        answer = json.loads(result.stdout)
    except ValueError as error:
        yield f"stdout is not one JSON value: {error}"
        return
    yield from differences(expect.get("json", {}), answer, "answer")
    listed = [m.get("measure") for m in answer.get("measures", [])] if isinstance(answer, dict) else []
    for measure in expect.get("absent", []):
        if measure in listed:
            yield f"answer.measures: {measure} must not be listed"
    texts = list(texts_of(answer))
    for part in expect.get("jsonStrings", []):
        if not any(part in text for text in texts):
            yield f"answer: no text contains {part!r}"


def run(decree, store, folder, args):
    command = [decree, "--store", store, *args]
    if args[0] != "append" and not {"--json", "--file"} & set(args):
        command.append("--json")
    env = {k: v for k, v in os.environ.items() if k != "DECREE_STORE"} | {"NO_COLOR": "1"}
    result = subprocess.run(command, cwd=folder, env=env, capture_output=True, timeout=TIMEOUT_S, check=False)
    result.stdout = result.stdout.decode("utf-8", "replace")
    result.stderr = result.stderr.decode("utf-8", "replace")
    return result


def knows(decree, verb):
    """Whether the program has the verb at all; questions of later verbs are skipped, loudly."""
    help_text = subprocess.run([decree, "--help"], capture_output=True, text=True, check=False).stdout
    return re.search(rf"^  {re.escape(verb)}\s", help_text, re.MULTILINE) is not None


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    decree, folder = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
    case = json.loads((folder / "case.json").read_text(encoding="utf-8"))
    steps = [{"args": ["append", name]} for name in case.get("events", ["events.jsonl"])] + case["questions"]
    failures = 0
    # A verb that a case expects to be refused is not a later one.
    unknown = sorted({step["args"][0] for step in steps
                      if step.get("expect", {}).get("exit") != 2 and not knows(decree, step["args"][0])})
    steps = [step for step in steps if step["args"][0] not in unknown]
    with tempfile.TemporaryDirectory(prefix="decree-case-") as scratch:
        store = os.path.join(scratch, "store")
        for step in steps:
            result = run(decree, store, folder, step["args"])
            problems = list(check(step.get("expect", {}), result))
            if problems:
                failures += 1
                print("FAIL: decree " + " ".join(step["args"]))
                for problem in problems:
                    print("   ", problem)
                if step.get("why"):
                    print("    why:", step["why"])
                print("    stdout:", result.stdout[:2000].strip())
                print("    stderr:", result.stderr[:1000].strip())
    print(f"{case['title']}: {len(steps)} steps, {failures} failed")
    if failures:
        return 1
    if unknown:
        print("SKIPPED in part: this build has no verb " + ", ".join(unknown))
        return SKIPPED
    return 0


if __name__ == "__main__":
    sys.exit(main())
