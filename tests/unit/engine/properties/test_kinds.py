"""The kinds of value: what each takes, and what it says of what it does not take."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tintype.engine.properties.elements import ELEMENTS
from tintype.engine.properties.kinds import (
    Boolean,
    Choice,
    Colour,
    ColourKind,
    FillKind,
    LinearGradient,
    Number,
    Padding,
    PictureUrl,
    RadialGradient,
    Stop,
    Text,
    ValueProblem,
)
from tintype.engine.properties.show import shown


@pytest.mark.parametrize(
    ("raw", "colour"),
    [
        ("#fff", (255, 255, 255, 255)),
        ("fff", (255, 255, 255, 255)),
        ("#0F08", (0, 255, 0, 136)),
        ("1a47ff", (26, 71, 255, 255)),
        ("#1a47ff80", (26, 71, 255, 128)),
        ("cmyk(0,100,100,0)", (255, 0, 0, 255)),
        ("cmyka(0%, 0%, 0%, 50%, 50%)", (128, 128, 128, 128)),
    ],
)
def test_a_colour_is_read_in_every_notation(raw: str, colour: tuple[int, int, int, int]) -> None:
    assert ColourKind().parse(raw) == colour


@pytest.mark.parametrize("raw", ["", "#ff", "#ggg", "red", "cmyk(0,0,0)", "cmyk(0,0,0,101)", "cmyka(0,0,0,0)", 7, None])
def test_what_is_no_colour_is_refused(raw: Any) -> None:
    with pytest.raises(ValueProblem):
        ColourKind().parse(raw)


def test_a_linear_gradient_has_its_points_in_fractions_and_its_stops_in_order() -> None:
    fill = FillKind().parse("linear-gradient(0% 50% 100% 0%,100% #ffffff 0.5,0% #000 1)")
    assert fill == LinearGradient(0, 0.5, 1, 0, (Stop(0, Colour(0, 0, 0, 255)), Stop(1, Colour(255, 255, 255, 128))))


def test_a_radial_gradient_takes_cmyk_stops() -> None:
    fill = FillKind().parse("radial-gradient(50% 50% 71%,0% cmyk(0,0,0,0) 1,100% cmyk(0,0,0,100) 0)")
    assert fill == RadialGradient(0.5, 0.5, 0.71, (Stop(0, Colour(255, 255, 255, 255)), Stop(1, Colour(0, 0, 0, 0))))


@pytest.mark.parametrize(
    "raw",
    [
        "linear-gradient(0% 0% 100% 0%,0% #000 1)",  # one stop
        "linear-gradient(0% 0% 100%,0% #000 1,100% #fff 1)",  # three points
        "linear-gradient(0% 0% 100% 0%,0% #000000ff 1,100% #fff 1)",  # alpha inside a stop
        "linear-gradient(0% 0% 100% 0%,0% #000 2,100% #fff 1)",  # opacity past one
        "linear-gradient(0% 0% 100% 0%,0% #000 .,100% #fff 1)",
        "radial-gradient(50% 50% 0%,0% #000 1,100% #fff 1)",  # no radius
        "linear-gradient(" + "0% " * 4 + "," + ",".join(["0% #000 1"] * 9) + ")",  # nine stops
    ],
)
def test_a_gradient_that_breaks_a_rule_is_refused(raw: str) -> None:
    with pytest.raises(ValueProblem):
        FillKind().parse(raw)


@given(st.text(max_size=80))
def test_no_text_makes_a_fill_do_anything_but_parse_or_refuse(raw: str) -> None:
    try:
        fill = FillKind().parse(raw)
    except ValueProblem:
        return
    assert isinstance(fill, Colour | LinearGradient | RadialGradient)


@pytest.mark.parametrize(("raw", "number"), [("12", 12), ("-3.5", -3.5), (".5", 0.5), (7, 7), (" 8 ", 8), ("+1", 1)])
def test_a_number_is_read_from_text_and_json(raw: Any, number: float) -> None:
    assert Number().parse(raw) == number


@pytest.mark.parametrize(
    "raw", ["", "1e5", "nan", "inf", "0x10", "1_000", "٣", True, None, [], math.inf, math.nan, 10**400]
)
def test_what_is_no_finite_number_is_refused(raw: Any) -> None:
    with pytest.raises(ValueProblem) as caught:
        Number().parse(raw)
    assert caught.value.code == "wrong_type"


@pytest.mark.parametrize(
    ("kind", "raw", "expected"),
    [
        (Number(0, 40), "41", {"min": 0, "max": 40}),
        (Number(0, 40), "-0.1", {"min": 0, "max": 40}),
        (Number(minimum=1), "0", {"min": 1}),
        (Number(above=0, maximum=400), "0", {"min": 0, "max": 400}),
    ],
)
def test_a_number_past_its_bounds_is_told_the_bounds(kind: Number, raw: str, expected: dict[str, float]) -> None:
    with pytest.raises(ValueProblem) as caught:
        kind.parse(raw)
    assert (caught.value.code, caught.value.expected, caught.value.received) == ("out_of_range", expected, raw)


def test_a_whole_number_has_no_fraction() -> None:
    assert Number(whole=True).parse("3.0") == 3
    with pytest.raises(ValueProblem):
        Number(whole=True).parse("3.5")


@pytest.mark.parametrize(("raw", "value"), [("true", True), ("FALSE", False), ("1", True), (0, False), (True, True)])
def test_a_boolean_is_a_word_or_a_digit(raw: Any, value: bool) -> None:
    assert Boolean().parse(raw) is value


@pytest.mark.parametrize("raw", ["yes", "2", "", None, 2, 1.0, []])
def test_what_is_no_boolean_is_refused(raw: Any) -> None:
    with pytest.raises(ValueProblem):
        Boolean().parse(raw)


def test_a_choice_outside_the_list_is_told_the_list() -> None:
    with pytest.raises(ValueProblem) as caught:
        Choice(("cover", "fill")).parse("contain")
    assert (caught.value.code, caught.value.expected) == ("unknown_enum_value", ["cover", "fill"])


@pytest.mark.parametrize("raw", ["a\0b", "\ud800", "x" * 11])
def test_text_that_cannot_be_stored_or_is_too_long_is_refused(raw: str) -> None:
    with pytest.raises(ValueProblem):
        Text(10).parse(raw)


@pytest.mark.parametrize(
    "raw",
    ["https://example.com/a.png?x=1&y=%20", "http://127.0.0.1:9000/a", "https://[2001:db8::1]/a", "asset:hero.jpg",
     "HTTP://Example.COM/A.PNG", "https://example.com/my photo (1).png", "https://my_bucket.example/ä.jpg",
     "https://bücher.example/a.png?q=a b#c"],
)  # fmt: skip
@pytest.mark.parametrize("around", ["{}", " {} ", "\n{}", "{}\r\n", "\u00a0{}\t"])
def test_a_picture_comes_from_http_or_an_asset(raw: str, around: str) -> None:
    assert PictureUrl().parse(around.format(raw)) == raw


@given(
    st.text("aä _-.:/?#[]@%\\\t\n", max_size=20).map("http://a{}".format)
    | st.sampled_from([" HTTPS://a.b/ ", "http://a b/", "http://u@a/", "http://a_b", "http://a/%zz"])
)
def test_the_kind_takes_what_the_fetcher_takes_and_nothing_else(raw: str) -> None:
    from tintype.net.errors import FetchError
    from tintype.net.url import parse

    try:
        target = parse(raw)
    except FetchError:
        with pytest.raises(ValueProblem):
            PictureUrl().parse(raw)
    else:
        assert parse(PictureUrl().parse(raw)) == target


@pytest.mark.parametrize(
    "raw",
    [
        "ftp://example.com/a",
        "javascript:alert(1)",
        "https://",
        "https:///a",
        "https://a b/",
        "asset:../x",
        "asset:",
        "a.png",
        3,
    ],
)
def test_any_other_picture_address_is_refused(raw: Any) -> None:
    with pytest.raises(ValueProblem):
        PictureUrl().parse(raw)


@pytest.mark.parametrize(("raw", "padding"), [(10, (10, 10)), ("4", (4, 4)), ("0 10", (0, 10))])
def test_padding_is_one_number_or_two(raw: Any, padding: tuple[float, float]) -> None:
    assert Padding().parse(raw) == padding


def test_every_default_is_what_its_own_kind_parses_from_how_it_is_shown() -> None:
    for element in ELEMENTS.values():
        assert element.content in element.properties
        for property_ in element.properties.values():
            if property_.default is not None:
                assert property_.kind.parse(shown(property_.default)) == property_.default, property_
