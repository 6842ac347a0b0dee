"""What text layout needs to know of fonts; `paint` implements it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Typesetter(Protocol):
    """Resolves faces and measures text set in them. A face is named by an opaque key; widths are in ems."""

    def face(self, family: str, weight: int, italic: bool) -> str:
        """The key of the nearest face that exists; a family that is not there gets the default one's."""

    def covers(self, face: str, text: str) -> bool:
        """True where the face has a glyph for every character of `text`; false costs nothing but time."""

    def fallback(self, face: str, grapheme: str, lang: str) -> str | None:
        """The face that draws what `face` can't, alike in weight and slant; None if there is none."""

    def lend(self, face: str, mark: str, lender: str) -> bool:
        """Let `face` draw the `mark`, which it doesn't have, as `lender` does: over or under the middle of its base.

        False where it can't.
        """

    def advances(self, face: str, words: Sequence[str], rtl: bool = False) -> list[float]:
        """The width of each word, shaped by itself."""

    def spaced_advances(self, face: str, words: Sequence[Sequence[str]], rtl: bool = False) -> list[float]:
        """The width of each word, given as its graphemes, that is to be set with space between them, without that."""

    def gaps(self, face: str, words: Sequence[str]) -> list[float]:
        """The width of the space after each word, kerned with the words on both sides."""

    def line(self, face: str, size: float) -> tuple[float, float]:
        """Ascent and descent in pixels at `size` pixels, as browsers round them."""
