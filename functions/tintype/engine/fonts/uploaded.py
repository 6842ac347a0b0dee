"""Uploaded fonts: TTF, OTF and WOFF2 files, checked, with the metrics and the coverage that text layout needs."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable
from itertools import islice
from typing import Any

from PIL import ImageFont

from tintype.engine.fonts.catalogue import FaceFile, Ranges
from tintype.engine.fonts.open_fonts import BROKEN_GLYPH
from tintype.engine.pillow import glyph_pixels

_SFNT = {b"\x00\x01\x00\x00", b"OTTO", b"true", b"ttcf"}
_PROBE_SIZE = 64
_EM = 1000
_MOST_PROBED = 4096
_NOWHERE = "\U000fffff"  # a code point that no font has: draws the "missing" glyph


class UploadedFont:
    """A font file that was uploaded: its faces by weight (a variable font has them all), and what it covers."""

    def __init__(self, name: str, data: bytes, line: tuple[float, float, float], ranges: Ranges | None) -> None:
        self.name, self.data, self.line, self.ranges = name, data, line, ranges
        self._probed: dict[str, bool] = {}
        font = ImageFont.truetype(io.BytesIO(data), _PROBE_SIZE)
        self.variable = _is_variable(font)
        self._font = font if ranges is None else None  # a copy of the file, which only probing needs

    def at(self, weight: int) -> FaceFile:
        """The face at `weight`; a font that isn't variable has only one, whatever is asked for."""
        key = f"{self.name}@{weight}" if self.variable else f"{self.name}@"
        return FaceFile(key, self.data, 0, weight, False, self.line)

    def __contains__(self, character: str) -> bool:
        if self.ranges is not None:
            return character in self.ranges
        found = self._probed.get(character)
        if found is None:
            if len(self._probed) >= _MOST_PROBED:
                self._probed.clear()
            found = self._probed[character] = self._probe(character)
        return found

    def characters(self, most: int) -> list[int]:
        """Code points that the font has glyphs for, `most` of them at most; of Latin ones where its map is unknown."""
        if self.ranges is None:
            return [point for point in range(0x20, 0x250) if chr(point).isprintable() and chr(point) in self][:most]
        return list(islice(self.ranges.points(), most))

    def _probe(self, character: str) -> bool:
        """True where the character draws otherwise than a missing one: for files whose tables can't be read here."""
        if character == " ":
            return True
        assert self._font is not None
        try:
            return glyph_pixels(self._font, character) != glyph_pixels(self._font, _NOWHERE)
        except BROKEN_GLYPH:  # the shaper also gives up on some controls
            return False


def read_font(name: str, data: bytes) -> UploadedFont:
    """The font in `data`. Raises ValueError, in words, where it is broken or no font that can be used."""
    try:
        font = ImageFont.truetype(io.BytesIO(data), _EM)
        font.getmask("Hg")
        ascent, descent = font.getmetrics()
        ranges = coverage_of(data) if data[:4] in _SFNT else None
        return UploadedFont(name, data, (ascent / _EM, descent / _EM, 0.0), ranges)
    except (OSError, struct.error, IndexError, ValueError, OverflowError, MemoryError) as error:
        raise ValueError(f"not a font that can be used: {error or type(error).__name__}") from error


def _is_variable(font: ImageFont.FreeTypeFont) -> bool:
    try:
        return bool(font.get_variation_axes())
    except (OSError, NotImplementedError):
        return False


def coverage_of(data: bytes) -> Ranges | None:
    """What an sfnt font's Unicode character map has; None where it has no map of a kind that is read here."""
    start = struct.unpack_from(">I", data, 12)[0] if data[:4] == b"ttcf" else 0
    (count,) = struct.unpack_from(">H", data, start + 4)
    tables = {}
    for index in range(count):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, start + 12 + 16 * index)
        tables[tag] = offset
    if b"cmap" not in tables:
        raise ValueError("it has no character map")
    base = tables[b"cmap"]
    (count,) = struct.unpack_from(">H", data, base + 2)
    maps = {}
    for index in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", data, base + 4 + 8 * index)
        if (platform, encoding) in {(0, 3), (0, 4), (0, 6), (3, 1), (3, 10)}:
            (kind,) = struct.unpack_from(">H", data, base + offset)
            maps[kind] = base + offset
    pairs = _segmented(data, maps[12]) if 12 in maps else _delta(data, maps[4]) if 4 in maps else None
    return Ranges(",".join(f"{low:x}-{high:x}" for low, high in pairs)) if pairs else None


def _segmented(data: bytes, at: int) -> list[tuple[int, int]]:
    """Format 12: groups of (first, last, glyph)."""
    (count,) = struct.unpack_from(">I", data, at + 12)
    groups: list[Any] = list(struct.iter_unpack(">III", data[at + 16 : at + 16 + 12 * count]))
    return _apart((low, min(high, 0x10FFFF)) for low, high, glyph in groups if low <= high and (glyph or low < high))


def _delta(data: bytes, at: int) -> list[tuple[int, int]]:
    """Format 4: segments up to the last code point each, with a delta or an index to the glyphs."""
    (doubled,) = struct.unpack_from(">H", data, at + 6)
    count = doubled // 2
    read = struct.Struct(f">{count}H")
    ends = read.unpack_from(data, at + 14)
    starts = read.unpack_from(data, at + 16 + doubled)
    deltas = read.unpack_from(data, at + 16 + 2 * doubled)
    offsets = read.unpack_from(data, at + 16 + 3 * doubled)
    found = []
    last = -1
    for index, (start, high) in enumerate(zip(starts, ends, strict=True)):
        low = max(start, last + 1)  # segments that overlap would make millions of a few kilobytes
        last = max(last, high)
        if low > high or low == 0xFFFF:
            continue
        if not offsets[index]:
            found.append((low, high))
            continue
        place = at + 16 + 3 * doubled + 2 * index + offsets[index]
        for point in range(low, high + 1):
            (glyph,) = struct.unpack_from(">H", data, place + 2 * (point - start))
            if glyph and (glyph + deltas[index]) & 0xFFFF:
                found.append((point, point))
    return found


def _apart(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The pairs in order, those that meet or overlap made one."""
    merged: list[tuple[int, int]] = []
    for low, high in sorted(pairs):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(high, merged[-1][1])
        else:
            merged.append((low, high))
    return merged
