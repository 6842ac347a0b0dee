"""Filling a plate: a request's overrides and variables become the values of its elements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from tintype.errors import Problem
from tintype.plate import Element, Plate
from tintype.vocabulary.elements import ELEMENTS
from tintype.vocabulary.kinds import Value, ValueProblem


@dataclass(frozen=True, slots=True)
class Override:
    """One change that a URL asks for: `property` is None where only the layer was named (its content)."""

    layer: str
    property: str | None
    value: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A plate with a request's changes in it, and what of the request could not be used."""

    plate: Plate
    problems: tuple[Problem, ...]


PLACEHOLDER = re.compile(r"\{([A-Za-z_][\w-]{0,63})(?:\|([^{}]*))?\}")


def fill(plate: Plate, overrides: Iterable[Override], variables: Mapping[str, str]) -> Filled:
    """The plate with every override and variable in it.

    An override of a layer that the plate does not have is ignored, because mail tools append parameters of their
    own; a value that does not fit its property leaves the design's own and is listed as a problem.
    """
    changes: dict[str, dict[str, Value]] = {}
    problems: list[Problem] = []
    types = {"root": plate.root.type, **{element.name: element.type for element in plate.elements}}
    for override in overrides:
        if override.layer not in types:
            continue
        element_type = ELEMENTS[types[override.layer]]
        name = override.property or element_type.content
        path = f"{override.layer}.{name}"
        property_ = element_type.properties.get(name)
        if property_ is None:
            message = f"{element_type.name} has no property {name[:100]!r}"
            problems.append(Problem(path[:200], "unknown_property", message))
            continue
        try:
            changes.setdefault(override.layer, {})[name] = property_.kind.parse(override.value)
        except ValueProblem as wrong:
            problems.append(Problem(path, wrong.code, str(wrong), wrong.expected, wrong.received))
    filled = replace(
        plate,
        root=_changed(plate.root, changes.get("root"), variables),
        elements=tuple(_changed(element, changes.get(element.name), variables) for element in plate.elements),
    )
    return Filled(filled, tuple(problems))


def _changed(element: Element, changes: Mapping[str, Value] | None, variables: Mapping[str, str]) -> Element:
    values = {**element.values, **changes} if changes else element.values
    text = values.get("payload")
    if isinstance(text, str) and "{" in text:
        put_in = substitute(text, variables)
        from_request = any(match[1] in variables for match in PLACEHOLDER.finditer(text))
        return replace(element, values={**values, "payload": put_in}, fixed=not (changes or from_request))
    return replace(element, values=values, fixed=False) if changes else element


def substitute(text: str, variables: Mapping[str, str]) -> str:
    """`text` with each ``{name}`` or ``{name|default}`` replaced, in one pass: what is put in is not read again.

    A variable that the request does not carry leaves its default, and without one nothing.
    """
    return PLACEHOLDER.sub(lambda match: variables.get(match[1]) or match[2] or "", text)


def variables_of(texts: Iterable[str]) -> dict[str, str]:
    """The variables that `texts` name, each with its placeholder as first written."""
    found: dict[str, str] = {}
    for text in texts:
        for match in PLACEHOLDER.finditer(text):
            found.setdefault(match[1], match[0])
    return found
