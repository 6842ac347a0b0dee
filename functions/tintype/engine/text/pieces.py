"""What text is cut into: fragments of one face and style, and the pieces between which a line may break."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tintype.engine.properties.kinds import Fill
from tintype.engine.text.unicode import grapheme_starts


class Style(NamedTuple):
    """What a span is set in; `scale` is its size over the text's own, `fill` None for the text's own."""

    face: str
    scale: float = 1.0
    fill: Fill | None = None
    underline: bool = False
    strike: bool = False


Unit = tuple[str, str, Style, int]  # a grapheme, its face, style and level


class Fragment(NamedTuple):
    """Characters of one face, style and direction; `width` in ems of the text's own size, `letters` its graphemes."""

    text: str
    face: str
    style: Style
    level: int
    width: float
    letters: int


class Piece(NamedTuple):
    """What stays on one line: its fragments, then the spaces after it, which vanish at a line's end.

    Widths are in ems of the text's own size. `letters` counts the graphemes that letter spacing follows.
    `hyphen` says that a line ending here shows one (a soft hyphen).
    """

    fragments: tuple[Fragment, ...]
    width: float
    letters: int
    tail: tuple[Fragment, ...]
    space: float
    spaces: int
    hyphen: bool = False


class Paragraph(NamedTuple):
    """Pieces up to a forced break; `level` (0, 1) is the base direction; `plain`: all of one style, left to right."""

    pieces: tuple[Piece, ...]
    level: int
    plain: bool


def units_of(fragments: Sequence[Fragment]) -> list[Unit]:
    """The graphemes of fragments, each with its face, style and level."""
    units = []
    for fragment in fragments:
        starts = grapheme_starts(fragment.text)
        for index, start in enumerate(starts[:-1]):
            units.append((fragment.text[start : starts[index + 1]], *fragment[1:4]))
    return units


def stripped(units: Sequence[Unit]) -> Sequence[Unit]:
    """The graphemes without the spaces at their end."""
    stop = len(units)
    while stop and units[stop - 1][0].isspace():
        stop -= 1
    return units[:stop]
