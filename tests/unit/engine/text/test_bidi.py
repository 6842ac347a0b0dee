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


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        ("א(ב)\u0331", 0, [1, 1, 1, 1, 1]),  # a mark goes with its bracket
        ("a\u2329b\u3009", 1, [2, 2, 2, 2]),  # equivalent brackets pair
        ("a⦍b⦐", 1, [2, 2, 2, 2]),  # these two pairs cross
        ("a⦏b⦎", 1, [2, 2, 2, 2]),
        ("a﹙b﹚", 1, [2, 2, 2, 2]),  # not mirrored
        ("א⹕ב⹖", 0, [1, 1, 1, 1]),
        ("a\tא\t", 1, [2, 1, 1, 1]),  # separators and what ends the text: L1
        ("a ", 1, [2, 1]),
        ("\U00010d4aa", 1, [1, 2]),  # Garay, younger than Python's own table
        ("\u05ff", 0, [1]),  # what is not assigned yet will be Hebrew
    ],
)
def test_levels(text: str, base: int, expected: list[int]) -> None:
    assert levels(text, base) == expected


def test_an_isolate_takes_its_direction_from_far_ahead() -> None:
    far = "\u2068" + "!" * 5000 + "א\u2069"
    assert levels(far, 0)[1:3] == [1, 1]
    assert levels("\u2068" * 4000 + "א", 0)[-1] == 125  # the deepest that there is


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
