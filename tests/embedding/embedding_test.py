"""Installs the library into the build tree, builds the example against what was installed, and runs it."""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "tools" / "example"
BUILD = pathlib.Path(os.environ["DECREE_BUILD"])
CMAKE = os.environ["DECREE_CMAKE"]
TIMEOUT_S = 500
ANSWER = """us/a applies on 2025-04-01: no
  suspended from 2025-03-10 through 2025-06-30 (a-2); returns then unless extended
"""


def run(*command, **options):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=TIMEOUT_S,
                          check=False, **options)
    return done.returncode, done.stdout + done.stderr


class EmbeddingTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.work = BUILD / "embedding"
        cls.prefix = cls.work / "prefix"
        shutil.rmtree(cls.work, ignore_errors=True)
        status, said = run(CMAKE, "--install", BUILD, "--prefix", cls.prefix)
        assert status == 0, said

    def configure(self, source, build, *more):
        return run(CMAKE, "-S", source, "-B", build, "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={self.prefix}",
                   f"-DCMAKE_CXX_COMPILER={os.environ['DECREE_CXX']}",
                   f"-DCMAKE_C_COMPILER={os.environ['DECREE_CC']}",
                   f"-DCMAKE_CXX_FLAGS={os.environ['DECREE_CXX_FLAGS']}", *more)

    def test_the_example_is_built_and_answers(self):
        build = self.work / "build"
        for status, said in (self.configure(EXAMPLE, build), run(CMAKE, "--build", build)):
            self.assertEqual(status, 0, said)
        with tempfile.TemporaryDirectory(prefix="decree-example-") as scratch:
            for _ in range(2):  # the second time both events are repeats
                status, said = run(build / "example", f"{scratch}/store")
                self.assertEqual((status, said), (0, ANSWER))

    def test_a_project_without_c_is_told(self):
        with tempfile.TemporaryDirectory(prefix="decree-no-c-") as scratch:
            folder = pathlib.Path(scratch)
            (folder / "CMakeLists.txt").write_text(
                "cmake_minimum_required(VERSION 3.25)\nproject(x LANGUAGES CXX)\nfind_package(Decree REQUIRED)\n",
                encoding="utf-8")
            status, said = self.configure(folder, folder / "build")
            self.assertNotEqual(status, 0)
            self.assertIn("project(NAME LANGUAGES C CXX)", said)

    def test_the_binary_is_installed(self):
        status, said = run(self.prefix / "bin" / "decree", "--version")
        self.assertEqual((status, said), (0, "decree 0.1.0\n"))

    def test_only_what_belongs_is_installed(self):
        headers = sorted(p.relative_to(self.prefix / "include").as_posix()
                         for p in (self.prefix / "include").rglob("*") if p.is_file())
        named = re.findall(r"^    (core/\S+\.h)\)?$", (ROOT / "cmake" / "package.cmake").read_text("utf-8"), re.M)
        self.assertEqual(headers, sorted(named))
        for config in self.prefix.rglob("*.cmake"):
            text = config.read_text("utf-8")
            self.assertNotIn(str(ROOT), text.replace(str(self.prefix), ""), config.name)
            self.assertNotIn("-Werror", text)

    def test_the_readme_shows_a_part_of_the_example(self):
        readme = (ROOT / "README.md").read_text("utf-8")
        section = readme.partition("\n## Embedding\n")[2].partition("\n## ")[0]
        shown = re.findall(r"^```cpp\n(.*?)^```$", section, re.M | re.S)
        self.assertEqual(len(shown), 1)
        self.assertIn(shown[0], (EXAMPLE / "main.cc").read_text("utf-8"))


if __name__ == "__main__":
    unittest.main()
