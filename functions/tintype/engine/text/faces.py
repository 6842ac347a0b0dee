"""The face of every grapheme: its span's own where that has it, else another's; a mark may come from a third."""

from __future__ import annotations

from collections.abc import Iterator

from tintype.base.expressions import expression
from tintype.engine.text.font_protocol import Typesetter
from tintype.engine.text.unicode import IGNORABLE, bidi_class, is_emoji

PLACEHOLDER = "\ufffd"
EMOJI = "und-Zsye"  # the language tag that asks `Typesetter.fallback` for pictures
# Marks that stand over or under any letter. Others mean something to letters of their own script alone, and a shaper
# draws them on a dotted circle where they follow one of another.
_ANYWHERE = expression("[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff"
                       "\u20d0-\u20ff\ufe20-\ufe2f\u302a-\u302d\u3099\u309a]")  # fmt: skip


class FaceChooser:
    """Picks faces for one text: `lang` decides among CJK faces, and `missing` names what no face had."""

    def __init__(self, typesetter: Typesetter, lang: str) -> None:
        self.typesetter, self.lang = typesetter, lang
        self.missing: dict[str, None] = {}

    def whole(self, grapheme: str, own: str) -> str | None:
        """The face that has all that is drawn of the grapheme, in a span whose face is `own`."""
        covers, fallback = self.typesetter.covers, self.typesetter.fallback
        drawn = _drawn(grapheme)
        if (ord(grapheme[0]) > 0xA8 or len(grapheme) > 1) and is_emoji(grapheme):
            return fallback(own, grapheme, EMOJI) or (own if covers(own, drawn) else None)
        return own if not drawn or covers(own, drawn) else fallback(own, drawn, self.lang)

    def parts(self, grapheme: str, own: str) -> Iterator[tuple[str, str]]:
        """What is drawn for a grapheme that no face has as a whole: texts, each with its face.

        A base in its face, with marks that this borrows; marks that it can't borrow follow in their own.
        """
        base = self.whole(grapheme[0], own) if len(grapheme) > 1 else None
        if base is None:
            yield self._placeholder(grapheme, own)
            return
        kept, following = grapheme[0], []
        for mark in grapheme[1:]:
            if ord(mark) in IGNORABLE or self.typesetter.covers(base, mark):
                kept += mark
                continue
            face = own if self.typesetter.covers(own, mark) else self.typesetter.fallback(own, mark, self.lang)
            if face is None:
                self.missing.setdefault(grapheme)
            elif _is_borrowed(mark) and self.typesetter.lend(base, mark, face):
                kept += mark
            else:
                following.append((mark, face))
        yield kept, base
        yield from following

    def _placeholder(self, grapheme: str, own: str) -> tuple[str, str]:
        self.missing.setdefault(grapheme)
        if self.typesetter.covers(own, PLACEHOLDER):
            return PLACEHOLDER, own
        face = self.typesetter.fallback(own, PLACEHOLDER, self.lang)
        return (PLACEHOLDER, face) if face else ("?", own)


def _drawn(grapheme: str) -> str:
    """What needs glyphs."""
    if len(grapheme) == 1:
        return "" if ord(grapheme) in IGNORABLE else grapheme
    return "".join(character for character in grapheme if ord(character) not in IGNORABLE)


def _is_borrowed(mark: str) -> bool:
    return _ANYWHERE.match(mark) is not None and bidi_class(mark) == "NSM"
