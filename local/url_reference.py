"""Writes the tables of docs/url.md from the vocabulary: ``python -m local.url_reference``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from tintype.engine.properties.elements import ELEMENTS, ElementType, Property
from tintype.engine.properties.kinds import Choice, Number
from tintype.engine.properties.show import shown

PAGE = Path(__file__).parent.parent / "docs" / "url.md"
BEGIN, END = "<!-- properties: python -m local.url_reference -->\n", "<!-- end of properties -->\n"
SHARED = frozenset.intersection(*(frozenset(type_.properties) for name, type_ in ELEMENTS.items() if name != "root"))


def main() -> int:
    """Write the page anew."""
    PAGE.write_text(with_tables(PAGE.read_text()))
    return 0


def with_tables(page: str) -> str:
    """The page with the tables of today's vocabulary between its markers."""
    before, _, rest = page.partition(BEGIN)
    after = rest.partition(END)[2]
    return f"{before}{BEGIN}\n" + "\n".join(_tables()) + f"\n{END}{after}"


def _tables() -> Iterator[str]:
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


if __name__ == "__main__":
    sys.exit(main())
