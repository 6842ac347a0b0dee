"""Layers that are shown on a condition: what it may say, and what a request makes of it."""

from __future__ import annotations

from typing import Any

import pytest

from tintype.base.errors import InvalidInputError, Problem
from tintype.document.check import check_document
from tintype.document.compile import compile_plate
from tintype.engine.plate import Element, plate_from
from tintype.engine.plate.conditions import read_condition
from tintype.engine.plate.fill import Override, fill

DISCOUNT = {"layer": "discount", "is": "filled"}
GOLD = {"var": "tier", "in": ["gold", "black"]}


def document(**badge: Any) -> dict[str, Any]:
    box = {"width": 50, "height": 50}
    return {
        "name": "Card",
        "formats": [{"name": "og", "width": 100, "height": 100}, {"name": "story", "width": 100, "height": 200}],
        "layers": [
            {"name": "discount", "type": "text", "layout": box, "properties": {"payload": "{off}"}},
            {"name": "photo", "type": "image", "layout": box},
            {"name": "stars", "type": "rating", "layout": box, "properties": {"rating_score": 0}},
            {"name": "ground", "type": "shape", "layout": box},
            {"name": "badge", "type": "shape", "layout": box, "properties": {"background_color": "#F00"}, **badge},
        ],
    }


def badge(layer: dict[str, Any], *overrides: Override, format_: int = 0, **variables: Any) -> Element:
    """The layer ``badge`` with these fields, as a request with these overrides and variables fills it."""
    checked = check_document(document(**layer), {}, {"inter"})
    record = compile_plate(checked, checked.formats[format_], "d", "u", {})
    return fill(plate_from({**record, "revision": 1}), overrides, variables).plate.elements[-1]


def is_shown(condition: Any, *overrides: Override, **variables: Any) -> bool:
    return not badge({"visible_if": condition}, *overrides, **variables).values["hidden"]


def test_a_layer_is_shown_while_another_is_filled() -> None:
    assert not is_shown(DISCOUNT)
    assert is_shown(DISCOUNT, off="20 %")
    assert is_shown(DISCOUNT, Override("discount", None, "20 %"))
    assert not is_shown(DISCOUNT, Override("discount", None, " {off} "))
    assert is_shown(DISCOUNT, Override("discount", None, " {nothing} "))  # names nothing, and so is text
    assert is_shown({"layer": "discount", "is": "empty"})


@pytest.mark.parametrize(
    ("layer", "empty", "filled"),
    [("photo", None, "https://example.com/a.jpg"), ("stars", "0", "40"), ("ground", "#FF000000", "#F00"),
     ("ground", None, "linear-gradient(0% 0% 0% 100%,0% #F00 0,100% #F00 1)"), ("root", "#FFF0", "#FFF")],
)  # fmt: skip
def test_what_filled_means_depends_on_the_layers_type(layer: str, empty: str | None, filled: str) -> None:
    condition = {"layer": layer, "is": "filled"}
    assert not is_shown(condition, *([Override(layer, None, empty)] if empty else []))
    assert is_shown(condition, Override(layer, None, filled))


def test_a_picture_that_the_request_carries_fills_its_layer() -> None:
    assert is_shown({"layer": "photo", "is": "filled"}, Override("photo", "image_encoded", "iVBO"))


def test_a_layer_that_is_hidden_is_empty() -> None:
    assert not is_shown(DISCOUNT, Override("discount", "hidden", "true"), off="20 %")


def test_a_variable_is_compared() -> None:
    assert [is_shown(GOLD, tier=tier) for tier in ("gold", "black", "Gold", "silver")] == [True, True, False, False]
    assert not is_shown(GOLD)
    assert is_shown({"var": "tier", "equals": 3}, tier="3")
    assert is_shown({"var": "tier", "is": "filled"}, tier="x")
    assert not is_shown({"var": "tier", "is": "filled"}, tier=" ")


def test_a_layers_content_is_compared_as_its_kind_reads_it() -> None:
    assert is_shown({"layer": "ground", "equals": "#ff0000"}, Override("ground", None, "F00"))
    assert is_shown({"layer": "stars", "in": [50, 60]}, Override("stars", None, "50.0"))
    assert is_shown({"layer": "discount", "equals": "אבי"}, off="אבי")


def test_conditions_are_combined() -> None:
    both, either = {"all": [DISCOUNT, GOLD]}, {"any": [DISCOUNT, GOLD]}
    assert [is_shown(both, off="1", tier=tier) for tier in ("gold", "tin")] == [True, False]
    assert [is_shown(either, tier=tier) for tier in ("gold", "tin")] == [True, False]
    assert [is_shown({"not": GOLD}, tier=tier) for tier in ("gold", "tin")] == [False, True]


def test_hidden_in_the_url_wins() -> None:
    assert is_shown(DISCOUNT, Override("badge", "hidden", "false"))
    assert not is_shown(DISCOUNT, Override("badge", "hidden", "true"), off="1")
    assert not is_shown(DISCOUNT, Override("badge", "hidden", "nonsense"))


def test_a_layer_that_the_design_hides_stays_hidden() -> None:
    assert badge({"hidden": True, "visible_if": DISCOUNT}, off="1").values["hidden"]


def test_a_format_may_have_a_condition_of_its_own() -> None:
    layer = {"visible_if": DISCOUNT, "formats": {"story": {"visible_if": GOLD}}}
    assert [badge(layer, format_=index, off="1").values["hidden"] for index in (0, 1)] == [False, True]


def test_it_is_fixed_unless_the_request_has_a_say() -> None:
    """What is the same for every request is painted once: a condition on nothing that is sent changes nothing."""
    assert badge({"visible_if": {"any": [DISCOUNT, GOLD]}}, Override("photo", None, "asset:a"), other="x").static
    assert not badge({"visible_if": DISCOUNT}, off="1").static
    assert not badge({"visible_if": GOLD}, tier="tin").static
    assert not badge({"visible_if": {"not": {"all": [GOLD, DISCOUNT]}}}, off="1").static


PATH = "layers[4].visible_if"


@pytest.mark.parametrize(
    ("condition", "problems"),
    [
        ({}, [f"{PATH}:missing_required", f"{PATH}:missing_required"]),
        ({"layer": "nobody", "is": "filled"}, [f"{PATH}.layer:unknown_layer"]),
        ({"layer": ["discount"], "is": "filled"}, [f"{PATH}.layer:unknown_layer"]),
        ({"layer": "discount", "is": "full"}, [f"{PATH}.is:unknown_enum_value"]),
        ({"layer": "discount", "like": "x"}, [f"{PATH}.like:unknown_field", f"{PATH}:missing_required"]),
        ({"layer": "discount", "is": "filled", "equals": "x"}, [f"{PATH}:missing_required"]),
        ({"layer": "discount", "var": "x", "is": "filled"}, [f"{PATH}:missing_required"]),
        ({"var": "", "is": "filled"}, [f"{PATH}.var:wrong_type"]),
        ({"var": "tier", "in": "gold"}, [f"{PATH}.in:wrong_type"]),
        ({"var": "tier", "in": []}, [f"{PATH}.in:out_of_range"]),
        ({"var": "tier", "in": ["gold", None, {}]}, [f"{PATH}.in[1]:wrong_type", f"{PATH}.in[2]:wrong_type"]),
        ({"layer": "stars", "equals": "many"}, [f"{PATH}.equals:wrong_type"]),
        ({"layer": "ground", "in": ["F00", "red"]}, [f"{PATH}.in[1]:invalid_colour"]),
        ({"all": [DISCOUNT, {"any": [{"layer": "x", "is": "y"}, "z"]}]},
         [f"{PATH}.all[1].any[0].layer:unknown_layer", f"{PATH}.all[1].any[1]:wrong_type"]),
        ({"not": DISCOUNT, "is": "filled"}, [f"{PATH}.is:unknown_field"]),
        ({"not": {"not": {"not": {"not": DISCOUNT}}}}, [f"{PATH}.not.not.not.not:out_of_range"]),
        ("discount", [f"{PATH}:wrong_type"]),
    ],
)  # fmt: skip
def test_every_problem_of_a_condition_is_listed(condition: Any, problems: list[str]) -> None:
    with pytest.raises(InvalidInputError) as caught:
        check_document(document(visible_if=condition), {}, {"inter"})
    assert [f"{each.path}:{each.code}" for each in caught.value.problems] == problems


def test_the_condition_of_a_format_is_checked_too() -> None:
    with pytest.raises(InvalidInputError) as caught:
        check_document(document(formats={"og": {"visible_if": {"layer": "x", "is": "filled"}}}), {}, {"inter"})
    assert [each.path for each in caught.value.problems] == ["layers[4].formats.og.visible_if.layer"]


def test_a_very_deep_condition_is_refused_and_not_walked() -> None:
    raw: dict[str, Any] = DISCOUNT
    for _ in range(5000):
        raw = {"any": [raw]}
    problems: list[Problem] = []
    assert read_condition(raw, {"discount": "text"}, "here", problems) is None
    assert [each.code for each in problems] == ["out_of_range"]
