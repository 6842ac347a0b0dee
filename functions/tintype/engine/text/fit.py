"""Lines that fit a box: wrapping, the largest size that fits, balanced lines, truncation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tintype.engine.text.itemize import Setting
from tintype.engine.text.pieces import Paragraph, Piece, Style, Unit, stripped, units_of

_STEP = 0.25  # sizes are searched in quarters of a pixel: finer can't be seen
_SLACK = 0.01  # what rounding may cost, in pixels
ELLIPSIS = "…"


class Limits(NamedTuple):
    """What the lines must keep to: width and height in pixels, the number of lines (0 for any), and the spacing."""

    width: float
    height: float
    max_lines: int
    line_height: float  # over the font size
    letter_spacing: float  # pixels


class Line(NamedTuple):
    """The pieces of one line; `last` in its paragraph, whose base level is `level`."""

    pieces: Sequence[Piece]
    level: int
    last: bool
    plain: bool

    def scale(self) -> float:
        """The largest size in the line over the text's own."""
        if self.plain:
            return self.pieces[0].fragments[0].style.scale if self.pieces else 1.0
        scales = [fragment.style.scale for piece in self.pieces for fragment in (*piece.fragments, *piece.tail)]
        return max(scales, default=1.0)


def ends(pieces: Sequence[Piece], limit: float, spacing: float) -> list[int]:
    """Where each line of pieces stops, greedily; `limit` and the letter `spacing` in ems."""
    found: list[int] = []
    x = last = hyphenated = 0.0
    start = 0
    for index, (_, width, letters, _, space, spaces, hyphen) in enumerate(pieces):
        if spacing:
            right, step = x + width + letters * spacing, width + space + (letters + spaces) * spacing
        else:
            right, step = x + width, width + space
        if right > limit and index > start:
            if hyphenated > limit and index - 1 > start:  # the piece before would fit, but its hyphen doesn't
                found.append(index - 1)
                start, right, x = index - 1, right - x + last, last
            if right > limit:
                found.append(index)
                start, right, x = index, right - x, 0.0
        hyphenated = right + hyphen + spacing if hyphen else 0.0
        last = step
        x += step
    found.append(len(pieces))
    return found


class Fitter:
    """The paragraphs of one text and what they must fit."""

    def __init__(self, setting: Setting, paragraphs: Sequence[Paragraph], limits: Limits) -> None:
        self.setting, self.paragraphs, self.limits = setting, paragraphs, limits
        self.scales = [line.scale() for line in (Line(p.pieces, 0, True, p.plain) for p in paragraphs)]

    def fits(self, size: float) -> bool:
        """True where everything fits at `size` pixels without breaking a word."""
        width, height, max_lines, line_height, letter_spacing = self.limits
        limit, spacing = (width + _SLACK) / size, letter_spacing / size
        lines, total = 0, 0.0
        for paragraph, scale in zip(self.paragraphs, self.scales, strict=True):
            pieces = paragraph.pieces
            if any(piece.width + piece.letters * spacing > limit for piece in pieces):
                return False
            count = len(ends(pieces, limit, spacing))
            lines += count
            total += count * scale * line_height * size
            if total > height + _SLACK or (max_lines and lines > max_lines):
                return False
        return True

    def size(self, largest: float, smallest: float) -> float:
        """The largest size from `smallest` to `largest` that fits, in quarters of a pixel; else `smallest`."""
        smallest = min(max(smallest, 1.0), largest)
        if self.fits(largest):
            return largest
        low, high = int(smallest / _STEP), int(largest / _STEP + 1)
        while high - low > 1:
            middle = (low + high) // 2
            if self.fits(middle * _STEP):
                low = middle
            else:
                high = middle
        return max(smallest, low * _STEP)

    def lines(self, size: float, harmony: bool = False) -> list[Line]:
        """Every line at `size` pixels; a piece wider than the box is broken between graphemes."""
        limit, spacing = (self.limits.width + _SLACK) / size, self.limits.letter_spacing / size
        found: list[Line] = []
        for paragraph in self.paragraphs:
            pieces = self._narrow(paragraph, limit, spacing)
            stops = ends(pieces, limit, spacing)
            if harmony and len(stops) > 1:
                stops = _balanced(pieces, limit, spacing, len(stops))
            start = 0
            for stop in stops:
                line = _hyphenated(self.setting, pieces[start:stop], stop == len(pieces))
                found.append(Line(line, paragraph.level, stop == len(pieces), paragraph.plain))
                start = stop
        return found

    def _narrow(self, paragraph: Paragraph, limit: float, spacing: float) -> Sequence[Piece]:
        if not any(width + letters * spacing > limit for _, width, letters, *_ in paragraph.pieces):
            return paragraph.pieces
        pieces: list[Piece] = []
        for piece in paragraph.pieces:
            wide = piece.width + piece.letters * spacing > limit
            pieces.extend(self.setting.split(piece, limit, spacing) if wide else [piece])
        return pieces

    def room(self, lines: Sequence[Line], size: float) -> int:
        """The number of lines that fit the box's height and max_lines; at least one."""
        height, count = 0.0, 0
        for line in lines:
            height += line.scale() * self.limits.line_height * size
            if height > self.limits.height + _SLACK:
                break
            count += 1
        return max(1, min(count, self.limits.max_lines or count))

    def truncated(self, lines: list[Line], count: int, size: float) -> list[Line]:
        """The first `count` lines, the last of them ending in an ellipsis that falls on a grapheme."""
        limit, spacing = (self.limits.width + _SLACK) / size, self.limits.letter_spacing / size
        kept, line = lines[: count - 1], lines[count - 1]
        fragments = [part for piece in line.pieces for part in (*piece.fragments, *piece.tail)]
        units = units_of(fragments)
        # What follows on the next line may still fill this one, up to the ellipsis.
        if not line.last and count < len(lines):
            following = [part for piece in lines[count].pieces for part in piece.fragments]
            units += units_of(following)
        style = units[-1][2] if units else None
        face = units[-1][1] if units else ""
        mark = [self._ellipsis(style, face, line.level)] if style else []
        stop = self.setting.longest(units, limit, spacing, mark)
        piece = self.setting.piece([*stripped(units[:stop]), *mark], ())
        return [*kept, Line([piece], line.level, True, False)]

    def _ellipsis(self, style: Style, face: str, level: int) -> Unit:
        typesetter = self.setting.typesetter
        for candidate in (style.face, face):
            if typesetter.covers(candidate, ELLIPSIS):
                return ELLIPSIS, candidate, style, level
        other = typesetter.fallback(style.face, ELLIPSIS, "")
        return (ELLIPSIS, other, style, level) if other else ("...", style.face, style, level)


def _hyphenated(setting: Setting, pieces: Sequence[Piece], whole: bool) -> Sequence[Piece]:
    """A line that ends at a soft hyphen shows one."""
    if whole or not pieces or not pieces[-1].hyphen:
        return pieces
    units = units_of(pieces[-1].fragments)
    return [*pieces[:-1], setting.piece([*units, setting.hyphen(units[-1])], ())]


def _balanced(pieces: Sequence[Piece], limit: float, spacing: float, count: int) -> list[int]:
    """Line ends for the narrowest width that takes no more lines, so that the lines are alike in length."""
    low, high = 0.0, limit
    widest = max(piece.width + piece.letters * spacing for piece in pieces)
    for _ in range(16):
        middle = (low + high) / 2
        if middle >= widest and len(ends(pieces, middle, spacing)) <= count:
            high = middle
        else:
            low = middle
    return ends(pieces, high, spacing)
