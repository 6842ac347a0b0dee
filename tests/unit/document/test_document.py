"""Documents: what is accepted, and that every problem of what isn't is listed at once."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tintype.base.errors import InvalidInputError
from tintype.document.check import check_document
from tintype.document.compile import compile_plate
from tintype.engine.plate import plate_from

FONTS = {"inter"}
ASSETS = {"hero.jpg": "picture", "brand.ttf": "font"}
# The document of the contract, section 4.
LAUNCH: dict[str, Any] = {
    "name": "Launch card",
    "type": "static",
    "formats": [
        {"name": "og", "width": 1200, "height": 630, "background_color": "#0B1020"},
        {"name": "story", "width": 1080, "height": 1920, "background_color": "#0B1020"},
    ],
    "layers": [
        {
            "name": "photo",
            "type": "image",
            "layout": {"x": 0, "y": 0, "width": 1200, "height": 630},
            "properties": {"image_url": "asset:hero.jpg", "fitting_type": "cover"},
            "formats": {"story": {"layout": {"x": 0, "y": 0, "width": 1080, "height": 1920}}},
        },
        {
            "name": "title",
            "type": "text",
            "layout": {"x": 80, "y": 180, "width": 760, "height": 180},
            "properties": {
                "payload": "Hello {name|there}",
                "font": "Inter",
                "font_weight": 700,
                "font_size": 64,
                "color": "#FFFFFF",
                "alignment": "top left",
                "auto_resize": True,
                "min_font_size": 28,
                "max_lines": 2,
                "text_truncation": True,
            },
        },
    ],
}


def problems_of(raw: Any) -> dict[str, str]:
    with pytest.raises(InvalidInputError) as caught:
        check_document(raw, ASSETS, FONTS)
    return {problem.path: problem.code for problem in caught.value.problems}


def changed(path: str, value: Any) -> dict[str, Any]:
    """The launch card with one thing replaced: ``layers.0.type``."""
    document = copy.deepcopy(LAUNCH)
    *parents, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    target: Any = document
    for part in parents:
        target = target[part]
    target[last] = value
    return document


def test_the_contracts_document_is_accepted() -> None:
    assert check_document(LAUNCH, ASSETS, FONTS).name == "Launch card"


@pytest.mark.parametrize(
    ("path", "value", "where", "code"),
    [
        ("name", "", "name", "out_of_range"),
        ("name", 7, "name", "wrong_type"),
        ("type", "animated", "type", "unknown_enum_value"),
        ("colour", "x", "colour", "unknown_field"),
        ("formats", [], "formats", "out_of_range"),
        ("formats.0.width", 0, "formats[0].width", "out_of_range"),
        ("formats.0.width", 4097, "formats[0].width", "out_of_range"),
        ("formats.0.width", "1200", "formats[0].width", "wrong_type"),
        ("formats.0.width", True, "formats[0].width", "wrong_type"),
        ("formats.0.background_color", "blueish", "formats[0].background_color", "invalid_colour"),
        ("formats.1.name", "og", "formats[1].name", "duplicate_format_name"),
        ("formats.1.name", "a.b", "formats[1].name", "invalid_name"),
        ("formats.0.name", "9b57d65e-eb2c-4a74-a51e-4482917c248a", "formats[0].name", "reserved_format_name"),
        ("layers.0.type", "hologram", "layers[0].type", "unknown_enum_value"),
        ("layers.0.type", "root", "layers[0].type", "unknown_enum_value"),
        ("layers.1.name", "photo", "layers[1].name", "duplicate_layer_name"),
        ("layers.1.name", "_type", "layers[1].name", "invalid_name"),
        ("layers.1.name", "vars", "layers[1].name", "invalid_name"),
        ("layers.1.name", "a.b", "layers[1].name", "invalid_name"),
        ("layers.1.name", "title\n", "layers[1].name", "invalid_name"),
        ("formats.0.width", 1200.5, "formats[0].width", "wrong_type"),
        ("layers.1.layout.width", 0, "layers[1].layout.width", "out_of_range"),
        ("layers.1.properties.font_size", "big", "layers[1].properties.font_size", "wrong_type"),
        ("layers.1.properties.font_weight", 950, "layers[1].properties.font_weight", "out_of_range"),
        ("layers.1.properties.font", "Comic Sans", "layers[1].properties.font", "unknown_font"),
        ("layers.1.properties.font", "asset:hero.jpg", "layers[1].properties.font", "missing_assets"),
        ("layers.1.properties.colour", "#fff", "layers[1].properties.colour", "unknown_field"),
        ("layers.0.properties.image_url", "asset:none.jpg", "layers[0].properties.image_url", "missing_assets"),
        (
            "layers.0.properties.mask_properties",
            {"radius": -1},
            "layers[0].properties.mask_properties.radius",
            "out_of_range",
        ),
        ("layers.0.formats.square", {}, "layers[0].formats.square", "unknown_format_key"),
        (
            "layers.0.formats.story.properties",
            {"fitting_type": "stretch"},
            "layers[0].formats.story.properties.fitting_type",
            "unknown_enum_value",
        ),
    ],
)
def test_a_problem_names_the_field_and_its_kind(path: str, value: Any, where: str, code: str) -> None:
    assert problems_of(changed(path, value)).get(where) == code


def test_a_whole_number_may_be_written_with_a_point() -> None:
    assert check_document(changed("formats.0.width", 1200.0), ASSETS, FONTS).formats[0].width == 1200


def test_a_picture_of_more_than_16_megapixels_is_refused() -> None:
    document = changed("formats.0.width", 4096)
    document["formats"][0]["height"] = 4096
    assert problems_of(document) == {"formats[0]": "out_of_range"}


def test_every_problem_is_listed_at_once() -> None:
    document = changed("formats.0.width", -1)
    document["layers"][1]["properties"] |= {"color": "no", "font_size": 0}
    document["layers"][0]["kind"] = 1
    assert problems_of(document) == {
        "formats[0].width": "out_of_range",
        "layers[0].kind": "unknown_field",
        "layers[1].properties.color": "invalid_colour",
        "layers[1].properties.font_size": "out_of_range",
    }


def test_a_single_problem_speaks_for_itself_with_its_path() -> None:
    with pytest.raises(InvalidInputError, match=r"^layers\[1\]\.properties\.font_size: must be between 1 and 2000$"):
        check_document(changed("layers.1.properties.font_size", 0), ASSETS, FONTS)


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["name", "type", "formats", "layers", "layout", "properties", "width", "height", "og", "x"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(json_values)
def test_no_json_value_does_anything_but_pass_or_be_refused(raw: Any) -> None:
    outcome: Any = None
    try:
        outcome = check_document(raw, ASSETS, FONTS)
    except InvalidInputError as error:
        outcome = error.problems
    assert outcome


def test_a_plate_has_each_formats_own_layout_properties_and_visibility() -> None:
    document = copy.deepcopy(LAUNCH)
    document["layers"][1]["formats"] = {
        "story": {"layout": {"y": 900}, "properties": {"font_size": 90}, "hidden": True}
    }
    design = check_document(document, ASSETS, FONTS)
    og, story = (
        plate_from(compile_plate(design, each, "d", "u", {"hero.jpg": "00"}) | {"revision": 1})
        for each in design.formats
    )
    assert (og.elements[1].box.y, og.elements[1].values["font_size"], og.elements[1].values["hidden"]) == (
        180,
        64,
        False,
    )
    title = story.elements[1]
    assert (title.box.x, title.box.y, title.values["font_size"], title.values["hidden"]) == (80, 900, 90, True)
    assert story.elements[0].box.height == 1920


@pytest.mark.parametrize(
    ("where", "properties", "code"),
    [
        ("layers[0].properties.color", {"color": {}}, "wrong_type"),
        ("layers[0].properties.colour", {"colour": {}}, "unknown_field"),
        ("layers[0].properties.color.deep", {"color": {"deep": {}}}, "unknown_field"),
    ],
)
def test_an_empty_object_is_no_value(where: str, properties: dict[str, object], code: str) -> None:
    layout = {"width": 5, "height": 5}
    layer = {"name": "t", "type": "text", "layout": layout, "properties": properties}
    document = {"name": "n", "formats": [{"name": "f", "width": 5, "height": 5}], "layers": [layer]}
    with pytest.raises(InvalidInputError) as caught:
        check_document(document, {}, ())
    assert [(problem.path, problem.code) for problem in caught.value.problems] == [(where, code)]


def test_a_background_is_no_empty_object() -> None:
    document = {"name": "n", "formats": [{"name": "f", "width": 5, "height": 5, "background_color": {}}]}
    with pytest.raises(InvalidInputError) as caught:
        check_document(document, {}, ())
    assert [problem.path for problem in caught.value.problems] == ["formats[0].background_color"]


def test_a_group_of_properties_may_be_empty() -> None:
    layer = {"name": "p", "type": "image", "layout": {"width": 5, "height": 5}, "properties": {"mask_properties": {}}}
    document = {"name": "n", "formats": [{"name": "f", "width": 5, "height": 5}], "layers": [layer]}
    assert check_document(document, {}, ()).layers[0].properties == {"mask_properties": {}}
