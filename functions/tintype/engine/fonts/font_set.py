"""The faces that text is set and drawn in: the bundled ones, uploaded ones, and what stands in for a missing glyph."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

from tintype.base.caches import Memo, MemoPool
from tintype.engine.fonts.catalogue import Catalogue, FaceFile, Family
from tintype.engine.fonts.face import Face, Shape
from tintype.engine.fonts.glyphs import GlyphCache
from tintype.engine.fonts.open_fonts import OpenFonts
from tintype.engine.fonts.uploaded import UploadedFont, read_font

__all__ = ["FontSet"]

_DEFAULT = "inter"
_EMOJI = "und-Zsye"
_ANSWER_BYTES, _CHARACTER_BYTES = 300, 4  # of a remembered fallback, and of each character that it is for
_FONT_BYTES = 16_000  # of an uploaded font and its faces, beside its file
_UNASKED = "?"  # no face has such a key


class FontSet:
    """Implements `layout.text.Typesetter`, and gives painters glyph masks.

    Masks, uploaded fonts and opened ones each keep to `byte_limit` bytes, the shapes of words to a quarter of it. What
    the bundled faces' tables take is bounded by their number: 47 MB once text was set in all 268 of them.
    """

    def __init__(self, fonts_dir: Path, byte_limit: int) -> None:
        self.catalogue = Catalogue(fonts_dir)
        self.glyphs = GlyphCache(byte_limit)
        self.opened = OpenFonts(byte_limit)
        self.memos = MemoPool(byte_limit // 4)
        self._faces: dict[str, Face] = {}
        self._limit = byte_limit
        self._lock = Lock()  # of what follows
        # No ByteCache: what was made of a font goes when the font goes.
        self._uploaded: OrderedDict[str, UploadedFont] = OrderedDict()
        self._uploaded_bytes = 0
        self._answers: Memo[tuple[str, str, str], str | None] = self.memos.memo()

    def add(self, name: str, data: bytes) -> None:
        """Makes an uploaded TTF, OTF or WOFF2 font known as `name`. Raises ValueError where it can't be used."""
        if self._used(name):
            return
        font = read_font(name, data)
        with self._lock:
            if name not in self._uploaded:
                self._uploaded[name] = font
                self._uploaded_bytes += _FONT_BYTES + len(data)
            while len(self._uploaded) > 1 and self._uploaded_bytes > self._limit:
                self._let_go(*self._uploaded.popitem(last=False))

    def _used(self, name: str) -> bool:
        """True where the uploaded font is there; it is the last to go then."""
        with self._lock:
            if name not in self._uploaded:
                return False
            self._uploaded.move_to_end(name)
            return True

    def _let_go(self, name: str, font: UploadedFont) -> None:
        """Let an uploaded font go, with all that was made of it."""
        self._uploaded_bytes -= _FONT_BYTES + len(font.data)
        for key in [key for key in list(self._faces) if key.startswith(f"{name}@")]:
            del self._faces[key]
            self.glyphs.forget(key)
            self.opened.forget(key)

    def known(self, family: str) -> bool:
        """True where the family, by name or id, is bundled or was added."""
        return self._used(family) or self.catalogue.family(family.lower()) is not None

    def face(self, family: str, weight: int, italic: bool) -> str:
        """The key of the nearest face that exists; Inter's where the family is unknown."""
        uploaded = self._uploaded.get(family)
        if uploaded is not None:
            file = uploaded.at(weight)
        else:
            bundled = self.catalogue.family(family.lower()) or self.catalogue.family(_DEFAULT)
            assert bundled is not None, "the catalogue has no default family"
            file = bundled.nearest(weight, italic)
        return self._face_of(file).key

    def _face_of(self, file: FaceFile) -> Face:
        """The one face of a file."""
        face = self._faces.get(file.key)
        if face is None:
            face = self._faces.setdefault(file.key, Face(file, self.memos, self.opened))
        return face

    def get(self, key: str) -> Face:
        """The face that `face` or `fallback` named."""
        return self._faces[key]

    def covers(self, face: str, text: str) -> bool:
        """True where the face has a glyph for every character."""
        one = self._faces[face]
        if one.plain.issuperset(text):
            return True
        uploaded = self._uploaded.get(face.partition("@")[0])
        if uploaded is not None:
            return all(character in uploaded for character in text)
        ranges = self.catalogue.ranges(self.catalogue.family_of[face].name)
        return all(character in ranges for character in text)

    def fallback(self, face: str, grapheme: str, lang: str) -> str | None:
        """The first family, in the catalogue's order, that draws the grapheme, in the face nearest to `face`."""
        question = (face, grapheme, lang)
        answer = self._answers.get(question, _UNASKED)
        if answer is _UNASKED:
            answer = self._look_up(*question)
            size = _ANSWER_BYTES + _CHARACTER_BYTES * len(grapheme)
            self.memos.remember(self._answers, question, answer, size)
        return answer

    def _look_up(self, face: str, grapheme: str, lang: str) -> str | None:
        drawn = grapheme.replace("\ufe0e", "").replace("\ufe0f", "").replace("\u200d", "")
        for family in self._order(lang):
            ranges = self.catalogue.ranges(family.name)
            if all(character in ranges for character in drawn):
                own = self._faces[face].file
                return self._face_of(family.nearest(own.weight, own.italic)).key
        return None

    def _order(self, lang: str) -> list[Family]:
        """The fallback families. For pictures only the colour one; in East Asian text the language's comes second.

        Second, because other scripts' families have East Asian punctuation too, each in its own style.
        """
        families = self.catalogue.fallbacks
        if lang == _EMOJI:
            return [family for family in families if family.colour]
        wanted = _variant(lang)
        east_asian = lang[:2] in {"zh", "ja", "ko"}

        def rank(family: Family) -> tuple[float, bool, int]:
            place = 1.5 if family.lang and east_asian else family.fallback
            return place, family.lang != wanted, family.fallback

        return sorted(families, key=rank)

    def lend(self, face: str, mark: str, lender: str) -> bool:
        """Let `face` draw the `mark`, which it doesn't have, as `lender` does; false for faces of pictures."""
        own, other = self._faces[face], self._faces[lender]
        if own.colour or other.colour:
            return False
        own.borrowed.setdefault(mark, other)
        return True

    def advances(self, face: str, words: Sequence[str], rtl: bool = False) -> list[float]:
        """The width in ems of each word, shaped by itself."""
        one = self._faces[face]
        shapes = one.rtl_shapes if rtl else one.shapes
        return [(shapes.get(word) or one.shape(word, rtl)).width for word in words]

    def spaced_advances(self, face: str, words: Sequence[Sequence[str]], rtl: bool = False) -> list[float]:
        """The width in ems of each word, given as its graphemes, that is to be set with space between them."""
        one = self._faces[face]
        return [one.spaced(word, rtl).width for word in words]

    def gaps(self, face: str, words: Sequence[str]) -> list[float]:
        """The width in ems of the space after each word, kerned with the words on both sides."""
        space, before, after = self._faces[face].gaps
        if not before and not after:
            return [space] * len(words)
        lefts = [before.get(word[-1:], 0.0) for word in words]
        rights = [after.get(word[:1], 0.0) for word in words]
        return [space + left + right for left, right in zip(lefts, [*rights[1:], 0.0], strict=True)]

    def shape(self, face: str, word: str, rtl: bool = False) -> Shape:
        """The word's shape in the face."""
        return self._faces[face].shape(word, rtl)

    def line(self, face: str, size: float) -> tuple[float, float]:
        """Ascent and descent in whole pixels."""
        return self._faces[face].line(size)


def _variant(lang: str) -> str:
    """The CJK family's language that is meant by a BCP 47 tag such as ``zh-TW``."""
    parts = lang.lower().replace("_", "-").split("-")
    if parts[0] != "zh":
        return {"ja": "ja", "ko": "ko"}.get(parts[0], "zh-Hans")
    if "hk" in parts or "mo" in parts:
        return "zh-HK"
    return "zh-Hant" if "hant" in parts or "tw" in parts else "zh-Hans"
