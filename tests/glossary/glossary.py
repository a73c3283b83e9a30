"""Holds core/GLOSSARY.md against the names in core and tools.

- A type or a file that the glossary names in backticks exists.
- A word that its section "Words given up" lists is in the name of no type and no header.
- No two types that headers declare in a namespace have one name.
- A file that a comment names exists: by its path from the root, or by its name in the folder of the comment.

Usage: glossary.py SOURCE_ROOT     checks the tree; one line a violation, exit status 1 if any
       glossary.py --self-test     plants one violation of each rule in a scratch tree: all must be found
"""

import pathlib
import re
import sys
import tempfile

GLOSSARY = "core/GLOSSARY.md"
GIVEN_UP = "## Words given up"
FOLDERS = ("core", "tools")
SOURCE_SUFFIXES = {".h", ".cc"}

QUOTED = re.compile(r"`([^`]+)`")
TYPE_NAME = re.compile(r"[A-Z][a-zA-Z0-9]*[a-z][a-zA-Z0-9]*")
FILE_NAME = re.compile(r"(?<![\w/<.])(?:[\w-]+/)*[\w-]+\.(?:h|cc|md|py|capnp)\b(?!\.\w)")
# A definition or an alias; `class X;` declares a type that is defined elsewhere.
DECLARED = re.compile(r"^(\s*)(?:(?:struct|class|enum|enum class) (?:alignas\(\w+\) )?([A-Z]\w*)\b(?! *;|::).*|using ([A-Z]\w*) =.*)$")
COMMENT = re.compile(r'"(?:[^"\\]|\\.)*"|(//.*)')


def declared_types(text):
    """(name, whether it stands in a namespace and not in a type, whether it is an alias) of each type."""
    for line in text.splitlines():
        match = DECLARED.match(line)
        if match:
            yield match.group(2) or match.group(3), match.group(1) == "", match.group(3) is not None


def parts_of(name):
    """The words of a CamelCase or snake_case name, in small letters."""
    return {part.lower() for part in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+", name)}


def words_given_up(glossary):
    section = glossary.partition(GIVEN_UP)[2].partition("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| ")]
    return {word.strip().lower() for row in rows[1:] for word in row.split("|")[1].split(",")}


def glossary_violations(root, glossary, types):
    for number, line in enumerate(glossary.splitlines(), start=1):
        for quoted in QUOTED.findall(line):
            if TYPE_NAME.fullmatch(quoted) and quoted not in types:
                yield f"{GLOSSARY}:{number}: there is no type {quoted}"
            elif FILE_NAME.fullmatch(quoted) and not (root / quoted).is_file():
                yield f"{GLOSSARY}:{number}: there is no file {quoted}"


def name_violations(path, text, given_up):
    for word in sorted(parts_of(path.stem) & given_up):
        yield f"{path}: \"{word}\" was given up; name the file as {GLOSSARY} calls it"
    for name, _, _ in declared_types(text):
        for word in sorted(parts_of(name) & given_up):
            yield f"{path}: \"{word}\" in {name} was given up; use the word of {GLOSSARY}"


def comment_violations(root, path, text):
    for number, line in enumerate(text.splitlines(), start=1):
        for comment in COMMENT.findall(line):
            for name in FILE_NAME.findall(comment):
                if not (root / name).is_file() and not (root / path.parent / name).is_file():
                    yield f"{path}:{number}: there is no file {name}; write its path from the root"


def violations(root):
    sources = {}
    for top in FOLDERS:
        for path in sorted((root / top).rglob("*")):
            if path.suffix in SOURCE_SUFFIXES:
                sources[path.relative_to(root)] = path.read_text(encoding="utf-8")
    glossary = (root / GLOSSARY).read_text(encoding="utf-8")
    given_up = words_given_up(glossary)
    if not given_up:
        yield f"{GLOSSARY}: there is no section \"{GIVEN_UP}\""
    types, defined_in = set(), {}
    for path, text in sources.items():
        if path.suffix == ".h":
            yield from name_violations(path, text, given_up)
            for name, is_public, is_alias in declared_types(text):
                types.add(name)
                if not is_public or is_alias:
                    continue
                other = defined_in.setdefault(name, path)
                if other != path:
                    yield f"{path}: {other} has a type {name} as well"
        yield from comment_violations(root, path, text)
    yield from glossary_violations(root, glossary, types)


SCRATCH_GLOSSARY = f"""# Glossary
| term | meaning |
|---|---|
| filter | `GoodFilter`, in `core/good.h` |
| ghost | `GhostType`, in `core/ghost.h`; a country such as `EU`, a field `respondsTo` |

{GIVEN_UP}

| no longer | now |
|---|---|
| Sight, Book | something else |
"""

# A file, its text, and a part of each thing that must be said of it (none when it is sound).
PLANTED = [
    (GLOSSARY, SCRATCH_GLOSSARY, ["no type GhostType", "no file core/ghost.h"]),
    ("core/good.h", "// Like core/room/other.cc, and tools/a.h. See http://x.org/y.h.\nstruct GoodFilter {\n};\n", []),
    ("core/old.h", "class SightReader {\n  struct SharedBook {\n  };\n};\nclass Sighting {};\nclass Bookkeeper;\n",
     ["\"sight\" in SightReader", "\"book\" in SharedBook"]),
    ("core/screen_book.h", "", ["\"book\" was given up"]),
    ("core/alias.h", "using Sight = int;\n", ["\"sight\" in Sight"]),
    ("core/room/other.cc", '// As same.h does, and core/good.h.\nf("// gone.h");\nstruct GoodFilter {\n};\n', []),
    ("core/room/same.h", "class GoodFilter;\n", []),
    ("core/room/gone.cc", "int x;  // as core/room/gone.h says\n", ["no file core/room/gone.h"]),
    ("core/room/far.cc", "// See good.h.\n", ["no file good.h"]),
    ("tools/a.h", "struct alignas(64) Twice {\n};\n", []),
    ("tools/b.h", "enum class Twice : int {\n};\n", ["has a type Twice as well"]),
    ("tools/c.h", "class Holder {\n  struct Twice {\n  };\n};\n", []),
]


def self_test():
    with tempfile.TemporaryDirectory(prefix="glossary-") as scratch:
        root = pathlib.Path(scratch)
        for name, text, _ in PLANTED:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        found = list(violations(root))
    for name, _, parts in PLANTED:
        said = [line for line in found if line.startswith(name + ":")]
        if len(said) != len(parts) or not all(any(part in line for line in said) for part in parts):
            yield f"{name}: want {parts}, found {said}"


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    found = list(self_test() if sys.argv[1] == "--self-test" else violations(pathlib.Path(sys.argv[1])))
    for line in found:
        print(line)
    print(f"{len(found)} violations")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
