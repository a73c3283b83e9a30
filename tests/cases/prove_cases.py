"""Proves the answers of every case: exported with their proofs, checked without the store, equal to what is asked.

Usage: prove_cases.py DECREE DECREE_VERIFY [PART_OF_A_NAME]

Each case's record is appended (see run_case.py), signed, and each of its questions that a bundle can hold is exported,
verified by the program that has no database, and held against the answer of the store.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

TIMEOUT_S = 120
ANSWERS_MIN = 500  # fewer, and something was passed over
PROVABLE = ("as-of", "screen", "explain", "history", "diff", "outlook", "timeline", "replay", "observations", "coverage")
NOT_IN_BUNDLES = ("--csv", "--file", "--store", "--help", "--step", "--svg")


def run(*command, folder):
    env = {k: v for k, v in os.environ.items() if k != "DECREE_STORE"} | {"NO_COLOR": "1"}
    result = subprocess.run([str(part) for part in command], cwd=folder, env=env, capture_output=True,
                            timeout=TIMEOUT_S, check=False)
    return result.returncode, result.stdout.decode("utf-8"), result.stderr.decode("utf-8")


def provable_part(answer):
    """Without what is told of names that nothing uses: no bundle proves that there are none."""
    value = json.loads(answer)
    value.pop("warnings", None)
    value["notes"] = [note for note in value.get("notes", []) if not note.startswith("no scope and no membership uses")]
    return value


def prove(decree, verify, folder, scratch):
    """The number of answers proven, and what failed."""
    case = json.loads((folder / "case.json").read_text("utf-8"))
    steps = [{"args": ["append", name]} for name in case.get("events", ["events.jsonl"])] + case["questions"]
    store, key, bundle = scratch / "store", scratch / "key", scratch / "bundle.json"
    on_store = (decree, "--store", store)
    for step in steps:
        if step["args"][0] == "append":
            run(*on_store, *step["args"], folder=folder)
    vkey = run(decree, "audit", "keygen", "--origin", folder.name, "--key", key, folder=folder)[1].strip()
    status, _, said = run(*on_store, "audit", "checkpoint", "--key", key, folder=folder)
    if status != 0:
        return 0, [f"no checkpoint: {said}"]
    proven, failures = 0, []
    for step in steps:
        words = [word for word in step["args"] if word != "--json"]
        if words[0] not in PROVABLE or any(word.split("=")[0] in NOT_IN_BUNDLES for word in words):
            continue
        status, answer, _ = run(*on_store, *words, "--json", folder=folder)
        if status != 0:
            continue
        bundle.unlink(missing_ok=True)
        for command in ((*on_store, "audit", "export", "--out", bundle, "--", *words),
                        (verify, "bundle", bundle, "--vkey", vkey, "--origin", folder.name)):
            status, _, said = run(*command, folder=folder)
            if status != 0:
                failures.append(f"{' '.join(words)}: {said.strip()}")
                break
        else:
            if provable_part(json.loads(bundle.read_text("utf-8"))["answer"]) == provable_part(answer):
                proven += 1
            else:
                failures.append(f"{' '.join(words)}: the bundle answers otherwise")
    return proven, failures


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    decree, verify = (os.path.abspath(path) for path in sys.argv[1:3])
    part = sys.argv[3] if len(sys.argv) == 4 else ""
    proven, failed = 0, 0
    for path in sorted(pathlib.Path(__file__).resolve().parent.glob("*/case.json")):
        if part not in path.parent.name:
            continue
        with tempfile.TemporaryDirectory(prefix="decree-proof-") as scratch:
            count, failures = prove(decree, verify, path.parent, pathlib.Path(scratch))
        proven += count
        failed += len(failures)
        for failure in failures:
            print(f"FAIL: {path.parent.name}: {failure}")
    print(f"{proven} answers proven, {failed} failed")
    return 1 if failed or (not part and proven < ANSWERS_MIN) else 0


if __name__ == "__main__":
    sys.exit(main())
