"""Glyph masks: each drawn once by FreeType, larger than needed, and averaged down at a quarter-pixel position."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from typing import NamedTuple
from unicodedata import combining

from PIL import Image

from tintype.base.caches import ByteCache
from tintype.engine.fonts.face import COLOUR_SIZE, Face
from tintype.engine.fonts.open_fonts import BROKEN_GLYPH
from tintype.engine.pillow import Surface, blank, colour_glyph, text_mask

# What Chromium's Skia does to the coverage of text on Linux (measured; see `contrast_table`).
_CONTRAST = 0.2
_GAMMA = 1.2
_MOST_SEEN = 1024  # words that came once, for a table
_LARGEST_WORD = 1 << 20  # pixels; one paste for each glyph is nothing beside so many
_LONGEST_WORD = 40  # characters; what is longer doesn't come again
_OVERHEAD, _CHARACTER_BYTES = 300, 4  # bytes that an entry costs beside its pixels, and each character of its name
_TABLE_BYTES, _SEEN_BYTES = 3_000, 250  # of an empty table; of a word that came once
_DOUBLE = {233, 234}  # combining classes of marks that stand between two letters

Glyphs = tuple[tuple[str, float], ...]  # characters and their offsets in ems


class Mask(NamedTuple):
    """A mask ("L") and where its top left corner lies from the pen, in whole pixels."""

    surface: Surface
    left: int
    top: int
    width: int
    height: int


class GlyphTable:
    """The masks of one face at one size and contrast: glyphs by character and words, for each of four phases.

    Plain dictionaries, which pens look into for every word. `grown` is told when masks were added to them.
    """

    def __init__(
        self, face: Face, size: float, stroke: float, contrast: int, grown: Callable[[GlyphTable], None]
    ) -> None:
        self.top = self.bottom = 0  # how far the masks reach, from the baseline
        self.face, self.size, self.stroke = face, size, stroke
        self.lookup = contrast_table(contrast)
        self._mask_bytes, self._grown = _TABLE_BYTES, grown
        self.phases: tuple[dict[str, Mask | None], ...] = ({}, {}, {}, {})
        self.words: tuple[dict[str, Mask], ...] = ({}, {}, {}, {})
        self.seen: set[tuple[str, int]] = set()
        self.rtl_phases: tuple[dict[str, Mask | None], ...] = ({}, {}, {}, {})
        self.scale = 4 if size <= 100 else 2 if size <= 400 else 1

    def mask(self, text: str, phase: int, rtl: bool = False) -> Mask | None:
        """The mask of a character or a word whose pen stands `phase` quarters right of a pixel; None if it is blank."""
        kept = (self.rtl_phases if rtl else self.phases)[phase]
        if text not in kept:
            single = not rtl and self.face.is_single(text)  # from right to left, brackets are mirrored
            drawn = self._draw(text, rtl, not single)
            for each in range(4) if single else (phase,):  # drawing costs far more than averaging
                (self.rtl_phases if rtl else self.phases)[each][text] = mask = self._averaged(drawn, each)
                self._mask_bytes += _OVERHEAD + _CHARACTER_BYTES * len(text)
                if mask is not None:
                    self._mask_bytes += mask.width * mask.height
                    self.top, self.bottom = min(self.top, mask.top), max(self.bottom, mask.top + mask.height)
            self._grown(self)
        return kept[text]

    def word(self, word: str, glyphs: Glyphs, phase: int) -> Mask | None:
        """The mask of a plain word, put together from its glyphs' when it comes a second time; None the first time.

        One paste for a word instead of one for each glyph: text repeats its words.
        """
        kept = self.words[phase]
        if word in kept:
            return kept[word]
        if (word, phase) not in self.seen:
            if len(word) <= _LONGEST_WORD:
                if len(self.seen) >= _MOST_SEEN:
                    self.seen.clear()
                self.seen.add((word, phase))
            return None
        placed = self.placed(glyphs, phase + 0.5)
        masks = [mask._replace(left=mask.left + at) for mask, at in placed if mask is not None]
        found = _together(masks, _LARGEST_WORD)
        if found is not None:
            self._mask_bytes += _OVERHEAD + found.width * found.height
            self._grown(self)
            kept[word] = found
        return found

    def placed(self, glyphs: Glyphs, start: float) -> Iterator[tuple[Mask | None, int]]:
        """Each glyph's mask and whole pixel, for a pen that starts at `start` quarters of a pixel."""
        phases, quarters = self.phases, self.size * 4
        for character, offset in glyphs:
            quarter = int(start + offset * quarters)
            phase = quarter & 3
            kept = phases[phase]
            yield kept[character] if character in kept else self.mask(character, phase), quarter >> 2

    @property
    def bytes(self) -> int:
        """What the table takes."""
        return self._mask_bytes + _SEEN_BYTES * len(self.seen)

    def _draw(self, text: str, rtl: bool, shaping: bool) -> Mask | None:
        """The text's mask, `scale` times as large."""
        borrowed = self.face.borrowed
        if not borrowed or not any(each in borrowed for each in text):
            return self._drawn(self.face, text, rtl, shaping)
        masks = [self._drawn(self.face, "".join(each for each in text if each not in borrowed), rtl, shaping)]
        whole = self.face.shape(text, rtl).width
        for mark, start, end in self.face.bases(text, rtl):
            drawn = self._drawn(borrowed[mark], mark, False, False)
            if drawn is not None:
                middle = end if combining(mark) in _DOUBLE else (start + end) / 2
                middle = (whole - middle if rtl else middle) * self.size * self.scale
                masks.append(drawn._replace(left=round(middle - drawn.width / 2)))
        return _together([mask for mask in masks if mask])

    def _drawn(self, face: Face, text: str, rtl: bool, shaping: bool) -> Mask | None:
        font = face.font(self.size * self.scale, shaping)
        direction = ("rtl" if rtl else "ltr") if shaping else None
        stroke = self.stroke * self.scale
        try:
            surface, left, top = text_mask(font, text, stroke, direction)
        except BROKEN_GLYPH:
            return None
        return Mask(surface, left, top, *surface.size) if all(surface.size) else None

    def _averaged(self, large: Mask | None, phase: int) -> Mask | None:
        """The mask at its own size, `phase` quarters right of a whole pixel."""
        if large is None:
            return None
        surface, left, top, width, height = large
        scale = self.scale
        if scale > 1:
            left += phase * scale // 4
            first, above = left // scale, top // scale
            across, down = left - first * scale, top - above * scale
            wide, high = -(-(across + width) // scale), -(-(down + height) // scale)
            padded = blank("L", (wide * scale, high * scale), 0)
            padded.paste(surface, (across, down, across + width, down + height))
            surface = padded.reduce((scale, scale), (0, 0, wide * scale, high * scale))
            left, top, width, height = first, above, wide, high
        return Mask(surface.point(self.lookup, None), left, top, width, height)


def _together(masks: Sequence[Mask], most: float = math.inf) -> Mask | None:
    """All the masks as one; None for none, and where that were more than `most` pixels."""
    if not masks:
        return None
    left, top = min(mask.left for mask in masks), min(mask.top for mask in masks)
    width = max(mask.left + mask.width for mask in masks) - left
    height = max(mask.top + mask.height for mask in masks) - top
    if width * height > most:
        return None
    surface = blank("L", (width, height), 0)
    for mask in masks:
        x, y = mask.left - left, mask.top - top
        surface.paste(255, (x, y, x + mask.width, y + mask.height), mask.surface)
    return Mask(surface, left, top, width, height)


_TableKey = tuple[str, float, float, int]  # a face's key, a size, a stroke, a contrast


class GlyphCache:
    """Glyph tables by face, size, stroke and contrast, and scaled emoji, within `limit` bytes together."""

    def __init__(self, limit: int) -> None:
        self._tables: ByteCache[_TableKey, GlyphTable] = ByteCache(limit - limit // 4)
        self._emoji: ByteCache[tuple[str, str, float], Emoji] = ByteCache(limit // 4)

    def table(self, face: Face, size: float, stroke: float, contrast: int) -> GlyphTable:
        """The table for a face at a size: a new one where the one before has grown past the bound by itself."""
        key = (face.key, size, stroke, contrast)
        table = self._tables.get(key)
        if table is None:
            table = GlyphTable(face, size, stroke, contrast, partial(self._keep, key))
            self._keep(key, table)
        return table

    @property
    def size(self) -> int:
        """What the tables and the emoji take, in bytes."""
        return self._tables.size + self._emoji.size

    def forget(self, face: str) -> None:
        """Drop what was drawn of a face that is gone, which the tables would keep alive."""
        self._tables.drop_where(lambda key: key[0] == face)

    def _keep(self, key: _TableKey, table: GlyphTable) -> None:
        self._tables.put(key, table, table.bytes)

    def emoji(self, face: Face, text: str, size: float) -> Emoji:
        """A colour glyph at `size`."""
        key = (face.key, text, size)
        found = self._emoji.get(key)
        if found is None:
            found = _emoji(face, text, size)
            self._emoji.put(key, found, found.picture.width * found.picture.height * 4 + _OVERHEAD)
        return found


class Emoji(NamedTuple):
    """A colour glyph ("RGBA") and its top left corner from the pen, in pixels."""

    picture: Image.Image
    left: int
    top: int


def _emoji(face: Face, text: str, size: float) -> Emoji:
    picture, left, top = colour_glyph(face.font(COLOUR_SIZE), text)
    if not all(picture.size):  # a space among emoji
        return Emoji(Image.new("RGBA", (1, 1)), 0, 0)
    ratio = size / COLOUR_SIZE
    width, height = max(1, round(picture.width * ratio)), max(1, round(picture.height * ratio))
    if (width, height) != picture.size:
        # Averaged with premultiplied alpha, so that what lies hidden under clear pixels doesn't bleed.
        picture = picture.convert("RGBa").resize((width, height), Image.Resampling.BICUBIC, reducing_gap=3.0)
        picture = picture.convert("RGBA")
    return Emoji(picture, round(left * ratio), round(top * ratio))


@lru_cache(8)  # there are no more
def contrast_table(luminance: int) -> bytes | list[int]:
    """The table by which coverage is changed for text of a luminance (0-7): Skia's table for its contrast and gamma."""
    source = luminance / 7
    linear = source**_GAMMA
    ground = 1 - source
    linear_ground = ground**_GAMMA
    contrast = _CONTRAST * linear_ground
    table = []
    for value in range(256):
        raw = value / 255
        alpha = raw + (1 - raw) * contrast * raw
        if abs(ground - source) >= 1 / 256:
            mixed = (linear * alpha + linear_ground * (1 - alpha)) ** (1 / _GAMMA)
            alpha = (mixed - ground) / (source - ground)
        table.append(min(255, max(0, round(255 * alpha))))
    return table
