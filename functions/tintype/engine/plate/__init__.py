"""A plate: a design compiled for one format, complete and immutable; `fill` puts a request's changes into it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tintype.base.record import Record, replace
from tintype.engine.plate.conditions import Condition, read_condition
from tintype.engine.properties.elements import CARRIED, ELEMENTS
from tintype.engine.properties.kinds import Value


class Box(Record):
    """A rectangle in pixels, from the picture's top left corner."""

    x: float
    y: float
    width: float
    height: float


class Element(Record):
    """One layer of the plate, or ``root``. `values` has a parsed value for every property of its type.

    `static` is false once a request has changed something of it; a static element draws the same for every request.
    `visible_if` is the condition on which it is shown, where it has one.
    """

    name: str
    type: str
    box: Box
    values: Mapping[str, Value]
    static: bool = True
    visible_if: Condition | None = None


VISIBLE_IF = "visible_if"  # among the values of a record's element: its condition, as the document has it
INLINE = "inline:"  # begins the source of a picture that a value carries itself, as the base64 that follows


class Plate(Record):
    """A design compiled for one format.

    `key` names these exact pixels-to-be: design, revision and format (and scale). `assets` maps asset names to the
    digests of their content. `elements` are in painting order; `root` stands apart.
    """

    key: str
    design_id: str
    revision: int
    format: str
    uid: str
    width: int
    height: int
    root: Element
    elements: tuple[Element, ...]
    assets: Mapping[str, str]


def element_from(name: str, type_: str, box: Box, given: Mapping[str, Any]) -> Element:
    """An element whose `given` raw values are parsed and whose other properties have their defaults."""
    properties = ELEMENTS[type_].properties
    values = {key: known.default for key, known in properties.items()}
    values.update((key, properties[key].kind.parse(raw)) for key, raw in given.items() if key in properties)
    carried = {url: values[encoded] for url, encoded in CARRIED.items() if values.get(encoded) and not values[url]}
    values.update((url, INLINE + encoded) for url, encoded in carried.items())
    return Element(name, type_, box, values)


def plate_from(record: Mapping[str, Any]) -> Plate:
    """A plate from the record that `compile_plate` made."""
    width, height = record["width"], record["height"]
    types = {"root": "root", **{name: type_ for name, type_, _, _ in record["elements"]}}
    elements = []
    for name, type_, box, given in record["elements"]:
        element = element_from(name, type_, Box(*box), given)
        if VISIBLE_IF in given:
            element = replace(element, visible_if=read_condition(given[VISIBLE_IF], types, name, []))
        elements.append(element)
    return Plate(
        key=f"{record['design_id']}:{record['revision']}:{record['uid']}",
        design_id=record["design_id"],
        revision=record["revision"],
        format=record["format"],
        uid=record["uid"],
        width=width,
        height=height,
        root=element_from("root", "root", Box(0, 0, width, height), record["root"]),
        elements=tuple(elements),
        assets=record["assets"],
    )


SCALES = (1.0, 1.5, 2.0, 3.0)  # that a picture may be asked for at


def scaled(plate: Plate, factor: float) -> Plate:
    """The plate `factor` times as large: sides (rounded), boxes and every property that is measured in pixels."""
    if factor == 1:
        return plate
    return replace(
        plate,
        key=f"{plate.key}@{factor:g}",
        width=round(plate.width * factor),
        height=round(plate.height * factor),
        root=_scaled_element(plate.root, factor),
        elements=tuple(_scaled_element(element, factor) for element in plate.elements),
    )


def _scaled_element(element: Element, factor: float) -> Element:
    box = element.box
    properties = ELEMENTS[element.type].properties
    return replace(
        element,
        box=Box(box.x * factor, box.y * factor, box.width * factor, box.height * factor),
        values={
            name: _times(value, factor) if properties[name].kind.pixels else value
            for name, value in element.values.items()
        },
    )


def _times(value: Value, factor: float) -> Value:
    if value is None:
        return None
    return tuple(part * factor for part in value) if isinstance(value, tuple) else value * factor
