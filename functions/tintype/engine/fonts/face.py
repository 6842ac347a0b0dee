"""One face: its words measured, plain ones by the pair table, the others by the shaper."""

from __future__ import annotations

import math
import struct
from array import array
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from unicodedata import category

from PIL import ImageFont

from tintype.base.caches import Memo, MemoPool
from tintype.base.expressions import expression
from tintype.engine.fonts.catalogue import FaceFile
from tintype.engine.fonts.open_fonts import BROKEN_GLYPH, OpenFonts

_EM = 2048  # the size at which the shaper measures: fine enough that rounding is gone
_SHAPE_BYTES, _GLYPH_BYTES = 300, 140  # of a remembered word, and of each of its characters
_KERN_BYTES, _CHARACTER_BYTES = 200, 4
_JOINER = "\u200d"  # keeps letters joined where text is measured in parts
_INTERACTS = -32768
_SEPARATE = expression("[\u2e80-\u2fff\u3001-\u3029\u3030-\u303f\u3041-\u3096\u309d-\u312f\u3190-\u9fff"
                       "\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff]+")  # fmt: skip
_IDEOGRAPH = expression("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_KANA = expression("[\u3041-\u3096\u30a1-\u30fc]+")
_APART = ["-liga", "-clig", "-calt"]  # what CSS's letter-spacing switches off
COLOUR_SIZE = 109  # the one size of Noto Color Emoji's pictures


class Shape(NamedTuple):
    """A word measured, in ems: its width, and each glyph with its offset, or None where only the shaper knows them.

    From right to left offsets are those of the glyphs' left edges, to the left of the word's right end.
    """

    width: float
    glyphs: tuple[tuple[str, float], ...] | None


class Pairs(NamedTuple):
    """A ``.pairs`` file: em, each plain character's (advance, row, column), and the kerning by row and column."""

    em: int
    plain: dict[str, tuple[int, int, int]]
    kerning: array[int]

    @classmethod
    def read(cls, path: Path) -> Pairs:
        data = path.read_bytes()
        _, em, count, _, columns = struct.unpack_from("<4sHHHH", data)
        head, kerning = array("H"), array("h")
        head.frombytes(data[12 : 12 + 8 * count])
        kerning.frombytes(data[12 + 8 * count :])
        rows = (row * columns for row in head[2 * count : 3 * count])
        entries = zip(head[count : 2 * count], rows, head[3 * count :], strict=True)
        return cls(em, dict(zip(map(chr, head[:count]), entries, strict=True)), kerning)

    def shape(self, word: str) -> Shape | None:
        """The word's shape, or None where glyphs change when they meet. Every character must be plain."""
        plain, kerning, em = self.plain, self.kerning, self.em
        glyphs: list[tuple[str, float]] = []
        x, row = 0, -1
        for character in word:
            advance, own_row, column = plain[character]
            if row >= 0:
                kern = kerning[row + column]
                if kern == _INTERACTS:
                    return None
                x += kern
            glyphs.append((character, x / em))
            x += advance
            row = own_row
        return Shape(x / em, tuple(glyphs))

    def gaps(self) -> tuple[float, dict[str, float], dict[str, float]]:
        """A space's width, and by how much characters before and after it change that, in ems."""
        if " " not in self.plain:
            return 0.0, {}, {}
        (advance, row, column), kerning, em = self.plain[" "], self.kerning, self.em
        before = {left: kerning[entry[1] + column] / em for left, entry in self.plain.items()}
        after = {right: kerning[row + entry[2]] / em for right, entry in self.plain.items()}
        return (
            advance / em,
            {left: kern for left, kern in before.items() if kern and kern != _INTERACTS / em},
            {right: kern for right, kern in after.items() if kern and kern != _INTERACTS / em},
        )


class Face:
    """A face that can be measured and drawn. Opening it raises OSError where the file is broken."""

    def __init__(self, file: FaceFile, memos: MemoPool, opened: OpenFonts) -> None:
        self.file, self._memos, self._opened = file, memos, opened
        self.key, self.colour = file.key, file.colour
        self.shapes: Memo[str, Shape] = memos.memo()
        self.rtl_shapes: Memo[str, Shape] = memos.memo()
        self._spaced: Memo[str, Shape] = memos.memo()
        self._rtl_spaced: Memo[str, Shape] = memos.memo()
        self._kerns: Memo[str, float] = memos.memo()
        self.borrowed: dict[str, Face] = {}  # marks that it hasn't, and the faces that it takes them from

    @cached_property
    def pairs(self) -> Pairs | None:
        return Pairs.read(self.file.pairs) if self.file.pairs else None

    @cached_property
    def plain(self) -> frozenset[str]:
        return frozenset(self.pairs.plain) if self.pairs else frozenset()

    @cached_property
    def gaps(self) -> tuple[float, dict[str, float], dict[str, float]]:
        """A space's width, and its kerning with the characters before and after it, in ems."""
        return self.pairs.gaps() if self.pairs else (self.shape(" ").width, {}, {})

    def is_single(self, text: str) -> bool:
        """True where `text` is one character that draws as its own glyph whatever stands around it."""
        return len(text) == 1 and (text in self.plain or (self.file.square and _SEPARATE.match(text) is not None))

    def font(self, size: float, shaping: bool = True) -> ImageFont.FreeTypeFont:
        """The face opened at `size` pixels. Without `shaping` it draws single characters three times as fast."""
        return self._opened.font(self.file, size, shaping)

    def shape(self, word: str, rtl: bool = False) -> Shape:
        """The word's shape; words are remembered."""
        shapes = self.rtl_shapes if rtl else self.shapes
        found = shapes.get(word)
        if found is None:
            found = (None if rtl else self._plain_shape(word)) or self._shaped(word, rtl)
            self._memos.remember(shapes, word, found, _SHAPE_BYTES + len(word) * _GLYPH_BYTES)
        return found

    def spaced(self, graphemes: Sequence[str], rtl: bool = False) -> Shape:
        """The shape of a word that is to be set with space between its graphemes: kerned, but without ligatures.

        The width doesn't have that space yet.
        """
        word = "".join(graphemes)
        shapes = self._rtl_spaced if rtl else self._spaced
        found = shapes.get(word)
        if found is None:
            found = (None if rtl else self._plain_shape(word)) or self._apart(graphemes, rtl)
            self._memos.remember(shapes, word, found, _SHAPE_BYTES + len(word) * _GLYPH_BYTES)
        return found

    def _apart(self, graphemes: Sequence[str], rtl: bool) -> Shape:
        """Each grapheme where its neighbour before it lets it stand."""
        glyphs, end, previous, own_previous = [], 0.0, "", 0.0
        for grapheme in graphemes:
            own = self._apart_length(grapheme, rtl)
            end += self._apart_length(previous + grapheme, rtl) - own_previous if previous else own
            glyphs.append((grapheme, end if rtl else end - own))
            previous, own_previous = grapheme, own
        return Shape(end, tuple(glyphs))

    def _apart_length(self, text: str, rtl: bool) -> float:
        """The advance of one or two graphemes without ligatures, remembered: text repeats its pairs."""
        key = f"{'<' if rtl else '>'}{text}"
        found = self._kerns.get(key)
        if found is None:
            found = self._length(text, rtl, _APART)
            self._memos.remember(self._kerns, key, found, _KERN_BYTES + len(text) * _CHARACTER_BYTES)
        return found

    def bases(self, text: str, rtl: bool) -> Iterator[tuple[str, float, float]]:
        """Each borrowed mark of `text`, and where its base begins and ends, in ems from where the text begins."""
        start = end = 0.0
        since, before = "", ""  # the text since the last mark, and what joins it to what stands before that
        for index, character in enumerate(text):
            if character not in self.borrowed:
                since += character
                continue
            if since:
                base = len(since) - 1
                while base and category(since[base])[0] == "M":
                    base -= 1
                after = _JOINER if index + 1 < len(text) else ""
                start = end + (self._length(f"{before}{since[:base]}{_JOINER}", rtl) if base else 0.0)
                end += self._length(f"{before}{since}{after}", rtl)
                since, before = "", _JOINER
            yield character, start, end

    def _length(self, text: str, rtl: bool, features: list[str] | None = None) -> float:
        """The text's advance in ems as the shaper has it; none where a glyph of an uploaded font is broken."""
        size = COLOUR_SIZE if self.colour else _EM
        if self.borrowed:
            text = "".join([character for character in text if character not in self.borrowed])
        try:
            return self.font(size).getlength(text, direction="rtl" if rtl else "ltr", features=features) / size
        except BROKEN_GLYPH:
            return 0.0

    def _plain_shape(self, word: str) -> Shape | None:
        return self.pairs.shape(word) if self.pairs and self.plain.issuperset(word) else None

    def _shaped(self, word: str, rtl: bool) -> Shape:
        """Measured by the shaper; East Asian characters are all by themselves, so that each is drawn only once."""
        if len(word) > 1 and not word.isascii() and _SEPARATE.fullmatch(word):
            glyphs, x, previous = [], 0.0, ""
            for character in word:
                if previous and _KANA.fullmatch(previous + character):
                    x += self._kern(previous, character)
                glyphs.append((character, x))
                x += self.shape(character).width
                previous = character
            return Shape(x, tuple(glyphs))
        if self.file.square and len(word) == 1 and _IDEOGRAPH.match(word):
            return Shape(1.0, ((word, 0.0),))
        width = self._length(word, rtl)
        return Shape(width, ((word, 0.0),) if not word.isascii() and _SEPARATE.fullmatch(word) else None)

    def _kern(self, left: str, right: str) -> float:
        """What two kana come closer, in ems."""
        kern = self._kerns.get(left + right)
        if kern is None:
            try:
                width = self.font(_EM).getlength(left + right) / _EM
                kern = width - self.shape(left).width - self.shape(right).width
            except BROKEN_GLYPH:
                kern = 0.0
            self._memos.remember(self._kerns, left + right, kern, _KERN_BYTES)
        return kern

    def line(self, size: float) -> tuple[float, float]:
        """Ascent and descent in pixels: whole ones, each rounded by itself, as in Chromium."""
        ascent, descent, _ = self.file.line
        return math.floor(ascent * size + 0.5), math.floor(descent * size + 0.5)
