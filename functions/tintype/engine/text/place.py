"""Fitted lines given their places in the box: baselines, runs from left to right, bars behind and beside them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from tintype.engine.plate import Box
from tintype.engine.scene import Bar, Run
from tintype.engine.text.bidi import visual_order
from tintype.engine.text.fit import Limits, Line
from tintype.engine.text.font_protocol import Typesetter
from tintype.engine.text.pieces import Fragment, Style
from tintype.engine.text.unicode import graphemes_of

_DOWN = {"middle": 0.5, "bottom": 1.0}
_ACROSS = {"center": 0.5, "right": 1.0}


class Placed:
    """Lines placed in a box: the runs, the decorations, and each line's extent."""

    def __init__(self, typesetter: Typesetter, face: str, box: Box, size: float, limits: Limits) -> None:
        self.typesetter, self.face, self.box, self.size, self.limits = typesetter, face, box, size, limits
        self.lines: list[tuple[float, tuple[Run, ...]]] = []
        self.extents: list[Box] = []
        self.bars: list[Bar] = []

    def place(self, lines: Sequence[Line], alignment: str) -> None:
        """Put every line where `alignment` (``middle justify-left``, for example) says."""
        words = alignment.split()
        across = next((word for word in words if word not in {"top", "middle", "bottom"}), "left")
        justify, across = across.startswith("justify"), across.removeprefix("justify").lstrip("-") or "left"
        heights = [line.scale() * self.limits.line_height * self.size for line in lines]
        spare = self.box.height - sum(heights)
        top = self.box.y + spare * next((_DOWN[word] for word in words if word in _DOWN), 0.0)
        for line, height in zip(lines, heights, strict=True):
            self._line(line, top, height, _ACROSS.get(across, 0.0), justify and not line.last)
            top += height

    def _line(self, line: Line, top: float, height: float, across: float, justify: bool) -> None:
        groups = () if line.plain else self._groups(line)
        width, gaps = _plain_extent(line, self.size, self.limits.letter_spacing) if line.plain else _extent(groups)
        spare = self.box.width - width
        word_spacing = spare / gaps if justify and gaps and spare > 0 else 0.0
        width += word_spacing * gaps
        x = self.box.x + (0.0 if word_spacing else max(spare, 0.0) * across)  # too wide: from the edge, as CSS does
        ascent, descent = self.typesetter.line(self.face, self.size * line.scale())
        baseline = top + math.floor((height - ascent - descent) / 2) + ascent
        if line.plain:
            runs = self._plain(line, x, width, baseline, word_spacing)
        else:
            runs = self._ordered(groups, x, baseline, word_spacing)
        self.lines.append((baseline, runs))
        self.extents.append(Box(x, top, width, height))

    def _plain(self, line: Line, x: float, width: float, baseline: float, word_spacing: float) -> tuple[Run, ...]:
        text = "".join([fragment[0] for piece in line.pieces for part in (piece[0], piece[3]) for fragment in part])
        text = text.rstrip(" ")
        if not text:
            return ()
        style = line.pieces[0].fragments[0].style
        spacing = self.limits.letter_spacing
        run = Run(text, style.face, self.size * style.scale, x, width, False, spacing, word_spacing, style.fill)
        self._decorate(style, run, baseline)
        return (run,)

    def _groups(self, line: Line) -> list[_Group]:
        """The line's fragments from left to right, joined where they are drawn as one, and measured as that."""
        fragments = [fragment for piece in line.pieces[:-1] for fragment in (*piece.fragments, *piece.tail)]
        fragments += [fragment for piece in line.pieces[-1:] for fragment in piece.fragments]
        return [self._measured(group) for group in _visual(fragments)]

    def _measured(self, group: Sequence[Fragment]) -> _Group:
        text = "".join([fragment.text for fragment in group])
        face, style, rtl = group[0].face, group[0].style, bool(group[0].level & 1)
        letters = sum(fragment.letters for fragment in group)
        spacing = self.limits.letter_spacing if letters else 0.0
        words = text.split(" ")
        if spacing:
            advances = self.typesetter.spaced_advances(face, [graphemes_of(word) for word in words], rtl)
        else:
            advances = self.typesetter.advances(face, words, rtl)
        gaps = self.typesetter.gaps(face, words)[:-1] if len(words) > 1 else ()
        width = (sum(advances) + sum(gaps)) * style.scale + group[-1].kern
        return _Group(text, face, style, rtl, width * self.size + letters * spacing, spacing)

    def _ordered(self, groups: Sequence[_Group], x: float, baseline: float, word_spacing: float) -> tuple[Run, ...]:
        """The groups as runs, one beside the other."""
        runs: list[Run] = []
        for text, face, style, rtl, own, spacing in groups:
            width = own + text.count(" ") * word_spacing
            run = Run(text, face, self.size * style.scale, x, width, rtl, spacing, word_spacing, style.fill)
            runs.append(run)
            self._decorate(style, run, baseline)
            x += width
        return tuple(runs)

    def _decorate(self, style: Style, run: Run, baseline: float) -> None:
        """Underline and strike-out where Chromium draws them: on whole pixels, a tenth of the size thick."""
        exact = max(1.0, run.size / 10)
        thickness = math.floor(exact)
        if style.underline:
            top = math.floor(baseline + 0.5) + max(1, math.ceil(exact / 2))
            self.bars.append(Bar(Box(run.x, top, run.width, thickness), style.fill, parted=True))
        if style.strike:
            ascent, _ = self.typesetter.line(style.face, run.size)
            top = math.floor(baseline - ascent / 3 - exact / 2 + 0.5)
            self.bars.append(Bar(Box(run.x, top, run.width, thickness), style.fill))


class _Group(NamedTuple):
    """What is drawn as one run: its text in one face, style and direction, its width and letter spacing in pixels."""

    text: str
    face: str
    style: Style
    rtl: bool
    width: float
    spacing: float


def _plain_extent(line: Line, size: float, spacing: float) -> tuple[float, int]:
    """The width in pixels of a line of one style, and its spaces; what stands after the last word vanishes."""
    ems, letters, gaps = 0.0, 0, 0
    for _, width, count, _, space, spaces, _ in line.pieces:
        ems += width + space
        letters += count
        gaps += spaces
    if line.pieces:
        ems -= line.pieces[-1].space
        gaps -= line.pieces[-1].spaces
    return ems * size + (letters + gaps) * spacing, gaps


def _extent(groups: Sequence[_Group]) -> tuple[float, int]:
    """The width in pixels of a line, and its spaces."""
    return sum(group.width for group in groups), sum(group.text.count(" ") for group in groups)


def _visual(fragments: Sequence[Fragment]) -> list[list[Fragment]]:
    """Groups from left to right: neighbours of one face, style and level are one, in logical order inside."""
    groups: list[list[Fragment]] = []
    for fragment in fragments:
        if groups and groups[-1][0][1:4] == fragment[1:4] and bool(groups[-1][0].letters) == bool(fragment.letters):
            groups[-1].append(fragment)
        else:
            groups.append([fragment])
    order = visual_order([group[0].level for group in groups])
    return [groups[index] for index in order]
