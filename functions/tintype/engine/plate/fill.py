"""Filling a plate: a request's overrides and variables become the values of its elements."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from functools import cached_property

from tintype.base.errors import Problem
from tintype.base.expressions import expression
from tintype.base.record import Record, replace
from tintype.engine.plate import INLINE, Element, Plate
from tintype.engine.plate.conditions import holds, is_changed
from tintype.engine.plate.escapes import escaped, shortened
from tintype.engine.properties.elements import CARRIED, ELEMENTS, UNSUPPORTED
from tintype.engine.properties.kinds import Value, ValueProblem


class Override(Record):
    """One change that a URL asks for: `property` is None where only the layer was named (its content)."""

    layer: str
    property: str | None
    value: str


class Filled(Record):
    """A plate with a request's changes in it, and what of the request could not be used."""

    plate: Plate
    problems: tuple[Problem, ...]


MAX_TEXT = 10_000  # characters of one text, once its variables are in it
MARKED_UP = frozenset({"text", "button"})  # the types whose text may carry markup
PLACEHOLDER = expression(r"(?<!\\)\{([A-Za-z_][\w-]{0,63})(?:\|([^{}]*))?\}")
_PUT_IN = expression(r"\\\{|\{([A-Za-z_][\w-]{0,63})(?:\|([^{}]*))?\}")  # and a brace that is text


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
            problems.append(_no_property(element_type.name, name, path))
            continue
        try:
            changes.setdefault(override.layer, {})[name] = property_.kind.parse(override.value)
        except ValueProblem as wrong:
            problems.append(Problem(path, wrong.code, str(wrong), wrong.expected, wrong.received))
    named = _Named(plate, variables)
    root = _changed(plate.root, changes.get("root"), named, problems)
    elements = [_changed(element, changes.get(element.name), named, problems) for element in plate.elements]
    if any(element.visible_if for element in elements):
        known = {element.name: element for element in (root, *elements)}
        elements = [
            element if "hidden" in changes.get(element.name, ()) else _shown_or_not(element, known, variables)
            for element in elements
        ]
    return Filled(replace(plate, root=root, elements=tuple(elements)), tuple(problems))


def _no_property(type_: str, name: str, path: str) -> Problem:
    if name.partition(".")[0] in UNSUPPORTED:
        message = "takes a model that knows what is in a picture; there is none here"
        return Problem(path[:200], "unsupported_property", message)
    return Problem(path[:200], "unknown_property", f"{type_} has no property {name[:100]!r}")


def _shown_or_not(element: Element, known: Mapping[str, Element], variables: Mapping[str, str]) -> Element:
    """The element, hidden unless its condition holds; not static where the request has a say in that."""
    condition = element.visible_if
    if condition is None:
        return element
    hidden = element.values["hidden"] or not holds(condition, known, variables)
    static = element.static and not is_changed(condition, known, variables)
    return replace(element, values={**element.values, "hidden": hidden}, static=static)


class _Named:
    """A request's variables, and which names the design's texts know beside them."""

    def __init__(self, plate: Plate, variables: Mapping[str, str]) -> None:
        self.variables, self._plate = variables, plate

    @cached_property
    def known(self) -> frozenset[str]:
        texts = (element.values.get("payload") for element in self._plate.elements)
        return frozenset(self.variables) | variables_of(text for text in texts if isinstance(text, str)).keys()


def _changed(element: Element, changes: Mapping[str, Value] | None, named: _Named, problems: list[Problem]) -> Element:
    values = {**element.values, **changes, **_carried(changes)} if changes else element.values
    text, variables = values.get("payload"), named.variables
    if isinstance(text, str) and "{" in text:
        own = changes is not None and "payload" in changes
        put_in = substitute(text, variables, element.type in MARKED_UP, named.known if own else None)
        kept = shortened(put_in, MAX_TEXT)
        if kept != put_in:
            # A short text can name a long variable a thousand times.
            problems.append(Problem(f"{element.name}.payload", "too_long", f"shows at most {MAX_TEXT} characters"))
        from_request = any(match[1] in variables for match in PLACEHOLDER.finditer(text))
        return replace(element, values={**values, "payload": kept}, static=not (changes or from_request))
    return replace(element, values=values, static=False) if changes else element


def _carried(changes: Mapping[str, Value]) -> dict[str, Value]:
    """The pictures that a request carries itself, as sources; where it names one, too, that one counts."""
    return {
        url: INLINE + changes[encoded] for url, encoded in CARRIED.items() if encoded in changes and url not in changes
    }


def substitute(
    text: str, variables: Mapping[str, str], marked_up: bool = True, known: Container[str] | None = None
) -> str:
    """`text` with each ``{name}`` or ``{name|default}`` replaced, in one pass: what is put in is not read again.

    A variable that the request does not carry leaves its default, and without one nothing; where `known` is given,
    other names than those, without a default, stay as written. ``\\{`` is a brace. Replacing ends once the text is too
    long to be shown.

    In text that may be `marked_up` what is put in is escaped, for it is plain text, and where anything runs from right
    to left it is isolated, so that a name does not reorder the sentence around it.
    """
    right_to_left = marked_up and _runs_left(text)
    length = 0

    def put_in(match: re.Match[str]) -> str:
        nonlocal length
        name, default = match.groups()
        if name is None:
            return "{"
        given = variables.get(name)
        value = given or default
        if value is None:
            return match[0] if known is not None and name not in known else ""
        value = value[: max(MAX_TEXT + 1 - length, 0)]
        length += len(value)
        if not marked_up or not value:
            return value
        if given:
            value = escaped(value)
        return f"\u2068{value}\u2069" if right_to_left or _runs_left(value) else value

    return _PUT_IN.sub(put_in, text)


_RIGHT_TO_LEFT = expression("[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


def _runs_left(text: str) -> bool:
    """True where anything in `text` runs from right to left."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def variables_of(texts: Iterable[str]) -> dict[str, str]:
    """The variables that `texts` name, each with its placeholder as first written."""
    found: dict[str, str] = {}
    for text in texts:
        for match in PLACEHOLDER.finditer(text):
            found.setdefault(match[1], match[0])
    return found
