"""The query string: what it asks for, and what is made of what nobody meant."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import partial
from types import FrameType, ModuleType
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tintype import query
from tintype.engine.plate import plate_from
from tintype.engine.plate.fill import Override, fill
from tintype.query import MAX_LENGTH, MAX_NAME, MAX_PARAMETERS, Query, canonical, characters, parse
from tintype.query.characters import MAX_DEPTH, MAX_MARKS


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


PLATE = plate_from(
    {
        "design_id": "d", "revision": 1, "uid": "u", "format": "og", "width": 100, "height": 100, "assets": {},
        "root": {}, "elements": [["title", "text", [0, 0, 100, 100], {"payload": "Hello {name}"}]],
    }
)  # fmt: skip


def canonical_of(raw: str) -> str:
    return canonical(parse(raw), PLATE)


@pytest.mark.parametrize(
    "spelling",
    ["vars.name=b&title=%61+%62", "title=a%20b&vars.name=b&root=", "title.payload=a+b&vars.name=b",
     "title=x&title=a b&vars.name=b"],
)  # fmt: skip
def test_the_canonical_form_is_the_same_for_every_spelling(spelling: str) -> None:
    assert canonical_of(spelling) == "title.payload=a b&vars.name=b"


def test_what_changes_no_pixel_is_no_part_of_the_canonical_form() -> None:
    assert canonical_of("utm_id=1&cid=2&_strict=1&_expires=9&_policy=x&_signature=y&_type=png") == ""
    assert canonical_of("_scale=2&_quality=50") == "_quality=50&_scale=2"


@pytest.mark.parametrize("value", ["100%", "5%zz", "%", "%4"])
def test_percent_signs_that_encode_nothing_stand_for_themselves(value: str) -> None:
    assert parse(f"title={value}").overrides == (Override("title", None, value),)


@pytest.mark.parametrize("value", ["%FF", "J%FCrgen", "%ED%A0%80", "%C0%AF", "\ud800", "a%00b"])
def test_bytes_that_are_no_text_leave_the_designs_own_and_are_named(value: str) -> None:
    filled = fill(PLATE, parse(f"title={value}").overrides, {})
    assert [f"{each.path}:{each.code}" for each in filled.problems] == ["title.payload:invalid_text"]
    assert [each.code for each in parse(f"vars.name={value}").problems] == ["invalid_text"]
    json.dumps([each.body() for each in filled.problems], ensure_ascii=False).encode()


@pytest.mark.parametrize("name", ["%FF", "\ud800", "a" * (MAX_NAME + 1)])
def test_a_name_that_nobody_can_have_is_ignored(name: str) -> None:
    assert parse(f"{name}=1") == Query()


def test_a_query_of_bounded_length_is_read_and_the_rest_named() -> None:
    asked = parse("title=Hi&photo=" + "x" * MAX_LENGTH)
    assert (asked.overrides, [each.code for each in asked.problems]) == ((Override("title", None, "Hi"),), ["too_long"])


RLO, PDF, RLI, PDI = "\u202e", "\u202c", "\u2067", "\u2069"


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        (f"{RLO}moc.elpmaxe{PDF} ok", "moc.elpmaxe ok"),
        (f"a{RLI}b{PDI}c", f"a{RLI}b{PDI}c"),
        (f"a{RLI}b", "ab"),
        (f"a{PDI}b{PDI}", "ab"),
        (RLI * 50 + "x" + PDI * 50, RLI * MAX_DEPTH + "x" + PDI * MAX_DEPTH),
        ("e" + "\u0301" * 60 + "f", "e" + "\u0301" * MAX_MARKS + "f"),
        ("e" + "\u0301\u200d" * 60, "e" + "\u0301\u200d" * MAX_MARKS + "\u200d" * (60 - MAX_MARKS)),
        ("Nguyễn Thị Tuyết", "Nguyễn Thị Tuyết"),
        ("👩🏽‍🚀🇩🇪", "👩🏽‍🚀🇩🇪"),
        ("שָׁלוֹם עֲלֵיכֶם", "שָׁלוֹם עֲלֵיכֶם"),
    ],
)
def test_text_keeps_to_itself(raw: str, kept: str) -> None:
    asked = parse(f"title={quote(raw)}&vars.name={quote(raw)}")
    assert (asked.overrides[0].value, asked.variables["name"]) == (kept, kept)


@pytest.mark.parametrize("hostile", ["\u2067", "\u2067a\u2069", "e\u0301", "{{", "%FF", "&a=1", "{a|"])
def test_a_query_costs_in_proportion_to_its_length(hostile: str) -> None:
    """No time limit, which a busy machine would fail: the work is counted."""
    counts = [steps_of(partial(parse, "title=" + hostile * n), query, characters) for n in (500, 1000, 2000)]
    assert counts[2] < 3 * counts[1] < 9 * counts[0]


def steps_of(call: Callable[[], object], *modules: ModuleType) -> int:
    """How many lines of `modules` run in `call`."""
    files, steps = {module.__file__ for module in modules}, 0

    def trace(frame: FrameType, event: str, _: object) -> Any:
        nonlocal steps
        if frame.f_code.co_filename not in files:
            return None
        steps += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(before)
    return steps


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
