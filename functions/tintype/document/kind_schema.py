"""JSON Schema of property values: what each kind takes, in JSON's own types.

The API reads more than is said here: numbers and booleans written as text, some spellings of choices and of base64.
What is said here it takes. Patterns mean the same in Python and in ECMAScript; they end in ``$(?!\\n)``, because
Python's ``$`` also matches before a last line break.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tintype.engine.properties.elements import Property
from tintype.engine.properties.kinds import (
    Boolean,
    Choice,
    ColourKind,
    Encoded,
    FillKind,
    FontName,
    Kind,
    Language,
    Number,
    Padding,
    PictureUrl,
    Text,
)
from tintype.engine.properties.show import shown

Schema = dict[str, Any]
END = r"$(?!\n)"
NO_NUL = r"^[^\u0000]*" + END
_ASSET = r"asset:[A-Za-z0-9][A-Za-z0-9_.-]{0,99}"
_PART = r"(100|0?[0-9]{1,2})%?"
_HEX = "#?([0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})"
_CMYK = rf"cmyk\({_PART}(, *{_PART}){{3}}\)"
_CMYKA = rf"cmyka\({_PART}(, *{_PART}){{4}}\)"
_COLOUR = f"{_HEX}|{_CMYK}|{_CMYKA}"
_PERCENT = r"-?[0-9]{1,4}(\.[0-9]{1,6})?%"
_RADIUS = r"(?!0+(\.0+)?%)[0-9]{1,4}(\.[0-9]{1,6})?%"
_OFFSET = r"(100(\.0{1,6})?|0?[0-9]{1,2}(\.[0-9]{1,6})?)%"
_OPACITY = r"(0|1|0?\.[0-9]{1,6}|1\.0{1,6})"
_STOP = rf"{_OFFSET} +(#?([0-9a-fA-F]{{6}}|[0-9a-fA-F]{{3}})|{_CMYK})( +{_OPACITY})?"
_STOPS = rf", *{_STOP}( *, *{_STOP}){{1,7}}"
_GRADIENTS = (
    rf"linear-gradient\({_PERCENT}( +{_PERCENT}){{3}} *{_STOPS}\)|"
    rf"radial-gradient\({_PERCENT} +{_PERCENT} +{_RADIUS} *{_STOPS}\)"
)
_LENGTH = r"(4096(\.0{0,12})?|(409[0-5]|40[0-8][0-9]|[0-3]?[0-9]{1,3})(\.[0-9]{0,12})?)"
_SIXTEEN = "[A-Za-z0-9+/]"
_BASE64 = rf"({_SIXTEEN}{{4}})*({_SIXTEEN}{{4}}|{_SIXTEEN}{{3}}=|{_SIXTEEN}{{2}}==)"


def _text(kind: Text) -> Schema:
    return {
        "type": ["string", "number"], "minLength": kind.min_length, "maxLength": kind.max_length, "pattern": NO_NUL,
    }  # fmt: skip


def _number(kind: Number) -> Schema:
    bounds = {"minimum": kind.minimum, "exclusiveMinimum": kind.above, "maximum": kind.maximum}
    known = {name: bound for name, bound in bounds.items() if bound is not None}
    return {"type": "integer" if kind.whole else "number", **known}


def kind_schema(kind: Kind) -> Schema:  # noqa: PLR0911  one line a kind reads best
    """What JSON values a kind takes. Raises TypeError for a kind that has no schema yet."""
    if isinstance(kind, Number):
        return _number(kind)
    if isinstance(kind, Boolean):
        return {"type": "boolean"}
    if isinstance(kind, Choice):
        return {"type": "string", "enum": list(kind.choices)}
    if isinstance(kind, Text):
        return _text(kind)
    if isinstance(kind, PictureUrl):
        url = r"[hH][tT]{2}[pP][sS]?://[^\u0000-\u0020\u007f/?#\\@%]+[^\u0000-\u001f\u007f\\]*"
        around = r"[\s\u0000-\u0020]*"  # dropped
        return {"type": "string", "pattern": f"^{around}({url}|{_ASSET}){around}$"}
    if isinstance(kind, Encoded):
        uri = "(data:[^,;]{0,100}(;[^,;]{1,100}){0,4};base64,)?"
        return {"type": "string", "contentEncoding": "base64", "maxLength": kind.max_length,
                "pattern": f"^{uri}{_BASE64}{END}"}  # fmt: skip
    if isinstance(kind, ColourKind):
        return {"type": "string", "pattern": rf"^\s*({_COLOUR})\s*$"}
    if isinstance(kind, FillKind):
        return {"type": "string", "maxLength": 600, "pattern": rf"^\s*({_COLOUR}|{_GRADIENTS})\s*$"}
    if isinstance(kind, FontName):
        return {"type": "string", "pattern": rf"^({_ASSET}|\w[\w .'-]{{0,99}}){END}"}
    if isinstance(kind, Language):
        return {"type": "string", "pattern": f"^[A-Za-z]{{2,8}}(-[A-Za-z0-9]{{1,8}}){{0,4}}{END}"}
    if isinstance(kind, Padding):
        pattern = f"^{_LENGTH}( {_LENGTH})?{END}"
        return {"type": ["number", "string"], "minimum": 0, "maximum": 4096, "pattern": pattern}
    raise TypeError(f"no schema says what {type(kind).__name__} takes")


def property_schema(property_: Property) -> Schema:
    """What one property takes, with its help and default. `x-kind` is the kind's word; what is measured in pixels
    carries `x-pixels`."""
    schema = {**kind_schema(property_.kind), "description": property_.help, "x-kind": property_.kind.name}
    if property_.kind.pixels:
        schema["x-pixels"] = True
    default = shown(property_.default)
    return schema if default is None else {**schema, "default": default}


def properties_schema(properties: Mapping[str, Property]) -> Schema:
    """What properties by name take, dotted names also as nested objects: ``{"mask_properties": {"radius": 24}}``.

    A property whose name begins those of others may be either its value or an object with theirs.
    """
    schemas: dict[str, Schema] = {name: property_schema(each) for name, each in properties.items()}
    for first in dict.fromkeys(name.partition(".")[0] for name in properties if "." in name):
        inner = {name.partition(".")[2]: each for name, each in properties.items() if name.startswith(f"{first}.")}
        nested = properties_schema(inner)
        own = schemas.pop(first, None)
        # Keywords look only at values of their type, so that both fit in one schema.
        schemas[first] = {**nested, **own, "type": [own["type"], "object"]} if own else nested
    return {"type": "object", "additionalProperties": False, "properties": schemas}
