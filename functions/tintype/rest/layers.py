"""The schemas of layers and their properties, from the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tintype.base.url import MAX_LENGTH
from tintype.document.document import LAYER_NAME
from tintype.engine.properties.elements import ELEMENTS, Property
from tintype.engine.properties.kinds import (
    Boolean,
    Choice,
    ColourKind,
    Encoded,
    Kind,
    Language,
    Number,
    Padding,
    PictureUrl,
    Text,
)
from tintype.engine.properties.show import shown

Schema = dict[str, Any]


def layer_schemas(definitions: Mapping[str, Schema]) -> dict[str, Schema]:
    """``Layer`` as one of its types, each with its own properties; `definitions` has the plain layer's schemas."""
    schemas: dict[str, Schema] = {}
    names = [name for name in ELEMENTS if name != "root"]
    for name in names:
        title = name.capitalize()
        own = {"$ref": f"#/components/schemas/{title}Properties"}
        schemas[f"{title}Properties"] = _properties(ELEMENTS[name].properties)
        schemas[f"{title}LayerFormat"] = _with(definitions["LayerFormat"], properties=own)
        formats = {"type": "object", "additionalProperties": {"$ref": f"#/components/schemas/{title}LayerFormat"}}
        type_ = {"type": "string", "const": name}
        layer = _with(definitions["Layer"], type=type_, properties=own, formats=formats)
        schemas[f"{title}Layer"] = _with(layer, name={"type": "string", "pattern": LAYER_NAME})
    references = {name: f"#/components/schemas/{name.capitalize()}Layer" for name in names}
    schemas["Layer"] = {
        "description": "One element of the design.",
        "oneOf": [{"$ref": reference} for reference in references.values()],
        "discriminator": {"propertyName": "type", "mapping": references},
    }
    fill = _property(ELEMENTS["root"].properties["background_color"])
    schemas["Format"] = _with(definitions["Format"], background_color=fill)
    return schemas


def _with(schema: Schema, **properties: Schema) -> Schema:
    """An object's schema with some of its properties in place of what they were."""
    return {**schema, "properties": {**schema["properties"], **properties}}


def _properties(properties: Mapping[str, Property]) -> Schema:
    """The schema of properties by name; dotted names are nested objects, some of which may be one number instead."""
    schemas: dict[str, Schema] = {}
    for first in dict.fromkeys(name.partition(".")[0] for name in properties):
        inner = {name.partition(".")[2]: each for name, each in properties.items() if name.startswith(f"{first}.")}
        options = [_property(properties[first])] if first in properties else []
        options += [_properties(inner)] if inner else []
        schemas[first] = options[0] if len(options) == 1 else {"anyOf": options}
    return {"type": "object", "additionalProperties": False, "properties": schemas}


def _property(property_: Property) -> Schema:
    schema = {**_kind(property_.kind), "description": property_.help}
    default = shown(property_.default)
    return schema if default is None else {**schema, "default": default}


_HEX = "#?([0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})"


def _kind(kind: Kind) -> Schema:  # noqa: PLR0911  one line a kind reads best
    """What JSON values a kind takes."""
    if isinstance(kind, Number):
        bounds = {"minimum": kind.minimum, "exclusiveMinimum": kind.above, "maximum": kind.maximum}
        known = {name: bound for name, bound in bounds.items() if bound is not None}
        return {"type": "integer" if kind.whole else "number", **known}
    if isinstance(kind, Boolean):
        return {"type": "boolean"}
    if isinstance(kind, Choice):
        return {"type": "string", "enum": list(kind.choices)}
    if isinstance(kind, Text):
        return {"type": "string", "minLength": kind.min_length, "maxLength": kind.max_length}
    if isinstance(kind, PictureUrl):
        return {"type": "string", "format": "uri", "maxLength": MAX_LENGTH}
    if isinstance(kind, Encoded):
        return {"type": "string", "contentEncoding": "base64", "minLength": 2, "maxLength": kind.max_length}
    if isinstance(kind, ColourKind):
        return {"type": "string", "anyOf": [{"pattern": f"^{_HEX}$"}, {"pattern": r"^cmyka?\("}]}
    if isinstance(kind, Language):
        return {"type": "string", "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$"}
    if isinstance(kind, Padding):
        return {"anyOf": [{"type": "number", "minimum": 0, "maximum": 4096}, {"type": "string"}]}
    return {"type": "string"}
