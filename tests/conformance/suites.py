"""Each conformance file's cases put to the engine: what a case is, and what it fails by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from tintype.engine.text.bidi import base_level, levels, visual_order
from tintype.engine.text.linebreak import break_points
from tintype.engine.text.unicode import bidi_class, grapheme_starts, line_class

# A character of each bidirectional class, for BidiTest.txt, whose cases are written in classes.
_OF_CLASS: Final = {
    "L": "a", "R": "\u05d0", "AL": "\u0627", "EN": "0", "ES": "+", "ET": "#", "AN": "\u0660", "CS": ",", "BN": "\u00ad",
    "NSM": "\u0300", "B": "\u2029", "S": "\t", "WS": " ", "ON": "!", "LRE": "\u202a", "RLE": "\u202b", "PDF": "\u202c",
    "LRO": "\u202d", "RLO": "\u202e", "LRI": "\u2066", "RLI": "\u2067", "FSI": "\u2068", "PDI": "\u2069",
}  # fmt: skip


class Failure(NamedTuple):
    """A case that fails: the line of the file, and what stands where the answer first differs."""

    case: str
    kind: str


class Result(NamedTuple):
    """How many questions a file's cases ask, and those that are answered otherwise."""

    asked: int
    failures: tuple[Failure, ...]

    @property
    def kinds(self) -> Counter[str]:
        return Counter(failure.kind for failure in self.failures)


def run(name: str, cases: Iterable[str]) -> Result:
    """The cases of the file `name`; BidiTest's count once for each paragraph direction that they are about."""
    asked, failures = 0, []
    for case in cases:
        for kind in _SUITES[name](case):
            asked += 1
            if kind:
                failures.append(Failure(case, kind))
    return Result(asked, tuple(failures))


def _breaks(line: str) -> tuple[str, set[int]]:
    """The text of a line such as ``÷ 0020 × 0308 ÷``, and where it is divided."""
    text, marks = "", []
    for word in line.split():
        if word in {"÷", "×"}:
            marks.append(word == "÷")
        else:
            text += chr(int(word, 16))
    return text, {index for index, divided in enumerate(marks) if divided}


def _grapheme_case(line: str) -> list[str]:
    text, expected = _breaks(line)
    found = set(grapheme_starts(text))
    return [_where(text, found, expected, lambda character: f"{ord(character):04X}")]


def _line_case(line: str) -> list[str]:
    text, expected = _breaks(line)
    return [_where(text, break_points(text), expected - {len(text)}, line_class)]


def _where(text: str, found: set[int], expected: set[int], name: Callable[[str], str]) -> str:
    """What stands on both sides of the first place where `found` differs; "" where it doesn't."""
    if found == expected:
        return ""
    index = min(found ^ expected)
    sides = [name(text[at]) if 0 <= at < len(text) else "end" for at in (index - 1, index)]
    return f" {'×' if index in found else '÷'} ".join(sides)


def _character_case(line: str) -> list[str]:
    points, direction, paragraph, wanted, order = line.split(";")
    text = "".join(chr(int(point, 16)) for point in points.split())
    base = base_level(text) if direction == "2" else int(direction)
    if base != int(paragraph):
        return ["P2, P3"]
    return [_levels(text, base, wanted, order)]


def _class_case(line: str) -> list[str]:
    wanted, order, classes, directions = line.split(";")
    text = "".join(_OF_CLASS[name] for name in classes.split())
    bases = [(1, base_level(text)), (2, 0), (4, 1)]  # the bits of the field: by the text, left to right, right to left
    return [_levels(text, base, wanted, order) for bit, base in bases if int(directions, 16) & bit]


def _levels(text: str, base: int, wanted: str, order: str) -> str:
    """The class of the first character whose level is another, "order" where only the order is; "" where none is."""
    found = levels(text, base)
    kept = [index for index, level in enumerate(wanted.split()) if level != "x"]
    for index, level in zip(kept, (level for level in wanted.split() if level != "x"), strict=True):
        if found[index] != int(level):
            return bidi_class(text[index])
    shown = [kept[place] for place in visual_order([found[index] for index in kept])]
    return "" if shown == list(map(int, order.split())) else "order"


_SUITES: Final[dict[str, Callable[[str], list[str]]]] = {
    "GraphemeBreakTest": _grapheme_case,
    "LineBreakTest": _line_case,
    "BidiCharacterTest": _character_case,
    "BidiTest": _class_case,
}
