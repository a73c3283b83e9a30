"""Holds the layers: which folder may include what, how files are called, how long they may grow.

Usage: include_rules.py SOURCE_ROOT     checks the tree; one line a violation, exit status 1 if any
       include_rules.py --self-test     plants one violation of each rule in a scratch tree: all must be found
"""

import pathlib
import re
import sys
import tempfile

LINES_MAX = 400
CHECKED_FOLDERS = ("core", "schema", "tools", "tests", "bench")
SKIPPED_FOLDERS = {"node_modules", "build", "__pycache__"}
SOURCE_SUFFIXES = {".h", ".cc"}
SIZED_SUFFIXES = {".h", ".cc", ".py", ".sh"}
BAG_NAMES = {"util", "utils", "common", "helper", "helpers", "misc"}

# What a file may include of the project: the entry with the longest matching folder counts. An entry that
# ends in "/" is a whole folder with all below it, one that ends in "/*" only the files directly in it.
# "=" stands for the file's own folder.
LAYERS = {
    "core": ["core/"],  # the façades and what opens a store
    "core/base": ["="],
    "core/names": ["=", "core/base/"],
    "core/model": ["=", "core/base/", "core/names/"],
    "core/codec": ["=", "core/base/", "core/names/", "core/model/", "schema/"],
    "core/merkle": ["=", "core/base/"],
    "core/store": ["=", "core/base/"],
    "core/log": ["=", "core/base/", "core/merkle/", "core/store/"],
    "core/backup": ["=", "core/base/", "core/merkle/", "core/store/", "core/log/", "core/documents/"],
    "core/documents": ["=", "core/base/", "core/merkle/", "core/store/"],
    "core/projections": ["core/projections/*", "core/base/", "core/model/", "core/codec/", "core/log/record_log.h",
                         "core/log/log_prover.h", "core/log/event_log.h", "core/log/log_prefix.h", "core/store/"],
    "core/query": ["core/query/", "core/log/record_log.h", "core/projections/strand.h"],  # all questions in one header, for those who put them
    "core/compiled/measure": ["=", "core/base/", "core/names/", "core/model/", "core/codec/event_codec.h", "core/projections/*",
                              "core/log/record_log.h", "core/query/"],
    "core/compiled": ["=", "core/base/", "core/names/", "core/model/", "core/codec/event_codec.h", "core/projections/*",
                      "core/log/record_log.h", "core/log/log_prover.h", "core/log/log_prefix.h", "core/query/",
                      "core/store/ordered_store.h", "core/store/overlay_store.h"],
    "core/audit": ["=", "core/base/", "core/model/", "core/merkle/", "core/codec/event_codec.h",
                   "core/codec/json_fields.h", "core/projections/*", "core/log/event_log.h",
                   "core/log/record_log.h", "core/log/log_prover.h", "core/log/log_prefix.h", "core/log/record_format.h", "core/log/little_endian.h",
                   "core/store/ordered_store.h",
                   "core/store/plain_files.h"],
    # Behind the façades; none of them sees core/decree.h.
    "core/append": ["=", "core/base/", "core/names/", "core/model/", "core/codec/", "core/merkle/", "core/log/", "core/projections/*",
                    "core/query/", "core/backup/restore.h", "core/backup/checkpoint_file.h", "core/store/"],
    "core/record": ["=", "core/record.h", "core/append/", "core/base/", "core/model/", "core/codec/event_codec.h",
                    "core/log/event_log.h", "core/log/record_log.h", "core/log/limits.h", "core/projections/*",
                    "core/query/", "core/compiled/", "core/store/ordered_store.h"],
    "core/check": ["=", "core/base/", "core/model/", "core/codec/event_codec.h", "core/log/", "core/projections/*",
                   "core/compiled/", "core/audit/", "core/documents/", "core/backup/restore.h", "core/store/"],
    "core/proof": ["=", "core/record.h", "core/record/", "core/check/", "core/base/", "core/model/", "core/codec/event_codec.h",
                   "core/log/", "core/merkle/", "core/projections/*", "core/audit/", "core/backup/restore.h",
                   "core/store/"],
}

# The rooms of core/query from the bottom up: each sees those above it in this list, but for thread, beside which
# three stand.
QUERY_BELOW = ["core/base/", "core/names/", "core/model/", "core/codec/event_codec.h", "core/projections/*", "core/log/record_log.h"]
QUERY_ROOMS = ["answers", "acts", "fold", "walks", "scope", "state", "control", "duty", "world", "thread", "screen", "change"]
BESIDE_THREAD = ("control", "duty", "world")
for number, room in enumerate(QUERY_ROOMS):
    LAYERS[f"core/query/{room}"] = ["=", *QUERY_BELOW] + [
        f"core/query/{seen}/" for seen in QUERY_ROOMS[:number] if room != "thread" or seen not in BESIDE_THREAD]
    if number >= QUERY_ROOMS.index("scope"):
        LAYERS[f"core/query/{room}"].append("core/query/context.h")

# The façade, and what of core stands beside it for programs.
FACADE = ["core/base/", "core/model/", "core/decree.h", "core/record.h", "core/codec/event_codec.h"]
REPORTS = ["core/backup/backup.h", "core/backup/restore.h"]
AUDIT = ["core/proof/audited_store.h", "core/proof/proven_answer.h", "core/audit/", "core/merkle/"]
# What the rooms of tools show of themselves; the rest of their headers is for their own files.
PUBLIC_JSON = [f"tools/json/{name}.h" for name in ("answers", "audit", "laid_out", "recheck", "reports")]
PUBLIC_TEXT = [f"tools/text/{name}.h" for name in ("answers", "page", "progress", "recheck", "records",
                                                   "reports", "rows", "terminal")]
LAYERS |= {  # from the bottom up; a room without an entry sees what programs see
    "tools": ["=", *FACADE],
    "tools/words": ["=", *FACADE],
    "tools/json": ["=", *FACADE, *REPORTS, *AUDIT, "core/codec/json_writer.h", "core/codec/json_difference.h",
                   "tools/words/"],
    "tools/text": ["=", *FACADE, *REPORTS, "tools/words/"],
    "tools/picture": ["=", *FACADE, "tools/words/"],
    "tools/input": ["=", *FACADE],
    "tools/cli": ["tools/cli/*", *FACADE, *REPORTS, *AUDIT, "core/codec/json_difference.h", "core/codec/record_line.h",
                  "core/append/restore_lines.h", "tools/words/", *PUBLIC_JSON, *PUBLIC_TEXT, "tools/guide/", "tools/input/",
                  "tools/picture/svg_picture.h"],
    "tools/verify": ["=", "tools/cli/*"],
}
for verbs in ("tools/cli/verbs", "tools/cli/audit_verbs"):
    LAYERS[verbs] = ["=", *LAYERS["tools/cli"]]

# Libraries that only one place may know.
LIBRARIES = {
    re.compile(r"^(capnp|kj)/"): ["core/codec/"],
    re.compile(r"\.capnp\.h$"): ["core/codec/"],
    re.compile(r"^simdjson"): ["core/codec/"],
    re.compile(r"^rocksdb/"): ["core/store/"],
    re.compile(r"^utf8proc\.h$"): ["core/names/"],
    re.compile(r"^CLI/"): ["tools/cli/command_line.cc"],
    re.compile(r"^csv\.h$"): ["tools/input/csv_reader.cc"],
}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def layer_of(folder):
    """The rules for the files of `folder`; None where everything goes (tests, bench)."""
    while folder:
        if folder in LAYERS:
            return LAYERS[folder]
        folder = folder.rpartition("/")[0]
    return None


def is_allowed(included, folder, layer):
    parent = included.rpartition("/")[0]
    for entry in layer:
        entry = folder + "/" if entry == "=" else entry
        if entry.endswith("/*"):
            if parent == entry[:-2]:
                return True
        elif entry.endswith("/"):
            if included.startswith(entry):
                return True
        elif included == entry:
            return True
    return False


def include_violations(path, text):
    folder = path.rpartition("/")[0]
    layer = layer_of(folder)
    if layer is None:
        return
    for number, line in enumerate(text.splitlines(), start=1):
        match = INCLUDE.match(line)
        if not match:
            continue
        quoted, included = match.group(1) == '"', match.group(2)
        for pattern, owners in LIBRARIES.items():
            if pattern.search(included) and not any(path.startswith(owner) for owner in owners):
                yield f"{path}:{number}: only {' and '.join(owners)} may include {included}"
                break
        else:
            if quoted and re.match(r"(core|tools|schema|tests|bench)/", included):
                if not is_allowed(included, folder, layer):
                    yield f"{path}:{number}: {folder} may not see {included}"
            elif quoted and "/" not in included:
                yield f"{path}:{number}: write the whole path of {included}, from the root"


def files_below(root):
    for top in CHECKED_FOLDERS:
        for path in sorted((root / top).rglob("*")):
            relative = path.relative_to(root)
            if not SKIPPED_FOLDERS & set(relative.parts):
                yield path, relative.as_posix()


def violations(root):
    for path, relative in files_below(root):
        if path.name.split(".")[0].lower() in BAG_NAMES:
            yield f"{relative}: a bag for anything; name it by what it holds"
        if not path.is_file():
            continue
        is_script = path.suffix == "" and path.read_bytes()[:2] == b"#!"
        if path.suffix not in SIZED_SUFFIXES and not is_script:
            continue
        text = path.read_text(encoding="utf-8")
        lines = len(text.splitlines())
        if lines > LINES_MAX:
            yield f"{relative}: {lines} lines; split it (at most {LINES_MAX})"
        if path.suffix in SOURCE_SUFFIXES:
            yield from include_violations(relative, text)


# A file, its text, and a part of what must be said of it ("" when it is sound).
PLANTED = [
    ("core/base/clock.h", '#include "core/model/event.h"\n', "may not see core/model/event.h"),
    ("core/model/event.h", '#include "core/codec/event_codec.h"\n', "may not see core/codec"),
    ("core/model/zone.cc", '#include <capnp/message.h>\n', "only core/codec/ may include capnp"),
    ("core/codec/good.cc", '#include <capnp/message.h>\n#include "core/model/event.h"\n', ""),
    ("core/merkle/proof.h", '#include "core/store/x.h"\n', "may not see core/store/x.h"),
    ("core/store/slot.cc", '#include "core/log/event_log.h"\n', "may not see core/log/event_log.h"),
    ("core/log/committer.cc", '#include "core/model/event.h"\n', "may not see core/model/event.h"),
    ("core/log/reader.cc", '#include <rocksdb/db.h>\n', "only core/store/ may include rocksdb"),
    ("core/projections/a.cc", '#include "core/query/context.h"\n', "may not see core/query"),
    ("core/query/acts/a.cc", '#include "core/query/state/resolve.h"\n', "may not see core/query/state"),
    ("core/query/thread/a.cc", '#include "core/query/duty/duty_stack.h"\n', "may not see core/query/duty"),
    ("core/query/screen/a.cc", '#include "core/query/change/axis_instants.h"\n', "may not see core/query/change"),
    ("core/query/change/a.cc", '#include "core/query/screen/screen_one.h"\n#include "core/query/context.h"\n', ""),
    ("core/query/answers/a.h", '#include "core/query/context.h"\n', "may not see core/query/context.h"),
    ("core/append/a.cc", '#include "core/decree.h"\n', "may not see core/decree.h"),
    ("core/record/a.cc", '#include "core/decree.h"\n', "may not see core/decree.h"),
    ("core/proof/a.cc", '#include "core/record.h"\n#include "core/decree.h"\n', "may not see core/decree.h"),
    ("core/query/state/as_of.cc", '#include "core/log/committer.h"\n', "may not see core/log/committer.h"),
    ("core/audit/fold.cc", '#include "core/query/state/resolve.h"\n', "may not see core/query"),
    ("core/audit/store.cc", '#include "core/log/committer.h"\n', "may not see core/log/committer.h"),
    ("core/merkle/note.cc", '#include "core/audit/bundle.h"\n', "may not see core/audit"),
    ("core/decree.cc", '#include "core/log/event_log.h"\n', ""),
    ("tools/cli/a.cc", '#include "core/query/state/resolve.h"\n', "may not see core/query"),
    ("tools/cli/b.cc", '#include "core/decree.h"\n#include "tools/cli/a.h"\n', ""),
    ("tools/new_room/a.cc", '#include "tools/words/words.h"\n', "may not see tools/words"),
    ("tools/words/a.cc", '#include "tools/text/terminal.h"\n', "may not see tools/text"),
    ("tools/json/a.cc", '#include "tools/text/terminal.h"\n', "may not see tools/text"),
    ("tools/json/b.cc", '#include "tools/cli/session.h"\n', "may not see tools/cli"),
    ("tools/json/c.cc", '#include "core/codec/json_writer.h"\n#include "tools/words/words.h"\n', ""),
    ("tools/text/a.cc", '#include "tools/json/answers.h"\n', "may not see tools/json"),
    ("tools/text/b.cc", '#include "tools/cli/exit_status.h"\n', "may not see tools/cli"),
    ("tools/picture/a.cc", '#include "tools/text/rows.h"\n', "may not see tools/text"),
    ("tools/input/a.cc", '#include "tools/cli/exit_status.h"\n', "may not see tools/cli"),
    ("tools/input/b.cc", '#include "tools/text/rows.h"\n', "may not see tools/text"),
    ("tools/cli/e.cc", '#include "tools/cli/verbs/screen_file.h"\n', "may not see tools/cli/verbs"),
    ("tools/cli/f.cc", '#include "tools/json/parts.h"\n', "may not see tools/json/parts.h"),
    ("tools/cli/g.cc", '#include "core/codec/json_writer.h"\n', "may not see core/codec"),
    ("tools/cli/verbs/a.cc", '#include "tools/cli/audit_verbs/audit_input.h"\n', "may not see tools/cli/audit_verbs"),
    ("tools/cli/verbs/b.cc", '#include "tools/cli/session.h"\n#include "tools/text/rows.h"\n', ""),
    ("tools/verify/a.cc", '#include "tools/cli/verbs/screen_file.h"\n', "may not see tools/cli/verbs"),
    ("tools/cli/c.cc", '#include <CLI/CLI.hpp>\n', "only tools/cli/command_line.cc"),
    ("tools/cli/d.cc", '#include "a.h"\n', "write the whole path of a.h"),
    ("tests/unit/e.cc", '#include "core/log/committer.h"\n', ""),
    ("core/model/utils.h", "", "a bag for anything"),
    ("tests/common/f.py", "", "a bag for anything"),
    ("bench/long.py", "#\n" * (LINES_MAX + 1), "split it"),
]


def self_test():
    failures = []
    with tempfile.TemporaryDirectory(prefix="include-rules-") as scratch:
        root = pathlib.Path(scratch)
        for name, text, _ in PLANTED:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        found = list(violations(root))
    for name, _, part in PLANTED:
        said = [line for line in found if line.startswith((name + ":", name.rpartition("/")[0] + ": "))]
        if bool(part) != any(part in line for line in said):
            failures.append(f"{name}: want {part or 'nothing'!r}, found {said}")
    return failures


def rooms_below(folder):
    """The rooms that files of `folder` may see something of; not those that it lies in."""
    entries = [entry for entry in LAYERS[folder] if entry != "="]
    whole = [entry for entry in entries if entry.endswith("/")]
    parents = {entry.removesuffix("/*") if entry.endswith("/*") else entry.rpartition("/")[0]
               for entry in entries if not entry.endswith("/")}
    return {room for room in LAYERS if room != folder and not folder.startswith(room + "/") and
            (room in parents or any((room + "/").startswith(entry) for entry in whole))}


def levels():
    """Each room with how many lie below it, one on the other. Raises where two see each other."""
    known = {}

    def level(folder, above=()):
        if folder in above:
            raise ValueError(f"{folder} sees itself through {' and '.join(above)}")
        if folder not in known:
            known[folder] = 1 + max((level(room, (*above, folder)) for room in rooms_below(folder)), default=0)
        return known[folder]

    for folder in LAYERS:
        level(folder)
    return known


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    found = self_test() if sys.argv[1] == "--self-test" else list(violations(pathlib.Path(sys.argv[1])))
    heights = levels()
    print("The rooms, top to bottom:")
    for height in sorted(set(heights.values()), reverse=True):
        print(f"  {', '.join(room for room in LAYERS if heights[room] == height)}")
    for line in found:
        print(line)
    print(f"{len(found)} violations")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
