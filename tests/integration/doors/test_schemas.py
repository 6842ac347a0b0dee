"""The schemas of documents and of what a design leaves open, through the manage door."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from jsonschema import Draft202012Validator

from tests.integration.doors.conftest import Call
from tests.integration.doors.test_designs import DESIGN
from tintype.document.schema import document_schema

CONDITION = {"any": [{"var": "tier", "in": ["gold", "black"]}, {"not": {"var": "name", "is": "empty"}}]}


@pytest.fixture
def design(call: Call) -> str:
    path = f"/designs/{uuid4()}"
    title = {**DESIGN["layers"][0], "visible_if": CONDITION}
    badge = {"name": "badge", "type": "shape", "layout": {"width": 9, "height": 9}, "properties": {"corner_radius": 4}}
    assert call("manage", "PUT", path, {**DESIGN, "layers": [title, badge]}).status == 201
    return path


def fields(call: Call, path: str, query: str = "") -> Any:
    answer = call("manage", "GET", f"{path}/fields{query}")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/schema+json")
    schema = json.loads(answer.raw)
    Draft202012Validator.check_schema(schema)
    return schema


def test_the_documents_schema_needs_no_key(call: Call) -> None:
    answer = call("manage", "GET", "/design.schema.json", x_api_key="")
    assert (answer.status, json.loads(answer.raw)) == (200, document_schema())


def test_fields_are_layers_with_the_designs_own_defaults(call: Call, design: str) -> None:
    og, story = fields(call, design), fields(call, design, "?format=story")
    title = og["properties"]["title"]
    assert (title["x-type"], title["x-content"]) == ("text", "payload")
    assert title["properties"]["payload"] == {"$ref": "#/$defs/text.payload", "default": "Hello {name|there}"}
    assert og["$defs"]["text.font_size"]["maximum"] == 2000
    colours = [each["properties"]["title"]["properties"]["color"]["default"] for each in (og, story)]
    assert colours == ["#FFFFFF", "#FF0000"]
    assert og["properties"]["root"]["properties"]["background_color"]["default"] == "#0B1020"
    assert og["x-format"] == {"name": "og", "width": 300, "height": 200}


def test_variables_say_where_they_are_shown_and_what_they_are_compared_with(call: Call, design: str) -> None:
    variables = fields(call, design)["properties"]["vars"]["properties"]
    assert variables["name"] == {
        "type": ["string", "number"], "maxLength": 10_000, "x-placeholder": "{name|there}", "x-layers": ["title"],
        "default": "there",
    }  # fmt: skip
    assert (variables["tier"]["examples"], variables["tier"]["x-layers"]) == (["gold", "black"], [])


ELEMENTS = [
    ({"title": {"payload": "Hi", "font_size": 30}, "vars": {"name": "Ada", "more": 3}}, True),
    ({"badge": {"corner_radius.tl": 2}, "root": {"background_color": "#FFF"}}, True),
    ({"title": {"font_size": 3000}}, False),
    ({"title": {"colour": "#FFF"}}, False),
    ({"nobody": {"payload": "Hi"}}, False),
    ({"vars": {"name": ["Ada"]}}, False),
]


@pytest.mark.parametrize(("elements", "fits"), ELEMENTS)
def test_what_fits_is_what_a_generation_takes(call: Call, design: str, elements: Any, fits: bool) -> None:
    assert Draft202012Validator(fields(call, design)).is_valid(elements) is fits
    body = {"template_format_name": "og", "elements": elements}
    answer = call("manage", "POST", f"/banner-builder/{design.rpartition('/')[2]}/generate", body)
    assert answer.status == (200 if fits else 400)


def test_an_unknown_design_or_format_is_404(call: Call, design: str) -> None:
    for path, id_ in (
        (f"/designs/{uuid4()}/fields", "template_not_found"),
        (f"{design}/fields?format=x", "format_not_found"),
    ):
        answer = call("manage", "GET", path)
        assert (answer.status, answer.body["id"]) == (404, id_)
