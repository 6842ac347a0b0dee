"""The changes that a generation asks for, as JSON: ``{layer: {property: value}}``, to overrides and variables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tintype.base.errors import InvalidInputError, Problem
from tintype.engine.plate import Plate
from tintype.engine.plate.fill import Override, fill
from tintype.engine.properties.kinds import Text, ValueProblem
from tintype.query.characters import tamed

VARIABLES = "vars"  # the one key of `elements` that is no layer
_VARIABLE = Text(10_000)


@dataclass(frozen=True, slots=True)
class Changes:
    """Overrides and variables, and what of `elements` is neither."""

    overrides: tuple[Override, ...] = ()
    variables: Mapping[str, str] | None = None
    problems: tuple[Problem, ...] = ()


def changes_in(elements: Mapping[str, Any]) -> Changes:
    """What `elements` asks for. A null means the design's own, as does what is not there.

    Nested properties may be written as ``{"mask_properties": {"radius": 24}}`` or dotted.
    """
    overrides: list[Override] = []
    variables: dict[str, str] = {}
    problems: list[Problem] = []
    for layer, given in elements.items():
        if not isinstance(given, Mapping):
            path = f"elements.{layer[:100]}"
            problems.append(Problem(path, "wrong_type", "expected an object with properties", "object"))
        elif layer == VARIABLES:
            for name, value in given.items():
                try:
                    variables[name] = tamed(_VARIABLE.parse(value))
                except ValueProblem as wrong:
                    path = f"elements.vars.{name[:100]}"
                    problems.append(Problem(path, wrong.code, str(wrong), wrong.expected, wrong.received))
        else:
            overrides += (Override(layer, name, _read(value)) for name, value in flat(given))
    return Changes(tuple(overrides), variables, tuple(problems))


def flat(given: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """The properties with dotted names. Those that are null are left out."""
    for name, value in given.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{prefix}{name}.")
        elif value is not None:
            yield f"{prefix}{name}", value


def require_usable(changes: Changes, plate: Plate) -> None:
    """Raises InvalidInputError with everything of `changes` that can't be used in `plate`."""
    _, problems = try_changes(changes, plate)
    if problems:
        raise InvalidInputError.of(problems)


def try_changes(changes: Changes, plate: Plate) -> tuple[Plate, tuple[Problem, ...]]:
    """`plate` with the changes that can be used, and everything that can't, a layer that is not there included."""
    known = {"root", *(element.name for element in plate.elements)}
    strangers = dict.fromkeys(each.layer for each in changes.overrides if each.layer not in known)
    problems = list(changes.problems)
    for layer in strangers:
        message = f"the design has no layer {layer[:100]!r}"
        problems.append(Problem(f"elements.{layer[:100]}", "unknown_layer", message, sorted(known)))
    filled = fill(plate, changes.overrides, changes.variables or {})
    problems += (in_elements(problem) for problem in filled.problems)
    return filled.plate, tuple(problems)


def in_elements(problem: Problem) -> Problem:
    """A layer's problem where a generation names it."""
    return replace(problem, path=f"elements.{problem.path}")


def _read(value: Any) -> Any:
    return tamed(value) if isinstance(value, str) else value
