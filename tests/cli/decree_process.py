"""What the tests of the command line share: a scratch store, and the real binary run on it."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

BINARY = os.environ["DECREE_BINARY"]
ROOT = pathlib.Path(__file__).resolve().parents[2]
TIMELINE = ROOT / "tools" / "timelines" / "us-china.jsonl"
TIMEOUT_S = 300


KINDS_WITH_TERMS = ("reported", "reviewOpened", "threatened", "proposed", "announced", "enacted", "imposed", "amended",
                    "eased", "disputed")


def event(name, **fields):
    """An event that imposes a duty of its own measure; `fields` change it."""
    made = {"id": name, "kind": "imposed", "measure": f"test/{name}", "class": "tariff",
            "actor": {"jurisdiction": "US"}, "stated": "2025-02-01", "effective": {"from": "2025-03-01"},
            "terms": {"tariff": {"adValorem": "10%"}}}
    if fields.get("kind", "imposed") not in KINDS_WITH_TERMS:
        del made["terms"]
    made.update(fields)
    return made


def json_lines(events):
    return "".join(json.dumps(e, ensure_ascii=False) + "\n" for e in events)


class StoreTest(unittest.TestCase):
    """Each test has a folder of its own with a store that does not exist yet."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="decree-cli-")
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        self.store = self.folder / "store"

    def environment(self, **extra):
        kept = {k: v for k, v in os.environ.items() if k not in ("DECREE_STORE", "COLUMNS", "NO_COLOR")}
        return kept | {"DECREE_STORE": str(self.store)} | extra

    def run_decree(self, *args, stdin="", exit_status=0, **extra):
        result = subprocess.run([BINARY, *map(str, args)], cwd=self.folder, env=self.environment(**extra),
                                input=stdin.encode("utf-8"), capture_output=True, timeout=TIMEOUT_S,
                                check=False)
        result.stdout = result.stdout.decode("utf-8")
        result.stderr = result.stderr.decode("utf-8")
        self.assertEqual(result.returncode, exit_status,
                         f"decree {args}\nstdout: {result.stdout[:2000]}\nstderr: {result.stderr[:2000]}")
        return result

    def start_decree(self, *args):
        process = subprocess.Popen([BINARY, *map(str, args)], cwd=self.folder, env=self.environment(),
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        for stream in (process.stdin, process.stdout, process.stderr):
            self.addCleanup(stream.close)
        return process

    def answer(self, *args, **options):
        return json.loads(self.run_decree(*args, "--json", **options).stdout)

    def append(self, events, **options):
        return self.run_decree("append", "-", stdin=json_lines(events), **options)

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path
