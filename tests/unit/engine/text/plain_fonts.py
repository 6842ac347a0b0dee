"""A typesetter without fonts: every character is half an em wide, and faces cover what their names say."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from tintype.engine.plate import Box
from tintype.engine.properties.elements import ELEMENTS
from tintype.engine.scene import TextContent
from tintype.engine.text import set_text


class PlainTypesetter:
    """FontSet are "latin" and, as fallbacks, "rtl", "cjk" and "emoji". Marks and joiners have no width."""

    def face(self, family: str, weight: int, italic: bool) -> str:
        return "latin" if weight == 400 and not italic else f"latin-{weight}{'i' if italic else ''}"

    def covers(self, face: str, text: str) -> bool:
        return face.startswith("latin") and all(character < "\u0590" or character in "–—‘’“”…" for character in text)

    def fallback(self, face: str, grapheme: str, lang: str) -> str | None:
        first = grapheme[0]
        if lang == "und-Zsye":
            return "emoji"
        if "\u0590" <= first <= "\u08ff":
            return "rtl"
        if "\u2e80" <= first <= "\u9fff" or "\uac00" <= first <= "\ud7a3" or "\uff00" <= first <= "\uffef":
            return "cjk"
        return "latin" if first == "\ufffd" else None

    def lend(self, face: str, mark: str, lender: str) -> bool:
        return True

    def advances(self, face: str, words: Sequence[str], rtl: bool = False) -> list[float]:
        return [sum(0.0 if unicodedata.category(one) in {"Mn", "Cf"} else 0.5 for one in word) for word in words]

    def spaced_advances(self, face: str, words: Sequence[Sequence[str]], rtl: bool = False) -> list[float]:
        return self.advances(face, ["".join(word) for word in words], rtl)

    def gaps(self, face: str, words: Sequence[str]) -> list[float]:
        return [0.5] * len(words)

    def line(self, face: str, size: float) -> tuple[float, float]:
        return round(size * 0.8), round(size * 0.2)


def text_values(**given: Any) -> Mapping[str, Any]:
    """All properties of a text element: the defaults, and what is given, parsed."""
    properties = ELEMENTS["text"].properties
    defaults = {name: property_.default for name, property_ in properties.items()}
    return defaults | {name: properties[name].kind.parse(raw) for name, raw in given.items()}


def set_plain(payload: str, width: float = 200, height: float = 100, **given: Any) -> TextContent:
    """`payload` set in a box at (0, 0): at the default size of 20, ten pixels for each character."""
    values = text_values(payload=payload, **{"font_size": 20, "line_height": 100, **given})
    return set_text(values, Box(0, 0, width, height), PlainTypesetter())


def words_of(content: TextContent) -> list[str]:
    """Each line's text, its runs from left to right."""
    return ["".join(run.text for run in runs) for _, runs in content.lines]
