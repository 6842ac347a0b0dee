"""The tables of docs/url.md, from the one table of properties."""

from __future__ import annotations

from collections.abc import Iterator

from tintype.engine.properties.elements import ELEMENTS, ElementType, Property
from tintype.engine.properties.kinds import Choice, Number
from tintype.engine.properties.show import shown

SHARED = frozenset.intersection(*(frozenset(type_.properties) for name, type_ in ELEMENTS.items() if name != "root"))


def tables() -> Iterator[str]:
    """The lines of a table for what every element has, and of one for each element."""
    yield "### Every element but root\n"
    shape = ELEMENTS["shape"]
    yield from _rows(ElementType("", "", {name: row for name, row in shape.properties.items() if name in SHARED}))
    for element in ELEMENTS.values():
        yield f"### {element.name}\n"
        yield f"`layer=value` means `layer.{element.content}=value`.\n"
        own = {name: row for name, row in element.properties.items() if name not in SHARED}
        yield from _rows(ElementType(element.name, element.content, own))


def _rows(element: ElementType) -> Iterator[str]:
    yield "| property | value | default | |"
    yield "|---|---|---|---|"
    for name, row in element.properties.items():
        yield f"| `{name}` | {_value(row)} | {_default(row)} | {_cell(row.help)} |"
    yield ""


def _value(row: Property) -> str:
    kind = row.kind
    if isinstance(kind, Choice):
        words = [f"`{choice}`" for choice in kind.choices]
        return " ".join(words[:9]) + (" …" if len(words) > 9 else "")
    if isinstance(kind, Number):
        low = kind.minimum if kind.minimum is not None else kind.above
        sides = [f"{bound:g}" for bound in (low, kind.maximum) if bound is not None]
        return ("whole number " if kind.whole else "number ") + "–".join(sides)
    return kind.name


def _default(row: Property) -> str:
    text = shown(row.default)
    if text is None:
        return "none"
    word = str(text).lower() if isinstance(text, bool) else str(text)
    return f"`{_cell(word)}`" if word.strip() else "empty"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
