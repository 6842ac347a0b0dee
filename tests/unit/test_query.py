"""The query string: what it asks for, and what is made of what nobody meant."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tintype.plate.fill import Override
from tintype.query import MAX_PARAMETERS, Query, parse


def test_a_layer_alone_is_its_content_and_a_dotted_name_a_property() -> None:
    asked = parse("title=Hi+Alex&photo.mask_properties.radius=24")
    assert asked.overrides == (Override("title", None, "Hi Alex"), Override("photo", "mask_properties.radius", "24"))


def test_variables_stand_apart() -> None:
    asked = parse("vars.name=Zo%C3%AB&title=x")
    assert (asked.variables, len(asked.overrides)) == ({"name": "Zoë"}, 1)


def test_reserved_parameters_are_read() -> None:
    asked = parse("_type=webp&_quality=75&_scale=1.5&_strict=1")
    assert (asked.type, asked.quality, asked.scale, asked.strict) == ("webp", 75, 1.5, True)


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("_type=bmp", "_type:unknown_enum_value"),
        ("_quality=0", "_quality:out_of_range"),
        ("_quality=101", "_quality:out_of_range"),
        ("_scale=4", "_scale:unknown_enum_value"),
        ("_strict=maybe", "_strict:wrong_type"),
        ("vars.x=%00", "vars.x:invalid_text"),
    ],
)
def test_a_bad_reserved_value_counts_as_absent_and_is_named(raw: str, problem: str) -> None:
    asked = parse(raw)
    assert [f"{each.path}:{each.code}" for each in asked.problems] == [problem]
    assert (asked.type, asked.quality, asked.scale, asked.strict) == (None, None, 1.0, False)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "   ",
        "{{first_name}}",
        "{{ contact.first_name }}",
        "*|FNAME|*",
        "%%name%%",
        "[[name]]",
        "${name}",
        "Hi {{name}}!",
    ],
)
def test_an_empty_value_or_an_unreplaced_merge_tag_means_the_default(value: str) -> None:
    assert parse(urlencode({"title": value})) == Query()


@pytest.mark.parametrize("value", ["{name}", "100%% sure", "[x]", "$5", "a | b", "50% off 100%"])
def test_text_that_only_resembles_a_merge_tag_is_text(value: str) -> None:
    assert parse(urlencode({"title": value})).overrides == (Override("title", None, value),)


def test_unknown_reserved_names_are_ignored() -> None:
    assert parse("_ga=1.2&_hsenc=x").overrides == ()


def test_the_last_of_a_parameter_that_comes_twice_counts() -> None:
    assert parse("title=a&title=b").overrides == (Override("title", None, "b"),)


def test_the_canonical_form_is_the_same_for_every_spelling() -> None:
    assert parse("b=2&a=%61+%62&c=").canonical == parse("a=a%20b&b=2").canonical == "a=a b&b=2"


def test_more_parameters_than_anybody_needs_are_cut_off_and_named() -> None:
    asked = parse("&".join(f"a{index}=1" for index in range(MAX_PARAMETERS + 5)))
    assert (len(asked.overrides), asked.problems[0].code) == (MAX_PARAMETERS, "too_many")


@given(st.text(alphabet=st.characters(codec="latin-1"), max_size=300))
def test_no_query_raises(raw: str) -> None:
    parse(raw)


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.text(min_size=1, max_size=20), max_size=5))
def test_what_is_encoded_comes_back(values: dict[str, str]) -> None:
    values = {key: value.encode("utf-8", "ignore").decode() for key, value in values.items()}
    values = {key: value for key, value in values.items() if value.strip() and not set(value) & set("{}[]%$*|")}
    asked = parse("&".join(f"{key}={quote(value)}" for key, value in values.items()))
    assert {each.layer: each.value for each in asked.overrides} == values
