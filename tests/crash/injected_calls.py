"""Makes system calls of the real binary fail, one after another, with strace: append, restore, backup, checkpoint.

Every call to do with files fails in turn, at its first, second … time in a thread, once and from then on, as a broken
and as a full disk. After each run the exit status must be true, nothing acknowledged may be lost, what is not whole may
not be there, and the same command must succeed without faults, if need be after `doctor`.

DECREE_INJECTIONS: how many cases are tried, spread over all of them (64); 0: all. DECREE_INJECTION_SHARD=i/n: a part of
those. DECREE_INJECTION_SEED: where the spread begins. Exit status 77: strace is missing or may not trace.
"""

import collections
import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile

BINARY = os.path.abspath(os.environ["DECREE_BINARY"])
# Without sync_file_range and fstatfs, by which the database looks what the file system can do, asserting that they work.
CALLS = ("open openat creat read pread64 write pwrite64 writev pwritev readv fsync fdatasync rename renameat "
         "renameat2 mkdir mkdirat unlink unlinkat rmdir ftruncate fallocate close link linkat symlink symlinkat flock "
         "stat fstat lstat newfstatat statx statfs getdents64 lseek access faccessat faccessat2 fcntl chmod "
         "fchmod mmap readlink").split()
ERRORS = ("EIO", "ENOSPC")
TIMEOUT_S = 120
SKIPPED = 77
FAULTS = (-signal.SIGSEGV, -signal.SIGBUS)
NOT_STARTED = 127  # the loader's own calls failed
Case = collections.namedtuple("Case", "verb call when error")
Ended = collections.namedtuple("Ended", "status out err")


def event(name):
    return {"id": name, "kind": "imposed", "measure": f"test/{name}", "class": "tariff",
            "actor": {"jurisdiction": "US"}, "stated": "2025-02-01", "effective": {"from": "2025-03-01"},
            "terms": {"tariff": {"adValorem": "10%"}}}


def run(command, folder):
    environment = {**os.environ, "DECREE_STORE": "store", "TMPDIR": str(folder / "tmp"), "ASAN_OPTIONS": "detect_leaks=0"}
    done = subprocess.run([str(word) for word in command], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=TIMEOUT_S, check=False)
    return Ended(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))


def decree(folder, *words):
    return run([BINARY, *words], folder)


def must(folder, *words):
    ended = decree(folder, *words)
    if ended.status != 0:
        raise AssertionError(f"decree {' '.join(words)}: exit {ended.status}: {ended.err.strip()}")
    return ended


def ids(folder, store="store"):
    return {json.loads(line)["id"] for line in must(folder, "--store", store, "export", "jsonl").out.splitlines()}


class Verb:
    """A command, and what must be true of the folder once it has ended in some way."""

    def __init__(self, name, words):
        self.name, self.words = name, words

    def judge(self, folder, ended):
        getattr(self, "judge_" + self.name)(folder, ended, ended.status in (0, 7))

    def judge_append(self, folder, ended, is_done):
        mended = decree(folder, "stats")
        if mended.status != 0:
            raise AssertionError(f"a reader is refused afterwards: {mended.err}")
        stored = ids(folder) & {"two", "three"}
        if is_done or "appended 2 events" in ended.out:
            assert stored == {"two", "three"}, f"acknowledged and lost: {stored}"
        elif ended.status == 5 or ended.status < 0:
            assert len(stored) in (0, 2), f"half of a call is stored: {stored}"
        else:
            assert not stored, f"exit {ended.status}, and stored: {stored}"
        self.repeat(folder)
        assert ids(folder) == {"one", "two", "three"}

    def judge_restore(self, folder, ended, is_done):
        is_there = (folder / "new").exists()
        if is_done or (ended.status == 5 and is_there):
            must(folder, "--store", "new", "doctor")
            assert ids(folder, "new") == {"one"}
            return
        assert not is_there, f"exit {ended.status}, and the new store is there"
        self.repeat(folder)
        assert ids(folder, "new") == {"one"}

    def judge_backup(self, folder, ended, is_done):
        size = json.loads(must(folder, "backup", "verify", "copy", "--json").out)["size"]
        assert size == 2 or (size == 1 and not is_done), f"exit {ended.status}, and the backup holds {size}"
        self.repeat(folder)
        assert json.loads(must(folder, "backup", "verify", "copy", "--json").out)["size"] == 2

    def judge_checkpoint(self, folder, ended, is_done):
        kept = decree(folder, "audit", "checkpoint")
        if is_done or "\n— example.org/log " in ended.out:
            assert kept.status == 0 and "\n2\n" in kept.out, f"shown and not kept: {kept}"
        self.repeat(folder)
        must(folder, "audit", "verify")

    def repeat(self, folder):
        again = decree(folder, *self.words)
        if again.status != 0:
            assert "doctor" in again.err, f"the next one fails and names no way out: {again}"
            must(folder, "doctor")
            must(folder, *self.words)
        must(folder, "doctor")


VERBS = {verb.name: verb for verb in (
    Verb("append", ["append", "more.jsonl"]),
    Verb("restore", ["restore", "copy", "new"]),
    Verb("backup", ["backup", "copy"]),
    Verb("checkpoint", ["audit", "checkpoint", "--key", "log.key"]))}


def prepare(templates):
    """A folder for each verb, in the state that it finds."""
    first = templates / "append"
    (first / "tmp").mkdir(parents=True)
    (first / "one.jsonl").write_text(json.dumps(event("one")) + "\n")
    (first / "more.jsonl").write_text("".join(json.dumps(event(name)) + "\n" for name in ("two", "three")))
    (first / "second.jsonl").write_text(json.dumps(event("two")) + "\n")
    (first / "notice.txt").write_text("a notice\n")
    must(first, "append", "--document", "notice.txt", "one.jsonl")
    must(first, "audit", "keygen", "--origin", "example.org/log", "--key", "log.key")
    must(first, "audit", "checkpoint", "--key", "log.key")
    must(first, "backup", "copy")
    for name in ("restore", "backup", "checkpoint"):
        shutil.copytree(first, templates / name)
    for name in ("backup", "checkpoint"):
        must(templates / name, "append", "second.jsonl")


def cases_of(verb, template, folder):
    """Each call as often as a thread makes it."""
    shutil.copytree(template, folder)
    ended = run(["strace", "-f", "-qq", "-o", "calls", BINARY, *verb.words], folder)
    assert ended.status == 0, ended
    seen, of_the_loader = collections.Counter(), None
    for line in (folder / "calls").read_text(errors="replace").splitlines():
        match = re.match(r"(\d+)\s+(\w+)\((.*)", line)
        if not match:
            continue
        if of_the_loader is None and match[2] == "fcntl" and match[3].startswith("0, F_GETFD"):
            of_the_loader = {call: count for (_, call), count in seen.items()}  # here the program begins
        seen[match[1], match[2]] += 1
    shutil.rmtree(folder)
    times = collections.Counter()
    for (_, call), count in seen.items():
        times[call] = max(times[call], count)
    return [Case(verb.name, call, f"{n}{onwards}", error) for call in CALLS
            for n in range(of_the_loader.get(call, 0) + 1, times[call] + 1) for onwards in ("", "+") for error in ERRORS]


def chosen(cases):
    wanted = int(os.environ.get("DECREE_INJECTIONS", "64"))
    seed = int(os.environ.get("DECREE_INJECTION_SEED", "1"))
    random.Random(seed).shuffle(cases)
    if wanted:
        cases = cases[:wanted]
    shard, shards = map(int, os.environ.get("DECREE_INJECTION_SHARD", "1/1").split("/"))
    return cases[shard - 1::shards]


def attempt(case, template, folder):
    shutil.copytree(template, folder)
    verb = VERBS[case.verb]
    ended = run(["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={case.call}",
                 "-e", f"inject={case.call}:error={case.error}:when={case.when}", BINARY, *verb.words], folder)
    try:
        if ended.status in FAULTS:
            raise AssertionError("a fault of memory; what fails is to be told")
        if ended.status != NOT_STARTED:
            verb.judge(folder, ended)
        return ended.status, None
    except (AssertionError, ValueError, OSError, subprocess.TimeoutExpired) as problem:
        return ended.status, f"{case}: exit {ended.status}: {problem}\n    said: {ended.err.strip()[:300]}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def bites(scratch, template):
    """Claims that are not true must be found out."""
    false_claims = {"append": Ended(0, "", ""), "restore": Ended(0, "", ""), "backup": Ended(0, "", ""),
                    "checkpoint": Ended(0, "", "")}
    for name, claim in false_claims.items():
        folder = scratch / "claim"
        shutil.copytree(template / name, folder)
        try:
            VERBS[name].judge(folder, claim)
            return False
        except AssertionError:
            pass
        finally:
            shutil.rmtree(folder)
    return True


def main():
    traced = shutil.which("strace") and subprocess.run(["strace", "-f", "-o", "/dev/null", "true"], check=False,
                                                       capture_output=True).returncode == 0
    if not traced:
        print("SKIPPED: strace is not installed, or may not trace here; no system call was made to fail")
        return SKIPPED
    with tempfile.TemporaryDirectory(prefix="decree-injected-") as name:
        scratch = pathlib.Path(name)
        templates = scratch / "templates"
        prepare(templates)
        if not bites(scratch, templates):
            print("the judge believes what is not true")
            return 1
        all_cases = [case for verb in VERBS.values() for case in cases_of(verb, templates / verb.name, scratch / "count")]
        cases = chosen(all_cases)
        statuses, problems = collections.Counter(), 0
        for number, case in enumerate(cases):
            status, problem = attempt(case, templates / case.verb, scratch / f"case{number}")
            statuses[case.verb, status] += 1
            if status < 0:
                print(f"{case}: died by signal {-status}", flush=True)
            if problem:
                problems += 1
                print(problem, flush=True)
    print(f"{len(cases)} of {len(all_cases)} cases, {problems} problems; by verb and exit status: "
          f"{dict(sorted(statuses.items()))}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
