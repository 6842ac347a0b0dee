"""Line break opportunities (UAX #14); tests/conformance has Unicode's own cases, test_opportunities Chromium's."""

from __future__ import annotations

import pytest

from tintype.engine.text.linebreak import Classes, break_points


@pytest.mark.parametrize(
    "marked",
    [
        "one |two  |three",
        "vrai ?",
        "well-|known |-word",
        "3.5 |% |off",
        "$3,500.00 |-5 |100%",
        "(a) |[b] |{c}",
        "«a» |“b” |‘c’",
        "Hello! |World? |Yes.",
        "a\u00a0b\u2060c",
        "extra\u00ad|ordinary",
        "zero\u200b |width",
        "and/|or",
        "e.g.,x",
        "a|—|b",
        "日|本。",
        "「日|本」|語",
        "日|“本”|日",
        "カー|ド",
        "한|국|어",
        "👨‍👩‍👧|👍🏽|x",
        "🇫🇷|🇺🇳|🇫",
        "שלום |עולם",
        "א-б–|x",
        "a\u0301b |c",
        "\u0301a\u200d日",
        "\U0001b050|\U0001f02c\U0001f3fb",  # a pictograph that is yet to come, in a colour
    ],
)
def test_lines_may_break_at_the_marks_and_nowhere_else(marked: str) -> None:
    parts = marked.split("|")
    expected = {sum(map(len, parts[:index])) for index in range(1, len(parts))}
    assert break_points("".join(parts)) == expected


def test_numbers_stay_whole() -> None:
    assert break_points("1,234.56") == set()
    assert break_points("2024/05/06") == set()
    assert break_points("(12.5)%") == set()


def test_nothing_breaks_in_an_empty_text() -> None:
    assert break_points("") == set()


def test_classes_may_be_tailored_and_leave_the_others_as_they_are() -> None:
    tailored = Classes({"CJ": "ID", "–": "HH"})
    assert break_points("カード –x", tailored) == {1, 2, 4}
    assert break_points("カード –x") == {2, 4, 5}
