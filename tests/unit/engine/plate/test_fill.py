"""Filling a plate with a request's overrides and variables."""

from __future__ import annotations

from typing import Any

import pytest

from tintype.base.record import replace
from tintype.engine.plate import INLINE, Box, Plate, element_from, plate_from, scaled
from tintype.engine.plate.conditions import holds, read_condition
from tintype.engine.plate.fill import MAX_TEXT, Override, fill, substitute, variables_of
from tintype.engine.text.markup import PLAIN, Look, spans


def plate(**title: Any) -> Plate:
    return plate_from(
        {
            "design_id": "d",
            "revision": 3,
            "format": "og",
            "uid": "u",
            "width": 1200,
            "height": 630,
            "root": {"background_color": "#0B1020"},
            "elements": [
                ["photo", "image", [0, 0, 1200, 630], {"image_url": "asset:hero.jpg"}],
                ["title", "text", [80, 180, 760, 180], {"payload": "Hello {name|there}", "font_size": 64, **title}],
            ],
            "assets": {"hero.jpg": "ab" * 32},
        }
    )


def test_a_plate_has_a_value_for_every_property_and_knows_its_identity() -> None:
    title = plate().elements[1]
    assert (title.values["font_size"], title.values["line_height"], title.static) == (64, 120, True)
    assert plate().key == "d:3:u"


def test_an_override_changes_one_value_and_only_its_element_stops_being_fixed() -> None:
    filled = fill(plate(), [Override("title", "color", "ff0000")], {})
    photo, title = filled.plate.elements
    assert (title.values["color"], title.static, photo.static, filled.problems) == ((255, 0, 0, 255), False, True, ())


def test_the_root_is_a_layer_like_the_others() -> None:
    filled = fill(plate(), [Override("root", None, "#fff")], {})
    assert (filled.plate.root.values["background_color"], filled.plate.root.static) == ((255, 255, 255, 255), False)


def test_the_content_shorthand_means_the_types_content() -> None:
    filled = fill(plate(), [Override("photo", None, "https://example.com/a.png"), Override("title", None, "Yo")], {})
    assert [each.values.get("image_url") or each.values["payload"] for each in filled.plate.elements] == [
        "https://example.com/a.png",
        "Yo",
    ]


def test_a_bad_value_leaves_the_designs_own_and_is_named() -> None:
    filled = fill(plate(), [Override("title", "font_size", "huge"), Override("photo", None, "ftp://x")], {})
    assert filled.plate.elements[1].values["font_size"] == 64
    assert [f"{each.path}:{each.code}" for each in filled.problems] == [
        "title.font_size:wrong_type",
        "photo.image_url:invalid_url",
    ]


def test_an_unknown_layer_is_ignored_and_an_unknown_property_named() -> None:
    filled = fill(plate(), [Override("utm_source", None, "x"), Override("title", "colour", "red")], {})
    assert [f"{each.path}:{each.code}" for each in filled.problems] == ["title.colour:unknown_property"]


def test_variables_are_put_in_with_their_defaults() -> None:
    assert fill(plate(), [], {}).plate.elements[1].values["payload"] == "Hello there"
    assert fill(plate(), [], {}).plate.elements[1].static
    named = fill(plate(), [], {"name": "Alex"}).plate.elements[1]
    assert (named.values["payload"], named.static) == ("Hello Alex", False)


def test_what_is_put_in_is_not_read_again() -> None:
    assert substitute("{a}{b|x}{c}", {"a": "{b}", "c": "{"}) == "{b}x{"


def test_a_variable_without_a_value_or_default_is_nothing() -> None:
    assert substitute("Hi {name}!", {}) == "Hi !"


def test_braces_that_name_nothing_are_text() -> None:
    assert substitute("{} { a } {1x} {a b}", {"a": "x"}) == "{} { a } {1x} {a b}"


def test_the_variables_of_a_design_are_shown_as_written() -> None:
    assert variables_of(["Hi {name|there}, {name}", "{city}"]) == {"name": "{name|there}", "city": "{city}"}


def test_a_scaled_plate_scales_boxes_and_pixel_properties_only() -> None:
    large = scaled(plate(letter_spacing=1) if "letter_spacing" in plate().elements[1].values else plate(), 1.5)
    title = large.elements[1]
    assert (large.width, large.height, title.box.width, title.values["font_size"]) == (1800, 945, 1140, 96)
    assert (title.values["line_height"], title.values["font_weight"], large.key) == (120, 400, "d:3:u@1.5")


@pytest.mark.parametrize(
    ("text", "name", "filled"),
    [
        ("Hello {name}!", "Alex", "Hello Alex!"),
        ("Hello {name}! 3 new", "אבי", "Hello \u2068אבי\u2069! 3 new"),
        ("שלום {name}, 3", "Alex", "שלום \u2068Alex\u2069, 3"),
    ],
)
def test_what_is_put_in_does_not_reorder_the_text_around_it(text: str, name: str, filled: str) -> None:
    assert substitute(text, {"name": name}) == filled


MARKUP = ["<b>x</b>", "a<br>b", "AT&T", "1 < 2 > 0", "&lt;i&gt;", "<c=#ff0000>", "{{x}}", "{other}", "\\{x", "&amp;"]


@pytest.mark.parametrize("value", MARKUP)
def test_a_variables_value_is_shown_as_written(value: str) -> None:
    payload = fill(plate(), [], {"name": value, "other": "no"}).plate.elements[1].values["payload"]
    assert spans(payload) == [(f"Hello {value}", PLAIN)]


def test_markup_around_a_variable_is_the_designers_and_reaches_no_further() -> None:
    filled = fill(plate(payload="<b>{name}</b>!"), [], {"name": "</b><i>"}).plate.elements[1]
    assert spans(filled.values["payload"]) == [("</b><i>", Look(weight=700)), ("!", PLAIN)]


def test_a_default_is_the_designers_text() -> None:
    assert substitute("{name|<b>you</b>}", {}) == substitute("{name|<b>you</b>}", {"name": ""}) == "<b>you</b>"


@pytest.mark.parametrize(
    ("own", "shown"),
    [
        ("Use {curly} braces", "Use {curly} braces"),
        ("{{first_name}}, hi", "{{first_name}}, hi"),
        ("{a|b} {name} {x}", "b  {x}"),  # the design knows name, the request doesn't give it
        ("for (i) {print}", "for (i) {print}"),
        ("\\{name} \\{x}", "{name} {x}"),
        ("{who} and {who_else}", "Kim and {who_else}"),
        ("{json: 1} {} {", "{json: 1} {} {"),
    ],
)
def test_a_word_in_braces_that_names_nothing_stays_in_a_viewers_own_text(own: str, shown: str) -> None:
    filled = fill(plate(), [Override("title", None, own)], {"who": "Kim"})
    assert filled.plate.elements[1].values["payload"] == shown


def test_a_viewers_own_text_may_carry_markup() -> None:
    payload = fill(plate(), [Override("title", None, "<i>&lt;b> &amp;c</i>")], {}).plate.elements[1].values["payload"]
    assert spans(payload) == [("<b> &c", Look(italic=True))]


@pytest.mark.parametrize("value", ["Tom & Jerry", "a<b", "אבי & co", "&lt;", "<b>"])
def test_a_condition_sees_what_is_shown(value: str) -> None:
    document = {"layer": "title", "equals": f"Hello {value}"}
    condition = read_condition(document, {"title": "text"}, "", [])
    assert condition is not None
    named = fill(plate(), [], {"name": value}).plate.elements[1]
    assert holds(condition, {"title": named}, {})


@pytest.mark.parametrize("value", ["אבי", "a&b=<c>", "https://example.com/?q=שלום&x=1", "مرحبا", "x"])
def test_a_code_says_exactly_what_it_is_given(value: str) -> None:
    code = element_from("code", "qrcode", Box(0, 0, 90, 90), {"payload": "https://example.com/{path}?a=1&b=2"})
    filled = fill(replace(plate(), elements=(code,)), [], {"path": value}).plate.elements[0]
    assert filled.values["payload"] == f"https://example.com/{value}?a=1&b=2"
    own = fill(replace(plate(), elements=(code,)), [Override("code", None, "{id} שלום {path}")], {"path": value})
    assert own.plate.elements[0].values["payload"] == f"{{id}} שלום {value}"


def test_what_is_cut_off_is_counted_as_it_is_shown() -> None:
    fits = fill(plate(payload="{a}"), [], {"a": "&" * MAX_TEXT})
    assert (fits.problems, spans(fits.plate.elements[1].values["payload"])) == ((), [("&" * MAX_TEXT, PLAIN)])
    cut = fill(plate(payload="x{a}"), [], {"a": "<" * MAX_TEXT})
    assert [problem.code for problem in cut.problems] == ["too_long"]
    assert spans(cut.plate.elements[1].values["payload"]) == [("x" + "<" * (MAX_TEXT - 1), PLAIN)]


def test_a_text_that_names_a_long_variable_a_thousand_times_is_cut_off_and_named() -> None:
    filled = fill(plate(), [Override("title", None, "{a}" * 3000)], {"a": "x" * 9000})
    assert len(filled.plate.elements[1].values["payload"]) == MAX_TEXT
    assert [f"{each.path}:{each.code}" for each in filled.problems] == ["title.payload:too_long"]
    assert len(substitute("{a}" * 3000, {"a": "x" * 9000})) < 3 * MAX_TEXT


class TestPicturesThatTheRequestCarries:
    def test_its_bytes_take_the_place_of_the_designs_picture(self) -> None:
        filled = fill(plate(), [Override("photo", "image_encoded", "data:image/png;base64,iVBO Rw0")], {})
        assert (filled.plate.elements[0].values["image_url"], filled.problems) == (f"{INLINE}iVBO+Rw0", ())

    def test_where_it_names_a_picture_too_that_one_counts(self) -> None:
        changes = [Override("photo", "image_encoded", "iVBO"), Override("photo", None, "asset:other.png")]
        assert fill(plate(), changes, {}).plate.elements[0].values["image_url"] == "asset:other.png"

    def test_where_the_picture_that_it_names_is_no_url_the_bytes_count(self) -> None:
        changes = [Override("photo", "image_encoded", "iVBO"), Override("photo", None, "ftp://x")]
        assert fill(plate(), changes, {}).plate.elements[0].values["image_url"] == f"{INLINE}iVBO"

    @pytest.mark.parametrize("nonsense", ["!", "iVBO!", "data:image/png,abc", "é", "a"])
    def test_what_is_no_base64_is_named_and_leaves_the_designs_own(self, nonsense: str) -> None:
        filled = fill(plate(), [Override("photo", "image_encoded", nonsense)], {})
        assert filled.plate.elements[0].values["image_url"] == "asset:hero.jpg"
        assert [f"{each.path}:{each.code}" for each in filled.problems] == ["photo.image_encoded:invalid_base64"]

    def test_a_design_can_carry_one(self) -> None:
        values = element_from("a", "image", Box(0, 0, 1, 1), {"image_encoded": "iVBO"}).values
        assert values["image_url"] == f"{INLINE}iVBO"
        both = element_from("a", "image", Box(0, 0, 1, 1), {"image_encoded": "iVBO", "image_url": "asset:a"}).values
        assert both["image_url"] == "asset:a"
