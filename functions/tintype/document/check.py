"""The complete validation of a document: every problem is found, those of its shape and those of its meaning."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from tintype.base.errors import InvalidInputError, Problem
from tintype.document.document import LAYER_NAME, MAX_PIXELS, Document
from tintype.engine.plate.conditions import read_condition
from tintype.engine.properties.elements import ELEMENTS
from tintype.engine.properties.kinds import FontName, PictureUrl, ValueProblem

_CODES = {
    "missing": "missing_required",
    "extra_forbidden": "unknown_field",
    "literal_error": "unknown_enum_value",
    "greater_than": "out_of_range",
    "greater_than_equal": "out_of_range",
    "less_than": "out_of_range",
    "less_than_equal": "out_of_range",
    "too_short": "out_of_range",
    "too_long": "out_of_range",
    "string_too_short": "out_of_range",
    "string_too_long": "out_of_range",
    "string_pattern_mismatch": "invalid_name",
    "uuid_parsing": "invalid_payload",
    "value_error": "invalid_payload",
}
_SHORT = 200  # characters of a received string that are given back


def check_document(raw: Any, assets: Mapping[str, str], fonts: Collection[str]) -> Document:
    """The document in `raw`, or InvalidInputError with every problem that it has.

    `assets` maps the names of the design's assets to their kind (``picture`` or ``font``); `fonts` holds the
    bundled families' names and ids, lower-cased.
    """
    problems: list[Problem] = []
    document = None
    try:
        document = Document.model_validate(raw)
    except ValidationError as error:
        problems += shape_problems(error)
    if isinstance(raw, dict):
        problems += _format_problems(raw)
        problems += _layer_problems(raw, assets, fonts)
    if problems or document is None:
        raise InvalidInputError.of(problems)
    return document


def shape_problems(error: ValidationError, code: str | None = None) -> Iterator[Problem]:
    """What pydantic found wrong, as the contract lists it; `code`, where given, in place of each problem's own."""
    for detail in error.errors(include_url=False, include_context=True):
        context = {key: value for key, value in detail.get("ctx", {}).items() if isinstance(value, int | float | str)}
        received = detail["input"]
        if isinstance(received, str):
            received = received[:_SHORT]
        elif isinstance(received, dict | list) or detail["type"] == "missing":
            received = None
        message = detail["msg"].removeprefix("Value error, ")
        message = message[:1].lower() + message[1:]
        own = code or _CODES.get(detail["type"], "wrong_type")
        yield Problem(_path(detail["loc"]), own, message, _bounds(context) or context.get("expected"), received)


def _bounds(context: Mapping[str, Any]) -> dict[str, Any]:
    """The bounds that pydantic names in an error's context, as the contract lists them."""
    names = {"gt": "min", "ge": "min", "lt": "max", "le": "max", "min_length": "min", "max_length": "max"}
    return {names[key]: value for key, value in context.items() if key in names}


def _path(location: tuple[int | str, ...]) -> str:
    path = ""
    for part in location:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else part
    return path or "body"


def _dicts(raw: Mapping[str, Any], key: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects in the list `raw[key]` with their indices; what isn't one is the shape's problem."""
    listed = raw.get(key)
    if isinstance(listed, list):
        yield from ((index, each) for index, each in enumerate(listed) if isinstance(each, dict))


def _format_problems(raw: Mapping[str, Any]) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, each in _dicts(raw, "formats"):
        path = f"formats[{index}]"
        name, width, height = each.get("name"), each.get("width"), each.get("height")
        if isinstance(name, str):
            if name in seen:
                message = f"another format is named {name[:_SHORT]!r}"
                yield Problem(f"{path}.name", "duplicate_format_name", message, None, name[:_SHORT])
            if _is_uuid(name):
                yield Problem(f"{path}.name", "reserved_format_name", "must not be a UUID", None, name)
            seen.add(name)
        if isinstance(width, int) and isinstance(height, int) and width * height > MAX_PIXELS:
            message = f"{width} × {height} is {width * height} pixels; at most {MAX_PIXELS} are drawn"
            yield Problem(path, "out_of_range", message, {"max": MAX_PIXELS}, width * height)
        if "background_color" in each:
            yield from _value_problems("root", {"background_color": each["background_color"]}, path, {}, ())


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _layer_problems(raw: Mapping[str, Any], assets: Mapping[str, str], fonts: Collection[str]) -> Iterator[Problem]:
    formats = {each.get("name") for _, each in _dicts(raw, "formats") if isinstance(each.get("name"), str)}
    seen: set[str] = set()
    types = _types(raw)
    for index, layer in _dicts(raw, "layers"):
        path = f"layers[{index}]"
        yield from _condition_problems(layer, path, types)
        yield from _name_problems(layer.get("name"), path, seen)
        type_ = layer.get("type")
        if isinstance(type_, str) and (type_ not in ELEMENTS or type_ == "root"):
            known = [name for name in ELEMENTS if name != "root"]
            message = f"must be one of: {', '.join(known)}"
            yield Problem(f"{path}.type", "unknown_enum_value", message, known, type_[:_SHORT])
            continue
        if not isinstance(type_, str):
            continue
        yield from _value_problems(type_, layer.get("properties"), f"{path}.properties", assets, fonts)
        changes = layer.get("formats")
        for name, change in changes.items() if isinstance(changes, dict) else ():
            inside = f"{path}.formats.{name}"
            if name not in formats:
                yield Problem(inside, "unknown_format_key", f"there is no format {name[:_SHORT]!r}", sorted(formats))
            if isinstance(change, dict):
                yield from _condition_problems(change, inside, types)
                yield from _value_problems(type_, change.get("properties"), f"{inside}.properties", assets, fonts)


def _types(raw: Mapping[str, Any]) -> dict[str, str]:
    """The type of each layer that has a name and a type that exist, and of root."""
    named = {layer.get("name"): layer.get("type") for _, layer in _dicts(raw, "layers") if _is_named(layer)}
    return {"root": "root", **{str(name): str(type_) for name, type_ in named.items()}}


def _is_named(layer: Mapping[str, Any]) -> bool:
    name, type_ = layer.get("name"), layer.get("type")
    return isinstance(name, str) and isinstance(type_, str) and type_ in ELEMENTS


def _condition_problems(given: Mapping[str, Any], path: str, types: Mapping[str, str]) -> list[Problem]:
    """What is wrong with ``visible_if``; that it is no object at all is the shape's problem."""
    problems: list[Problem] = []
    condition = given.get("visible_if")
    if isinstance(condition, dict):
        read_condition(condition, types, f"{path}.visible_if", problems)
    return problems


def _name_problems(name: Any, path: str, seen: set[str]) -> Iterator[Problem]:
    if not isinstance(name, str):
        return
    if not re.match(LAYER_NAME, name):
        message = (
            "must not be empty, 'root' or 'vars', begin with '_' or a space, end with a space, "
            r"or contain . & = ? # % / \ or control characters"
        )
        yield Problem(f"{path}.name", "invalid_name", message, None, name[:_SHORT])
    elif name in seen:
        message = f"another layer is named {name!r}"
        yield Problem(f"{path}.name", "duplicate_layer_name", message, None, name)
    seen.add(name)


def flattened(given: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Nested properties with dotted names: ``{"mask_properties": {"radius": 4}}`` is ``mask_properties.radius``."""
    for name, value in given.items():
        if isinstance(value, dict):
            yield from flattened(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def _value_problems(
    type_: str, given: Any, path: str, assets: Mapping[str, str], fonts: Collection[str]
) -> Iterator[Problem]:
    if not isinstance(given, dict):
        return
    properties = ELEMENTS[type_].properties
    yield from _empty_problems(given, properties, path)
    for name, raw in flattened(given):
        where = f"{path}.{name}"
        property_ = properties.get(name)
        if property_ is None:
            message = f"{type_} has no property {name[:_SHORT]!r}"
            yield Problem(where[:500], "unknown_field", message, sorted(properties))
            continue
        try:
            value = property_.kind.parse(raw)
        except ValueProblem as wrong:
            yield Problem(where, wrong.code, str(wrong), wrong.expected, wrong.received)
            continue
        if isinstance(property_.kind, PictureUrl):
            yield from _asset_problems(value, where, "picture", assets)
        elif isinstance(property_.kind, FontName):
            if value.startswith("asset:"):
                yield from _asset_problems(value, where, "font", assets)
            elif value.lower() not in fonts:
                yield Problem(where, "unknown_font", "there is no bundled font of that name or id", None, value)


def _empty_problems(given: Mapping[str, Any], properties: Collection[str], path: str) -> Iterator[Problem]:
    """Objects with nothing in them, where no object may be: flattening loses them."""
    for name, value in given.items():
        if not isinstance(value, dict):
            continue
        inner = {each.removeprefix(f"{name}.") for each in properties if each.startswith(f"{name}.")}
        if value:
            yield from _empty_problems(value, inner, f"{path}.{name}")
        elif not inner:
            code, message = ("wrong_type", "expected a value") if name in properties else ("unknown_field", "unknown")
            yield Problem(f"{path}.{name}"[:500], code, f"{message}, not an empty object")


def _asset_problems(value: str, path: str, kind: str, assets: Mapping[str, str]) -> Iterator[Problem]:
    name = value.removeprefix("asset:")
    if name != value and assets.get(name) != kind:
        found = f"is a {assets[name]}" if name in assets else "has not been put with this design"
        yield Problem(path, "missing_assets", f"asset {name} {found}; a {kind} is needed", kind, value)
