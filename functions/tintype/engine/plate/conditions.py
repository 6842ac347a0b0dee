"""Conditions on which a layer is shown: read from a document, and decided for what a request fills in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from tintype.base.errors import Problem
from tintype.base.record import Record
from tintype.engine.plate.escapes import unescaped
from tintype.engine.properties.elements import ELEMENTS
from tintype.engine.properties.kinds import Colour, Kind, Text, Value, ValueProblem

MAX_DEPTH = 4  # conditions within conditions
MAX_LISTED = 100  # conditions of one group, values of one list
_VARIABLE = Text(10_000)
_STATES = ("filled", "empty")
_ISOLATES = dict.fromkeys(range(0x2066, 0x206A))  # what keeps a variable from reordering its sentence says nothing


class Layer(Protocol):
    """What a condition looks at of an element of a plate."""

    @property
    def type(self) -> str: ...

    @property
    def values(self) -> Mapping[str, Value]: ...

    @property
    def static(self) -> bool: ...


class Comparison(Record):
    """A test of the content of a `layer`, or a `variable` of the request: one of `values`, or filled at all (None).

    Exactly one of `layer` and `variable` is given.
    """

    layer: str | None
    variable: str | None
    values: tuple[Value, ...] | None


class Group(Record):
    """``all`` or ``any`` of some conditions, or ``not`` the only one."""

    operator: str
    conditions: tuple[Condition, ...]


Condition = Comparison | Group


def holds(condition: Condition, elements: Mapping[str, Layer], variables: Mapping[str, str]) -> bool:
    """True where the condition is true of `elements`, as a request filled them, and of its variables."""
    if isinstance(condition, Comparison):
        value = _value(condition, elements, variables)
        return _is_filled(value) if condition.values is None else value in condition.values
    found = (holds(each, elements, variables) for each in condition.conditions)
    if condition.operator == "not":
        return not next(found)
    return all(found) if condition.operator == "all" else any(found)


def is_changed(condition: Condition, elements: Mapping[str, Layer], variables: Mapping[str, str]) -> bool:
    """True where anything that the condition looks at comes from the request."""
    if isinstance(condition, Group):
        return any(is_changed(each, elements, variables) for each in condition.conditions)
    return condition.variable in variables if condition.layer is None else not elements[condition.layer].static


def _value(comparison: Comparison, elements: Mapping[str, Layer], variables: Mapping[str, str]) -> Value:
    if comparison.layer is None:
        return variables.get(comparison.variable or "")
    element = elements[comparison.layer]
    if element.values.get("hidden"):
        return None
    value = element.values[ELEMENTS[element.type].content]
    return unescaped(value.translate(_ISOLATES)) if isinstance(value, str) else value


def _is_filled(value: Value) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    return bool(value.alpha) if isinstance(value, Colour) else bool(value)


def read_condition(raw: Any, types: Mapping[str, str], path: str, problems: list[Problem]) -> Condition | None:
    """The condition that a document's JSON value `raw` says, or None after adding all that is wrong to `problems`.

    `types` has the type of each layer by name, ``root`` among them; `path` is where `raw` stands in the document.
    """
    before = len(problems)
    condition = _read(raw, types, path, problems, MAX_DEPTH)
    return condition if len(problems) == before else None


def _read(raw: Any, types: Mapping[str, str], path: str, problems: list[Problem], depth: int) -> Condition | None:
    if not isinstance(raw, Mapping):
        problems.append(Problem(path, "wrong_type", 'expected a condition such as {"layer": …, "is": "filled"}'))
        return None
    for operator in ("all", "any", "not"):
        if operator in raw:
            return _read_group(operator, raw, types, path, problems, depth)
    return _read_comparison(raw, types, path, problems)


def _read_group(
    operator: str, raw: Mapping[str, Any], types: Mapping[str, str], path: str, problems: list[Problem], depth: int
) -> Condition | None:
    problems += _unknown(raw, (operator,), path)
    path = f"{path}.{operator}"
    if depth <= 1:
        problems.append(Problem(path, "out_of_range", f"conditions lie at most {MAX_DEPTH} deep", {"max": MAX_DEPTH}))
        return None
    given = [(path, raw[operator])]
    if operator != "not":
        given = [(f"{path}[{index}]", each) for index, each in _listed(raw[operator], path, problems)]
    conditions = [_read(each, types, where, problems, depth - 1) for where, each in given]
    return Group(operator, tuple(each for each in conditions if each is not None))


def _read_comparison(
    raw: Mapping[str, Any], types: Mapping[str, str], path: str, problems: list[Problem]
) -> Condition | None:
    subjects = [key for key in ("layer", "var") if key in raw]
    operators = [key for key in ("is", "equals", "in") if key in raw]
    problems += _unknown(raw, ("layer", "var", "is", "equals", "in"), path)
    if len(subjects) != 1:
        problems.append(Problem(path, "missing_required", "names either a layer or a var", ["layer", "var"]))
    if len(operators) != 1:
        problems.append(Problem(path, "missing_required", "has one of is, equals and in", ["is", "equals", "in"]))
    if len(subjects) != 1 or len(operators) != 1:
        return None
    subject, name = subjects[0], raw[subjects[0]]
    if not isinstance(name, str) or not name or (subject == "layer" and name not in types):
        what = "the name of a layer of this design" if subject == "layer" else "the name of a variable"
        code = "unknown_layer" if subject == "layer" else "wrong_type"
        received = name[:100] if isinstance(name, str) else None
        problems.append(Problem(f"{path}.{subject}", code, f"must be {what}", None, received))
        return None
    kind: Kind = _VARIABLE
    if subject == "layer":
        type_ = ELEMENTS[types[name]]
        kind = type_.properties[type_.content].kind
    layer, variable = (name, None) if subject == "layer" else (None, name)
    return _compared(layer, variable, operators[0], raw, kind, path, problems)


def _compared(
    layer: str | None,
    variable: str | None,
    operator: str,
    raw: Mapping[str, Any],
    kind: Kind,
    path: str,
    problems: list[Problem],
) -> Condition | None:
    path = f"{path}.{operator}"
    if operator == "is":
        state = raw["is"]
        if state not in _STATES:
            message = f"must be one of: {', '.join(_STATES)}"
            received = state[:100] if isinstance(state, str) else None
            problems.append(Problem(path, "unknown_enum_value", message, list(_STATES), received))
        filled = Comparison(layer, variable, None)
        return filled if state == "filled" else Group("not", (filled,))
    given = _listed(raw["in"], path, problems) if operator == "in" else ((None, raw["equals"]),)
    values = []
    for index, each in given:
        try:
            values.append(kind.parse(each))
        except ValueProblem as wrong:
            where = path if index is None else f"{path}[{index}]"
            problems.append(Problem(where, wrong.code, str(wrong), wrong.expected, wrong.received))
    return Comparison(layer, variable, tuple(values))


def _listed(raw: Any, path: str, problems: list[Problem]) -> Iterator[tuple[int, Any]]:
    """The entries of a list with their indices."""
    if isinstance(raw, list) and 1 <= len(raw) <= MAX_LISTED:
        yield from enumerate(raw)
    else:
        code = "out_of_range" if isinstance(raw, list) else "wrong_type"
        bounds = {"min": 1, "max": MAX_LISTED}
        problems.append(Problem(path, code, f"expected a list of 1 to {MAX_LISTED}", bounds))


def _unknown(raw: Mapping[str, Any], known: tuple[str, ...], path: str) -> Iterator[Problem]:
    for key in raw.keys() - {*known}:
        yield Problem(f"{path}.{str(key)[:100]}", "unknown_field", f"a condition has {', '.join(known)}", list(known))
