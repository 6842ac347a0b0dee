"""Line break opportunities (UAX #14)."""

from __future__ import annotations

import pytest

from tintype.engine.text.linebreak import break_points


@pytest.mark.parametrize(
    "marked",
    [
        "one |two  |three",
        "well-|known",
        "3.5 |% |off",
        "$3,500.00 |-5 |100%",
        "(a) |[b] |{c}",
        "«a» |“b” |‘c’",
        "Hello! |World? |Yes.",
        "a\u00a0b\u2060c",
        "extra\u00ad|ordinary",
        "zero\u200b|width",
        "and/|or",
        "e.g.,x",
        "a|—|b",
        "日|本|語",
        "日|本。",
        "「日|本」|語",
        "カー|ド",
        "中|文",
        "한|국|어",
        "👨‍👩‍👧|👍🏽|x",
        "🇫🇷|🇺🇳",
        "שלום |עולם",
        "กา|เก",
        "a\u0301b |c",
    ],
)
def test_lines_may_break_at_the_marks_and_nowhere_else(marked: str) -> None:
    parts = marked.split("|")
    expected = {sum(map(len, parts[:index])) for index in range(1, len(parts))}
    assert break_points("".join(parts)) == expected


def test_numbers_stay_whole() -> None:
    assert break_points("1,234.56") == set()
    assert break_points("2024/05/06") == set()


def test_nothing_breaks_in_an_empty_text() -> None:
    assert break_points("") == set()
