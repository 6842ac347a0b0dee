"""Bidirectional text (UAX #9)."""

from __future__ import annotations

import pytest

from tintype.engine.text.bidi import base_level, has_rtl, levels, visual_order


def shown(text: str) -> str:
    """The text from left to right, as the levels order it."""
    order = visual_order(levels(text, base_level(text)))
    return "".join(text[index] for index in order)


@pytest.mark.parametrize(
    ("logical", "visual"),
    [
        ("abc", "abc"),
        ("אבג", "גבא"),
        ("abc אבג def", "abc גבא def"),
        ("אבג abc דהו", "והד abc גבא"),
        ("אבג 123 דהו", "והד 123 גבא"),
        ("price 12 אבג", "price 12 גבא"),
        ("אבג (12%)", ")12%( גבא"),
        ("a (אב) b", "a (בא) b"),
        ("א1-2ב", "ב1-2א"),
        ("ابج ١٢٣", "١٢٣ جبا"),
        ("a\u2067אב! c\u2069 d", "a\u2067c !בא\u2069 d"),
    ],
)
def test_text_is_shown_in_visual_order(logical: str, visual: str) -> None:
    assert shown(logical) == visual


def test_an_override_turns_everything_round() -> None:
    kept = [
        level
        for level, character in zip(levels("\u202eabc\u202c", 0), "\u202eabc\u202c", strict=True)
        if character in "abc"
    ]
    assert kept == [1, 1, 1]


def test_the_first_strong_character_gives_the_direction() -> None:
    assert base_level("123 אבג abc") == 1
    assert base_level("123 abc אבג") == 0
    assert base_level("\u2067א\u2069 abc") == 0
    assert base_level("12 !") == 0


def test_latin_text_needs_no_reordering() -> None:
    assert not has_rtl("Grüße, naïve — Ω ж 日本")
    assert has_rtl("x א")
    assert has_rtl("x \U0001e900")
