"""Graphemes (UAX #29) and which of them are emoji."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tintype.engine.text.unicode import grapheme_starts, is_emoji


@pytest.mark.parametrize(
    ("text", "graphemes"),
    [
        ("", []),
        ("abc", ["a", "b", "c"]),
        ("e\u0301x", ["e\u0301", "x"]),
        ("\r\n", ["\r\n"]),
        ("각각", ["각", "각"]),
        ("👨‍👩‍👧‍👦👍🏽", ["👨‍👩‍👧‍👦", "👍🏽"]),
        ("🇫🇷🇺🇳🇫", ["🇫🇷", "🇺🇳", "🇫"]),
        ("1️⃣2", ["1️⃣", "2"]),
        ("क्षि", ["क्षि"]),
        ("กี่", ["กี่"]),
        ("🏴󠁧󠁢󠁥󠁮󠁧󠁿!", ["🏴󠁧󠁢󠁥󠁮󠁧󠁿", "!"]),
    ],
)
def test_text_falls_into_graphemes(text: str, graphemes: list[str]) -> None:
    starts = grapheme_starts(text)
    assert [text[low:high] for low, high in pairwise(starts)] == graphemes


@pytest.mark.parametrize("grapheme", ["😀", "❤️", "1️⃣", "🇫🇷", "👍🏽", "☕", "🏳️‍🌈", "©️"])
def test_what_asks_for_a_picture_is_emoji(grapheme: str) -> None:
    assert is_emoji(grapheme)


@pytest.mark.parametrize("grapheme", ["a", "1", "#", "❤", "☺︎", "©", "™", "中", "é"])
def test_text_by_nature_stays_text(grapheme: str) -> None:
    assert not is_emoji(grapheme)
