"""The commands that README and manuals show, run as shown, print what is shown there."""

import os
import pathlib
import re
import shutil
import subprocess
import unittest

from decree_process import BINARY, ROOT, TIMEOUT_S, StoreTest

TIMELINE = "decree append tools/timelines/us-china.jsonl"


def shown_commands(page):
    """(command, lines shown below it) of each command of the page, in order. "..." stands for lines left out."""
    commands = []
    for block in re.findall(r"^```\n(.*?)^```$", (ROOT / page).read_text("utf-8"), re.M | re.S):
        if not block.startswith("$ "):
            continue
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            lines = part.splitlines()
            command = [lines.pop(0)]
            while command[-1].endswith("\\"):
                command.append(lines.pop(0))
            commands.append(("\n".join(command), [line for line in lines if line.strip()]))
    return commands


def is_shown(shown, printed):
    """Whether the lines are printed in this order, with nothing between but where "..." stands; "…" ends a word
    of which anything may be printed."""
    pattern = ""
    for line in shown:
        if line == "...":
            pattern += r"(?:.*\n)*?"
        else:
            words = re.split(r"\S*…", line)
            pattern += r"\S+".join(re.escape(word) for word in words) + r"\n"
    lines = [line for line in printed.splitlines() if line.strip()]
    return re.fullmatch(pattern, "".join(line + "\n" for line in lines)) is not None


class ReadmeTest(StoreTest):
    def run_page(self, page, before=()):
        shutil.copytree(ROOT / "tools" / "timelines", self.folder / "tools" / "timelines")
        bin_folder = str(pathlib.Path(BINARY).parent)
        environment = self.environment(PATH=bin_folder + os.pathsep + os.environ["PATH"])
        for command, shown in [(command, []) for command in before] + shown_commands(page):
            if command.startswith("export "):
                continue  # where the binary and the store are is said by the environment
            with self.subTest(page=page, command=command):
                if command.startswith("cat "):
                    (self.folder / command[4:]).write_text("\n".join(shown) + "\n", "utf-8")
                    continue
                done = subprocess.run(["bash", "-c", command], cwd=self.folder, env=environment, capture_output=True,
                                      text=True, timeout=TIMEOUT_S, check=False)
                self.assertEqual(done.returncode, 0, done.stdout[-2000:] + done.stderr)
                if shown:
                    self.assertTrue(is_shown(shown, done.stdout), done.stdout + done.stderr)

    def test_the_readme(self):
        self.assertGreater(len(shown_commands("README.md")), 5)
        self.assertLessEqual((ROOT / "README.md").read_text("utf-8").count("\n"), 150)
        self.run_page("README.md")

    def test_the_manual_of_the_command_line(self):
        self.assertGreater(len(shown_commands("tools/README.md")), 8)
        self.run_page("tools/README.md", [TIMELINE])

    def test_the_manual_of_backups(self):
        self.run_page("core/backup/README.md", [TIMELINE])

    def test_the_manual_of_audits(self):
        self.assertGreater(len(shown_commands("core/audit/README.md")), 8)
        self.run_page("core/audit/README.md", [TIMELINE])

    def test_what_is_not_printed_is_not_taken_as_shown(self):
        self.assertTrue(is_shown(["a", "...", "c"], "a\n\nb\nc\n"))
        self.assertFalse(is_shown(["a", "c"], "a\nb\nc\n"))
        self.assertFalse(is_shown(["a", "..."], "b\n"))


if __name__ == "__main__":
    unittest.main()
