"""The picture of a thread: well-formed, whole, the same every time, and no word lying on another."""

import os
import re
import unittest
import xml.etree.ElementTree as ET

from decree_process import TIMELINE, StoreTest, event

SVG = "{http://www.w3.org/2000/svg}"
THREAD = "us-cn-2025"
BYTES_MAX = 2 << 20
FONT_PX = {"number": 9, "small": 10, "note": 10, "days": 10, "large": 13, "headline": 19}
MARK_HALF_WIDTH, MARK_HALF_HEIGHT = 8, 7


def width_of(text, size):
    """A narrow estimate, made here and not by the program's table."""
    return sum(0.3 if c in "iljtf.,:;'|! " else 0.5 for c in text) * size


def act(name, kind, **fields):
    """A later event of the measure of event `a`, in thread `t`."""
    made = {"id": name, "kind": kind, "measure": "test/a", "actor": {"jurisdiction": "US"},
            "stated": "2025-02-02", "threads": ["t"]}
    return made | fields


class Drawn:
    """The parts of a picture that the tests look at."""

    def __init__(self, svg):
        self.root = ET.fromstring(svg)
        self.moves = [g for g in self.root.iter(SVG + "g") if g.get("class") == "move"]
        self.texts = [t.text or "" for t in self.root.iter(SVG + "text")]

    def boxes(self):
        """(what, left, top, right, bottom) of every text and of every mark of the chart."""
        found = []
        for text in self.root.iter(SVG + "text"):
            classes = text.get("class").split()
            if "number" in classes:
                continue
            size = FONT_PX.get(classes[0], 11)
            x, y, width = float(text.get("x")), float(text.get("y")), width_of(text.text or "", size)
            x -= {"middle": width / 2, "end": width}.get(text.get("text-anchor"), 0)
            found.append((text.text, x, y - size * 0.75, x + width, y + size * 0.15))
        for move in self.moves:
            number = next(move.iter(SVG + "text"))
            x, y = float(number.get("x")), float(number.get("y")) - 3
            found.append((f"mark {number.text}", x - MARK_HALF_WIDTH, y - MARK_HALF_HEIGHT,
                          x + MARK_HALF_WIDTH, y + MARK_HALF_HEIGHT))
        return found

    def overlaps(self):
        boxes = self.boxes()
        return [(a[0], b[0]) for i, a in enumerate(boxes) for b in boxes[i + 1:]
                if a[1] < b[3] and b[1] < a[3] and a[2] < b[4] and b[2] < a[4]]


class PictureTest(StoreTest):
    def draw(self, *args):
        return self.run_decree("timeline", *args, "--svg", "-").stdout

    def test_every_move_of_the_timeline_is_drawn_and_no_word_lies_on_another(self):
        self.run_decree("append", TIMELINE)
        views = ([THREAD], ["us-cn-2018"], ["us-ieepa-litigation"], [],
                 [THREAD, "--from", "2025-10-09", "--to", "2025-10-12"],
                 [THREAD, "--known-by", "2025-10-23", "--floor", "reported"])
        for view in views:
            with self.subTest(view=view):
                drawn = Drawn(self.draw(*view))
                moves = self.answer("timeline", *view)["moves"]
                self.assertEqual([(m.get("data-move"), m.get("data-id")) for m in drawn.moves],
                                 [(str(m["n"]), m["id"]) for m in moves])
                self.assertEqual(drawn.overlaps(), [])

    def test_the_picture_tells_what_it_is(self):
        self.run_decree("append", TIMELINE)
        drawn = Drawn(self.draw(THREAD, "--known-by", "2025-10-23"))
        self.assertEqual(drawn.root.get("role"), "img")
        named = [drawn.root.find(f".//*[@id='{name}']") for name in drawn.root.get("aria-labelledby").split()]
        self.assertEqual([n.tag for n in named], [SVG + "title", SVG + "desc"])
        self.assertIn(THREAD, named[0].text)
        words = " ".join(drawn.texts)
        for part in (THREAD, "known by 2025-10-23", "position 124", "escalation", "suspended", "Sources:"):
            self.assertIn(part, words)
        style = drawn.root.find(SVG + "style").text
        self.assertIn("prefers-color-scheme:dark", style)
        used = set(re.findall(r"var\((--\w+)\)", style))
        self.assertEqual(used - set(re.findall(r"(--\w+):", style)), set())
        for move in drawn.moves:
            self.assertTrue(move.find(SVG + "title").text)

    def test_it_is_the_same_every_time(self):
        self.run_decree("append", TIMELINE)
        first = self.draw(THREAD)
        self.assertEqual(first, self.draw(THREAD))
        said = self.run_decree("timeline", THREAD, "--svg", "thread.svg").stdout
        self.assertEqual(said, "wrote thread.svg: 94 moves, 31 measures\n")
        self.assertEqual((self.folder / "thread.svg").read_text(encoding="utf-8"), first)

    def test_a_bar_follows_the_law(self):
        self.append([event("a", threads=["t"]),
                     act("b", "suspended", stated="2025-03-10",
                         effective={"from": "2025-04-01", "to": "2025-05-01"}),
                     act("c", "revoked", stated="2025-05-20", effective={"from": "2025-06"})])
        drawn = Drawn(self.draw("t"))
        bar = [(g[1].get("class"), g[0].text.split(": ")[0]) for g in drawn.root.iter(SVG + "g")
               if g.get("class") == "stretch"]
        self.assertEqual(bar, [("pending", "test/a, 2025-02-01 to 2025-03-01"),
                               ("force", "test/a, 2025-03-01 to 2025-04-01"),
                               ("suspended", "test/a, 2025-04-01 to 2025-05-01"),
                               ("force", "test/a, 2025-05-01 to 2025-06-01"),
                               ("undetermined", "test/a, 2025-06-01 to 2025-06-30"),
                               ("ended", "test/a, 2025-06-30 to later")])

    def test_hostile_text_stays_text(self):
        title = "</text><script>alert('x')</script> & \"q\" ]]> \u0001\u001b[31m \u202e \ufffe 漢字 𝄞"
        self.append([event("a", title=title, threads=["t"]),
                     act("b", "statement", title=title * 40, links=[{"rel": "respondsTo", "id": "a"}])])
        svg = self.draw("t")
        drawn = Drawn(svg)
        self.assertEqual({e.tag.removeprefix(SVG) for e in drawn.root.iter()} & {"script", "a", "image"}, set())
        self.assertNotRegex(svg, "[\x00-\x09\x0b-\x1f\x7f\u202e\ufffe]")
        self.assertTrue(any("<script>" in t for t in drawn.texts))
        self.assertEqual(drawn.overlaps(), [])

    def test_too_many_moves_are_refused_and_the_size_is_bounded(self):
        crowd = [event(f"e{i:03}", threads=["t"], stated=f"2025-{1 + i // 28:02}-{1 + i % 28:02}",
                       title="Long words " * 300, measure=f"test/m{i % 100}") for i in range(301)]
        self.append(crowd)
        refused = self.run_decree("timeline", "t", "--svg", "x.svg", exit_status=2)
        self.assertRegex(refused.stderr, "301 moves.*at most 300.*--from and --to")
        self.assertFalse((self.folder / "x.svg").exists())
        svg = self.draw("t", "--to", "2025-11-20")
        self.assertEqual(len(Drawn(svg).moves), 300)
        self.assertLess(len(svg.encode("utf-8")), BYTES_MAX)
        nothing = self.run_decree("timeline", "t", "--to", "2020", "--svg", "-", exit_status=2)
        self.assertIn("no move", nothing.stderr)

    def test_a_file_that_cannot_be_written_is_named_and_left_alone(self):
        self.append([event("a", threads=["t"])])
        (self.folder / "taken").mkdir()
        for path in ("missing/x.svg", "taken", "/dev/null"):
            with self.subTest(path=path):
                said = self.run_decree("timeline", "t", "--svg", path, exit_status=2).stderr
                self.assertIn(f'--svg: cannot write "{path}"', said)
        kept = self.write("kept.svg", "as it was")
        (self.folder / "link.svg").symlink_to(kept)
        self.run_decree("timeline", "t", "--svg", "link.svg")
        self.assertTrue((self.folder / "link.svg").is_symlink())
        self.assertTrue(kept.read_text(encoding="utf-8").startswith("<?xml"))
        self.assertEqual([n for n in os.listdir(self.folder) if n.endswith(".tmp")], [])
        both = self.run_decree("timeline", "t", "--svg", "-", "--json", exit_status=2)
        self.assertIn("--svg", both.stderr)


if __name__ == "__main__":
    unittest.main()
