"""What a design leaves to those who use it, as a JSON Schema: its layers' properties and the variables in its texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tintype.base.errors import NotFoundError
from tintype.document.compile import values_in
from tintype.document.document import Document, Format, Layer
from tintype.document.kind_schema import Schema, property_schema
from tintype.document.schema import DIALECT
from tintype.engine.plate.fill import MAX_TEXT, substitute, variables_of
from tintype.engine.properties.elements import ELEMENTS
from tintype.engine.properties.show import shown
from tintype.model.records import Card
from tintype.services.designs.get_design import ReadsDesigns, card_and_document, texts_of

_ISOLATES = dict.fromkeys(range(0x2066, 0x206A))  # what `substitute` puts around right-to-left text


def get_fields(design_id: str, format_: str | None, designs: ReadsDesigns) -> Schema:
    """The schema of what `elements` may carry for this design; defaults are those of a format (None: the first).

    Raises NotFoundError (``template_not_found``, ``format_not_found``).
    """
    card, document = card_and_document(design_id, designs)
    uid = next((one.uid for one in card.formats if format_ in (None, one.name, one.uid)), None)
    one = next((each for each, known in zip(document.formats, card.formats, strict=True) if known.uid == uid), None)
    if one is None:
        raise NotFoundError("format_not_found", "the design has no format of this name or uid")
    return fields_of(card, document, one)


def fields_of(card: Card, document: Document, format_: Format) -> Schema:
    """What `get_fields` answers, of a design at hand."""
    types = dict.fromkeys(["root", *(layer.type for layer in document.layers)])
    layers = {layer.name: _layer(layer, format_) for layer in document.layers}
    ground = {"background_color": format_.background_color}
    return {
        "$schema": DIALECT,
        "title": card.name,
        "description": "What may be changed: `{layer: {property: value}}`; `vars` has the variables of texts. What is "
        "left out stays as it is designed.",
        "x-design": {"id": card.design_id, "revision": card.revision},
        "x-format": {"name": format_.name, "width": format_.width, "height": format_.height},
        "type": "object",
        "additionalProperties": False,
        "properties": {"root": _element("root", "The background.", ground), **layers, "vars": _variables(document)},
        "$defs": {
            f"{type_}.{name}": property_schema(each)
            for type_ in types
            for name, each in ELEMENTS[type_].properties.items()
        },
    }


def _layer(layer: Layer, format_: Format) -> Schema:
    return _element(layer.type, f"A layer of type {layer.type}.", values_in(layer, format_.name))


def _element(type_: str, description: str, own: Mapping[str, Any]) -> Schema:
    """An element's properties by dotted name, each with the design's own value as its default."""
    element = ELEMENTS[type_]
    properties: dict[str, Schema] = {}
    for name, property_ in element.properties.items():
        default = shown(property_.kind.parse(own[name])) if name in own else shown(property_.default)
        properties[name] = {"$ref": f"#/$defs/{type_}.{name}"} | ({} if default is None else {"default": default})
    return {
        "type": "object",
        "description": description,
        "additionalProperties": False,
        "properties": properties,
        "x-type": type_,
        "x-content": element.content,
    }


def _variables(document: Document) -> Schema:
    """The variables that texts name, with what stands there without a value, and those that conditions look at."""
    placeholders = variables_of(texts_of(document))
    found: dict[str, Schema] = {}
    for name, placeholder in placeholders.items():
        default = substitute(placeholder, {}).translate(_ISOLATES)
        found[name] = _variable(document, name, placeholder) | ({"default": default} if default else {})
    for name, values in _compared(document):
        known = found.setdefault(name, _variable(document, name, None))
        examples = [*known.get("examples", []), *(value for value in values if value not in known.get("examples", []))]
        known |= {"examples": examples} if examples else {}
    kind = {"type": ["string", "number"], "maxLength": MAX_TEXT}
    return {"type": "object", "description": "Variables in texts.", "properties": found, "additionalProperties": kind}


def _variable(document: Document, name: str, placeholder: str | None) -> Schema:
    """`x-placeholder` is how the design writes it, with its formatters; `x-layers` names the layers that show it."""
    texts = ((layer.name, values_in(layer, one.name).get("payload")) for layer in document.layers
             for one in document.formats)  # fmt: skip
    layers = [layer for layer, text in texts if isinstance(text, str) and name in variables_of([text])]
    about = {"x-placeholder": placeholder} if placeholder else {}
    return {"type": ["string", "number"], "maxLength": MAX_TEXT, **about, "x-layers": list(dict.fromkeys(layers))}


def _compared(document: Document) -> Iterator[tuple[str, list[Any]]]:
    """The variables that conditions look at, with the values that they are compared with."""
    for layer in document.layers:
        for condition in (layer.visible_if, *(change.visible_if for change in layer.formats.values())):
            yield from _in_condition(condition)


def _in_condition(condition: Any) -> Iterator[tuple[str, list[Any]]]:
    if not isinstance(condition, dict):
        return
    if isinstance(name := condition.get("var"), str):
        yield name, [*condition.get("in", ()), *([condition["equals"]] if "equals" in condition else ())]
    for operator in ("all", "any"):
        for each in condition.get(operator, ()):
            yield from _in_condition(each)
    yield from _in_condition(condition.get("not"))
