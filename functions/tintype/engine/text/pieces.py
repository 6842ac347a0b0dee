"""What text is cut into: fragments of one face and style, and the pieces between which a line may break."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tintype.engine.properties.kinds import Fill
from tintype.engine.text.unicode import graphemes_of


class Style(NamedTuple):
    """What a span is set in; `scale` is its size over the text's own, `fill` None for the text's own."""

    face: str
    scale: float = 1.0
    fill: Fill | None = None
    underline: bool = False
    strike: bool = False


Unit = tuple[str, str, Style, int]  # a grapheme, its face, style and level


class Fragment(NamedTuple):
    """Characters of one face, style and direction; `width` in ems of the text's own size, `letters` its graphemes.

    The width has the `kern` in it by which what follows in another style comes closer.
    """

    text: str
    face: str
    style: Style
    level: int
    width: float
    letters: int
    kern: float = 0.0


class Piece(NamedTuple):
    """What stays on one line: its fragments, then the spaces after it, which vanish at a line's end.

    Widths are in ems of the text's own size. `letters` counts the graphemes that letter spacing follows. `space` is
    the width of the spaces, or without any by how much the next piece comes closer. `hyphen` is the width of the one
    that a line ending here shows (a soft hyphen), or 0.
    """

    fragments: tuple[Fragment, ...]
    width: float
    letters: int
    tail: tuple[Fragment, ...]
    space: float
    spaces: int
    hyphen: float = 0.0


class Paragraph(NamedTuple):
    """Pieces up to a forced break; `level` (0, 1) is the base direction; `plain`: all of one style, left to right."""

    pieces: tuple[Piece, ...]
    level: int
    plain: bool


def units_of(fragments: Sequence[Fragment]) -> list[Unit]:
    """The graphemes of fragments, each with its face, style and level."""
    return [(grapheme, *fragment[1:4]) for fragment in fragments for grapheme in graphemes_of(fragment.text)]


def stripped(units: Sequence[Unit]) -> Sequence[Unit]:
    """The graphemes without the spaces at their end."""
    stop = len(units)
    while stop and units[stop - 1][0].isspace():
        stop -= 1
    return units[:stop]
