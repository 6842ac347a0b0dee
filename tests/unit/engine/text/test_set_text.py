"""Text set in a box, with a typesetter in which every character is half an em wide."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.engine.text.plain_fonts import PlainTypesetter, set_plain, text_values, words_of
from tintype.engine.plate import Box
from tintype.engine.properties.kinds import Colour
from tintype.engine.text import bounds, set_label, set_text


def test_text_wraps_between_words() -> None:
    content = set_plain("one two three", width=80)
    assert words_of(content) == ["one two", "three"]


def test_a_line_takes_what_fits_exactly() -> None:
    assert words_of(set_plain("abc def", width=70)) == ["abc def"]
    assert words_of(set_plain("abc def", width=69)) == ["abc", "def"]


@pytest.mark.parametrize("separator", ["\n", "\r\n", "<br>", "\u2028"])
def test_forced_breaks(separator: str) -> None:
    assert words_of(set_plain(f"a{separator}b{separator}{separator}c")) == ["a", "b", "", "c"]


def test_a_word_that_is_too_long_is_broken_between_graphemes() -> None:
    assert words_of(set_plain("e\u0301" * 7, width=30)) == ["e\u0301" * 3, "e\u0301" * 3, "e\u0301"]


def test_spaces_are_kept_inside_a_line_and_vanish_at_its_end() -> None:
    assert words_of(set_plain("a  b   c", width=50)) == ["a  b", "c"]


def test_a_soft_hyphen_shows_only_at_a_lines_end() -> None:
    content = set_plain("extra\u00adordinary", width=90)
    assert [line.replace("\u00ad", "") for line in words_of(content)] == ["extra-", "ordinary"]


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (79, ["extra-", "ordi-", "nary"]),
        (80, ["extraor-", "dinary"]),
        (150, ["extraordinary"]),
        (60, ["extra-", "ordi-", "nary"]),
    ],
)
def test_a_line_ends_before_a_hyphen_that_would_stand_out(width: float, lines: list[str]) -> None:
    assert words_of(set_plain("ex\u00adtra\u00ador\u00addi\u00adnary", width=width)) == lines


def test_lines_are_as_far_apart_as_line_height_says() -> None:
    content = set_plain("a\nb", line_height=150)
    (first, _), (second, _) = content.lines
    assert second - first == 30


def test_the_baseline_centres_ascent_and_descent_in_the_line() -> None:
    ((baseline, _),) = set_plain("a", line_height=200).lines
    assert baseline == 10 + 16  # half of the 20 spare pixels, then the ascent


@pytest.mark.parametrize(
    ("alignment", "x", "baseline"),
    [("top left", 0, 16), ("middle center", 80, 56), ("bottom right", 160, 96), ("center", 80, 16), ("bottom", 0, 96)],
)
def test_alignment(alignment: str, x: float, baseline: float) -> None:
    ((line_at, (run,)),) = set_plain("abcd", alignment=alignment).lines
    assert (run.x, line_at) == (x, baseline)


@pytest.mark.parametrize(
    ("alignment", "x"), [("justify", 0), ("justify-left", 0), ("justify-center", 35), ("middle justify-right", 70)]
)
def test_justified_lines_fill_the_box_but_the_last(alignment: str, x: float) -> None:
    (_, (first,)), (_, (last,)) = set_plain("ab cd ef gh", width=90, alignment=alignment).lines
    assert (first.text, first.width, first.word_spacing) == ("ab cd ef", 90, 5)
    assert (last.x, last.word_spacing) == (x, 0)


def test_letter_spacing_widens_text_and_may_wrap_it() -> None:
    ((_, (run,)),) = set_plain("abc", letter_spacing=4).lines
    assert run.width == 3 * 14
    assert words_of(set_plain("abc def", width=75, letter_spacing=2)) == ["abc", "def"]


def test_letter_spacing_leaves_joined_scripts_together() -> None:
    ((_, (run,)),) = set_plain("سلام", letter_spacing=4).lines
    assert run.letter_spacing == 0


class TestFitting:
    def test_auto_resize_finds_the_largest_size_that_fits(self) -> None:
        content = set_plain("abcdefghij", width=100, height=40, font_size=64, auto_resize=True)
        assert content.lines[0][1][0].size == 20

    def test_it_keeps_the_full_size_where_that_fits(self) -> None:
        content = set_plain("ab", width=100, height=40, font_size=30, auto_resize=True)
        assert content.lines[0][1][0].size == 30

    def test_it_stops_at_the_smallest_size(self) -> None:
        content = set_plain("a" * 100, width=100, height=10, font_size=30, min_font_size=12, auto_resize=True)
        assert content.lines[0][1][0].size == 12

    def test_it_obeys_max_lines(self) -> None:
        content = set_plain("aa bb cc dd", width=60, height=500, font_size=40, max_lines=2, auto_resize=True)
        assert len(content.lines) == 2

    def test_lines_beyond_max_lines_are_left_out(self) -> None:
        assert words_of(set_plain("aa bb cc", width=20, max_lines=2)) == ["aa", "bb"]

    def test_an_ellipsis_ends_text_that_is_cut(self) -> None:
        assert words_of(set_plain("aa bb cc dd", width=60, max_lines=1, text_truncation=True)) == ["aa bb…"]

    def test_an_ellipsis_never_splits_a_grapheme(self) -> None:
        content = set_plain("e\u0301" * 9, width=45, max_lines=1, text_truncation=True)
        assert words_of(content) == ["e\u0301" * 3 + "…"]

    def test_truncation_cuts_what_is_below_the_box(self) -> None:
        assert words_of(set_plain("aa bb cc dd", width=30, height=45, text_truncation=True)) == ["aa", "bb…"]

    def test_text_that_fits_has_no_ellipsis(self) -> None:
        assert words_of(set_plain("aa bb", width=60, max_lines=1, text_truncation=True)) == ["aa bb"]

    def test_in_right_to_left_text_the_ellipsis_stands_on_the_left(self) -> None:
        ((_, runs),) = set_plain("שלום שלום שלום", width=90, max_lines=1, text_truncation=True).lines
        assert runs[0].text.startswith("…") or runs[0].text.endswith("…")
        assert runs[0].x == 0

    def test_harmony_makes_lines_alike(self) -> None:
        text = "aaa bbb ccc ddd eee"
        assert words_of(set_plain(text, width=160)) == ["aaa bbb ccc ddd", "eee"]
        assert words_of(set_plain(text, width=160, text_harmony=True)) == ["aaa bbb ccc", "ddd eee"]


class TestFaces:
    def test_each_grapheme_gets_a_face_that_has_it(self) -> None:
        ((_, runs),) = set_plain("ab中😀").lines
        assert [(run.text, run.face) for run in runs] == [("ab", "latin"), ("中", "cjk"), ("😀", "emoji")]

    def test_what_no_face_has_becomes_a_placeholder_and_is_named(self) -> None:
        content = set_plain("a\u10a0b\u10a0")
        assert words_of(content) == ["a\ufffdb\ufffd"]
        assert content.missing == ("\u10a0",)

    def test_runs_are_in_visual_order(self) -> None:
        ((_, runs),) = set_plain("abc שלום").lines
        assert [run.rtl for run in runs] == [False, True]
        ((_, runs),) = set_plain("שלום abc").lines
        assert [(run.text, run.rtl) for run in runs] == [("abc", False), (" ", True), ("שלום", True)]

    @pytest.mark.parametrize("invisible", ["\u200b", "\u2060", "\u2068\u2069", "\u200e", "\u00ad", "\u061c", "\u3164"])
    @pytest.mark.parametrize("spacing", [0, 4])
    def test_what_is_never_seen_takes_no_room(self, invisible: str, spacing: float) -> None:
        ((_, runs),) = set_plain(f"中a{invisible}b", letter_spacing=spacing).lines
        assert [(run.text, run.width) for run in runs] == [("中", 10 + spacing), ("ab", 20 + 2 * spacing)]

    def test_control_characters_vanish(self) -> None:
        assert words_of(set_plain("a\x07b\ufeffc")) == ["abc"]


class TestMarkup:
    def test_spans_have_their_own_face_size_and_colour(self) -> None:
        ((_, runs),) = set_plain("a<b>b</b><size=200%>c</size><c=#ff0000>d</c>").lines
        assert [(run.text, run.face, run.size) for run in runs] == [
            ("a", "latin", 20), ("b", "latin-700", 20), ("c", "latin", 40), ("d", "latin", 20),
        ]  # fmt: skip
        assert runs[3].fill == Colour(255, 0, 0)

    def test_a_larger_span_makes_its_line_higher(self) -> None:
        (first, _), (second, _) = set_plain("a<br><size=200%>b</size>").lines
        assert (first, second) == (16, 20 + 32)

    def test_underline_and_strike_out_are_bars(self) -> None:
        content = set_plain("a<u>bb</u><s>c</s>")
        assert [(bar.box.x, bar.box.width, bar.box.height) for bar in content.bars] == [(10, 20, 2), (30, 10, 2)]
        assert content.bars[0].box.y > content.lines[0][0] > content.bars[1].box.y

    @pytest.mark.parametrize("tag", ["u", "s"])
    @pytest.mark.parametrize(
        ("text", "given", "bars"),
        [
            ("ab", {}, [(0, 20)]),
            ("ab cd ", {}, [(0, 50)]),
            ("ab<br>cde", {}, [(0, 20), (0, 30)]),
            ("ab cd ef", {"width": 60}, [(0, 50), (0, 20)]),
            ("ab cd ef", {"width": 60, "alignment": "justify"}, [(0, 60), (0, 20)]),
            ("ab", {"letter_spacing": 5, "alignment": "right"}, [(170, 30)]),
            ("אב", {}, [(0, 20)]),
        ],
    )
    def test_a_whole_line_is_decorated_like_a_part(
        self, tag: str, text: str, given: dict[str, Any], bars: list[tuple[float, float]]
    ) -> None:
        content = set_plain(f"<{tag}>{text}</{tag}>", **given)
        assert [(bar.box.x, bar.box.width) for bar in content.bars] == bars

    def test_case_changes_text_but_not_tags(self) -> None:
        assert words_of(set_plain("<b>a</b>b", text_transform="uppercase")) == ["AB"]


class TestAround:
    def test_the_ground_lies_behind_each_line_with_padding_around_all(self) -> None:
        content = set_plain("aa\nb", background_color="#ff0000", background_padding="3 5")
        boxes = [bar.box for bar in content.backgrounds]
        assert boxes == [Box(-5, -3, 30, 23), Box(-5, 20, 20, 23)]

    def test_no_ground_without_a_colour(self) -> None:
        assert set_plain("a").backgrounds == ()

    @pytest.mark.parametrize(
        ("side", "box"),
        [
            ("left", Box(-6, -1, 2, 22)),
            ("right", Box(24, -1, 2, 22)),
            ("top", Box(-1, -6, 22, 2)),
            ("bottom", Box(-1, 24, 22, 2)),
        ],
    )
    def test_the_side_border_keeps_its_distance_and_spreads(self, side: str, box: Box) -> None:
        content = set_plain(
            "aa", side_border=side, side_border_thickness=2, side_border_padding=4, side_border_spread=1,
            side_border_rounded=True,
        )  # fmt: skip
        assert [(bar.box, bar.radius) for bar in content.backgrounds] == [(box, 1)]

    def test_its_offset_moves_it_along_its_length(self) -> None:
        content = set_plain("aa", side_border="left", side_border_thickness=2, side_border_offset=7)
        assert content.backgrounds[0].box == Box(-2, 7, 2, 20)

    def test_a_stroke_needs_a_width(self) -> None:
        assert set_plain("a", stroke_color="#ff0000").stroke is None
        assert set_plain("a", stroke_color="#ff0000", stroke_width=2).stroke == Colour(255, 0, 0)

    def test_bounds_hold_everything(self) -> None:
        content = set_plain("aa", width=50, background_color="#fff", background_padding=30, stroke_width=5, skew_y=10)
        box = bounds(content)
        assert box.x <= -30
        assert box.y <= -30
        assert box.x + box.width >= 50
        assert box.y + box.height >= 50


def test_a_label_stands_in_the_middle() -> None:
    values = dict(text_values(payload="ab", font_size=20, line_height=100), text_align="right")
    ((baseline, (run,)),) = set_label(values, Box(0, 0, 100, 60), PlainTypesetter()).lines
    assert (run.x, baseline) == (80, 36)


@pytest.mark.parametrize(
    "payload", [" ", "   ", "\n", "\u00ad", "\u200d", "<b></b>", "\u2068\u2069", "א" * 300, "( " * 99]
)
@pytest.mark.parametrize("width", [0, 5, 200])
def test_odd_texts_can_be_set(payload: str, width: float) -> None:
    content = set_text(
        text_values(payload=payload, auto_resize=True, text_truncation=True, max_lines=2, text_harmony=True),
        Box(0, 0, width, 50),
        PlainTypesetter(),
    )
    assert 1 <= len(content.lines) <= 2


def test_a_joining_script_stays_joined_where_its_style_changes() -> None:
    ((_, runs),) = set_plain("سل<c=#ff0000>ام</c>").lines
    assert {run.text for run in runs} == {"\u200dام", "سل\u200d"}
