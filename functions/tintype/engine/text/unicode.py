"""Character properties, read from ``unicode.bin`` when text first needs them, and graphemes (UAX #29)."""

from __future__ import annotations

import struct
from array import array
from bisect import bisect_right
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

# Both as layers/fonts/tools/unicode_table.py explains them.
LINE = (  # noqa: SIM905  fifty lines otherwise
    "AL BK CR LF CM NL WJ ZW GL SP ZWJ B2 BA BB HY CB CL CP EX IN NS OP QU IS NU PO PR SY CJ EB EM H2 H3 HL ID JL JV "
    "JT RI SA AK AP AS VF VI HH QI QF OW CW DC XP"
).split()
BIDI = "L R AL EN ES ET AN CS NSM BN B S WS ON LRE RLE LRO RLO PDF LRI RLI FSI PDI".split()  # noqa: SIM905
_OTHER, _CR, _LF, _CN, _EX, _ZWJ, _RI, _PP, _SM, _L, _V, _T, _LV, _LVT = range(14)
_LINKER, _CONSONANT, _CONJUNCT_EXTEND = 1, 2, 3
_PICTOGRAPHIC, _PRESENTED, _WIDE = 1 << 17, 1 << 18, 1 << 19
# What is never drawn itself (Default_Ignorable_Code_Point), so that no face needs a glyph for it.
IGNORABLE = frozenset(
    [0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFEFF, 0xFFA0, *range(0x180B, 0x1810),
     *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFE00, 0xFE10),
     *range(0xFFF0, 0xFFF9), *range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B), *range(0xE0000, 0xE1000)]
)  # fmt: skip


@cache  # one table
def _table() -> tuple[array[int], array[int]]:
    data = Path(__file__).with_name("unicode.bin").read_bytes()
    (count,) = struct.unpack_from("<I", data)
    starts, values = array("I"), array("I")
    starts.frombytes(data[4 : 4 + 4 * count])
    values.frombytes(data[4 + 4 * count :])
    return starts, values


@lru_cache(4096)  # of single characters: 0.6 MB
def _properties(character: str) -> int:
    starts, values = _table()
    return values[bisect_right(starts, ord(character)) - 1]


def line_class(character: str) -> str:
    """The line break class of UAX #14, one of `LINE`."""
    return LINE[_properties(character) & 63]


def bidi_class(character: str) -> str:
    """The bidirectional class of UAX #9, one of `BIDI`."""
    return BIDI[_properties(character) >> 12 & 31]


def is_wide(character: str) -> bool:
    """True where the East Asian width is wide, full or half."""
    return bool(_properties(character) & _WIDE)


def is_emoji(grapheme: str) -> bool:
    """True where the grapheme is to be drawn in colour: by nature, or because a selector or a sequence asks for it."""
    if "\ufe0e" in grapheme:
        return False
    first = _properties(grapheme[0])
    if first & _PRESENTED or "\ufe0f" in grapheme or "\u20e3" in grapheme:
        return bool(first & (_PRESENTED | _PICTOGRAPHIC)) or grapheme[0] in "0123456789#*"
    return len(grapheme) > 1 and bool(first & _PICTOGRAPHIC) and any(character in grapheme for character in _JOINS)


_JOINS = "\u200d\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"


def grapheme_starts(text: str) -> list[int]:
    """Where each grapheme cluster of `text` begins, and its length at the end."""
    starts: list[int] = []
    previous = _CN
    flags = 0  # regional indicators so far
    pictographic = False  # an extended pictograph, perhaps with extenders, stands before
    conjunct = 0  # 1 after a consonant, 2 after a consonant and a linker
    for index, character in enumerate(text):
        properties = _properties(character)
        current = properties >> 6 & 15
        indic = properties >> 10 & 3
        joined = (
            _joined(previous, current)
            or (previous == _ZWJ and pictographic and properties & _PICTOGRAPHIC)
            or (previous == _RI and current == _RI and flags % 2)
            or (conjunct == 2 and indic == _CONSONANT)
        )
        if index == 0 or not joined:
            starts.append(index)
        flags = flags + 1 if current == _RI else 0
        pictographic = bool(properties & _PICTOGRAPHIC) or (pictographic and current in {_EX, _ZWJ})
        if indic == _CONSONANT:
            conjunct = 1
        elif indic == _LINKER and conjunct:
            conjunct = 2
        elif indic != _CONJUNCT_EXTEND:
            conjunct = 0
        previous = current
    return [*starts, len(text)]


def graphemes_of(text: str) -> list[str]:
    """The grapheme clusters of `text`."""
    if text.isascii() and text.isprintable():
        return list(text)
    return [text[start:stop] for start, stop in pairwise(grapheme_starts(text))]


def _joined(previous: int, current: int) -> bool:
    """Rules GB3-GB9b: those that need no more than the two classes."""
    if previous == _CR:
        return current == _LF
    if previous in {_LF, _CN} or current in {_CR, _LF, _CN}:
        return False
    return (
        current in {_EX, _ZWJ, _SM}
        or previous == _PP
        or (previous == _L and current in {_L, _V, _LV, _LVT})
        or (previous in {_LV, _V} and current in {_V, _T})
        or (previous in {_LVT, _T} and current == _T)
    )
