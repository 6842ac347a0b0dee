"""Sees to it that a plate names only bundled illustrations that exist."""

from __future__ import annotations

from tintype.base.errors import Problem
from tintype.base.record import replace
from tintype.engine.plate import Element, Plate

_NAMING = ("illustration_type", "illustration_file")


def with_known_illustrations(filled: Plate, original: Plate, problems: list[Problem]) -> Plate:
    """The plate; an unknown illustration is named in `problems` and gives way to the design's own, or to nothing."""
    if all(element.type != "illustration" for element in filled.elements):
        return filled
    own = {element.name: element for element in original.elements}
    elements = (
        element
        if element.type != "illustration" or _exists(element)
        else _instead(element, own[element.name], problems)
        for element in filled.elements
    )
    return replace(filled, elements=tuple(elements))


def _exists(element: Element) -> bool:
    if element.type != "illustration":
        return True
    from tintype.engine.images.illustrations import illustration  # noqa: PLC0415  few designs need it

    return bool(element.values["hidden"]) or illustration(*(element.values[name] for name in _NAMING)) is not None


def _instead(element: Element, own: Element, problems: list[Problem]) -> Element:
    path = f"{element.name}.illustration_file"
    problems.append(Problem(path, "unknown_illustration", "the set has no drawing of this name"))
    named = {name: own.values[name] for name in _NAMING}
    values = {**element.values, **named, "hidden": not _exists(own)}
    return replace(element, values=values)
