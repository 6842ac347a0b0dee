"""The JSON Schema of a design document, from its model and the one table of properties.

What one value alone decides is said here as exactly as `check` has it. What only the whole document decides is for
`check` alone: names that come twice, formats and layers that are named and not there, a format's pixels, assets, fonts.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from tintype.document.document import FORMAT_NAME, LAYER_NAME, Document
from tintype.document.kind_schema import END, NO_NUL, Schema, properties_schema, property_schema
from tintype.engine.plate.conditions import MAX_DEPTH, MAX_LISTED
from tintype.engine.properties.elements import ELEMENTS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NULL: Schema = {"type": "null"}
# What trimming takes away: Unicode's White_Space.
_BLANK = r"[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
_INK = _BLANK.replace("[", "[^")
_TRIMMED_NAME = rf"^{_BLANK}*{_INK}([\s\S]{{0,98}}{_INK})?{_BLANK}*{END}"
_NO_UUID = "(?!(-*[0-9A-Fa-f]){32}-*$)"  # it would be taken for a uid


@cache
def document_schema() -> Schema:
    """The schema of documents, draft 2020-12. Don't change what is returned."""
    plain = _plain(Document.model_json_schema())
    definitions = plain.pop("$defs")
    layers = layer_schemas(definitions, "#/$defs/")
    kept = {name: definitions[name] for name in ("Layout", "PartialLayout")}
    return {
        "$schema": DIALECT,
        "title": "A design of Tintype",
        **_with(plain, name={"type": "string", "pattern": _TRIMMED_NAME}),
        "$defs": dict(sorted({**kept, **layers}.items())),
    }


def layer_schemas(definitions: Mapping[str, Schema], ref: str) -> dict[str, Schema]:
    """The schemas of layers of each type, of formats and of conditions, by name.

    `definitions` has those of the document's model; `ref` begins references to schemas.
    """
    schemas: dict[str, Schema] = dict(_conditions(ref))
    condition = {"anyOf": [{"$ref": f"{ref}Condition"}, _NULL], "default": None}
    names = [name for name in ELEMENTS if name != "root"]
    for name in names:
        title, element = name.capitalize(), ELEMENTS[name]
        own = {"$ref": f"{ref}{title}Properties"}
        content = {"x-type": name, "x-content": element.content}
        schemas[f"{title}Properties"] = {**properties_schema(element.properties), **content}
        schemas[f"{title}LayerFormat"] = _with(
            definitions["LayerFormat"], properties={"anyOf": [own, _NULL], "default": None}, visible_if=condition
        )
        layer = _with(
            definitions["Layer"], name={"type": "string", "pattern": LAYER_NAME},
            type={"type": "string", "const": name}, properties={**own, "default": {}}, visible_if=condition,
            formats={"type": "object", "additionalProperties": {"$ref": f"{ref}{title}LayerFormat"},
                     "propertyNames": {"pattern": FORMAT_NAME + r"(?!\n)"}, "default": {}},
        )  # fmt: skip
        schemas[f"{title}Layer"] = layer
    references = {name: f"{ref}{name.capitalize()}Layer" for name in names}
    schemas["Layer"] = {
        "description": "One element of the design.",
        "oneOf": [{"$ref": reference} for reference in references.values()],
        "discriminator": {"propertyName": "type", "mapping": references},
    }
    fill = property_schema(ELEMENTS["root"].properties["background_color"])
    format_name = {"type": "string", "pattern": f"^{_NO_UUID}{FORMAT_NAME[1:]}(?!\\n)"}
    schemas["Format"] = _with(definitions["Format"], name=format_name, background_color=fill)
    return schemas


def _conditions(ref: str) -> dict[str, Schema]:
    """``Condition``, and what may stand in it: one for each depth, since conditions don't lie deeper."""
    names = ["Condition", *(f"Condition{depth}" for depth in range(MAX_DEPTH - 1, 0, -1))]
    filled = {"type": "string", "enum": ["filled", "empty"]}
    text = {"type": ["string", "number"], "maxLength": 10_000, "pattern": NO_NUL}
    comparisons = [_comparison("layer", filled, {"type": ["string", "number", "boolean"]})]
    comparisons.append(_comparison("var", filled, text))
    schemas: dict[str, Schema] = {}
    for name, inner in zip(names, [*names[1:], None], strict=True):
        groups: list[Schema] = []
        if inner:
            one = {"$ref": f"{ref}{inner}"}
            several = {"type": "array", "minItems": 1, "maxItems": MAX_LISTED, "items": one}
            groups = [_object({operator: each}, [operator]) for operator, each in
                      (("all", several), ("any", several), ("not", one))]  # fmt: skip
        schemas[name] = {"description": "When a layer is shown.", "oneOf": [*comparisons, *groups]}
    return schemas


def _comparison(subject: str, filled: Schema, value: Schema) -> Schema:
    properties = {
        subject: {"type": "string", "minLength": 1},
        "is": filled,
        "equals": value,
        "in": {"type": "array", "minItems": 1, "maxItems": MAX_LISTED, "items": value},
    }
    operators = [{"required": [operator]} for operator in ("is", "equals", "in")]
    return {**_object(properties, [subject]), "oneOf": operators}


def _object(properties: Mapping[str, Schema], required: list[str]) -> Schema:
    return {"type": "object", "additionalProperties": False, "properties": dict(properties), "required": required}


def _with(schema: Schema, **properties: Schema) -> Schema:
    """An object's schema with some of its properties in place of what they were."""
    return {**schema, "properties": {**schema["properties"], **properties}}


def _plain(schema: Any) -> Any:
    """Without the titles that pydantic makes of names."""
    if isinstance(schema, list):
        return [_plain(each) for each in schema]
    if not isinstance(schema, Mapping):
        return schema
    return {key: _plain(each) for key, each in schema.items() if key != "title" or not isinstance(each, str)}
