"""Sees to it that a plate names only fonts that can be used: bundled ones, and uploaded ones that are registered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from tintype.base.errors import NotFoundError, Problem, TintypeError
from tintype.base.record import replace
from tintype.engine.plate import Element, Plate
from tintype.engine.properties.elements import ELEMENTS
from tintype.engine.properties.kinds import FontName

ASSET = "asset:"


class FontShop(Protocol):
    """Where uploaded fonts are registered."""

    def add(self, name: str, data: bytes) -> None:
        """Register a font file under `name`; one that can't be used raises ValueError."""

    def known(self, family: str) -> bool:
        """True where a family is bundled or was registered."""


def with_fonts(
    filled: Plate,
    original: Plate,
    fonts: FontShop,
    read: Callable[[str], bytes | TintypeError],
    problems: list[Problem],
) -> Plate:
    """The plate with uploaded fonts registered and named by their digest; `read` answers ``asset:NAME`` with bytes.

    A font that can't be had or used is named in `problems` and gives way to the design's own, and that to the default.
    """
    changed: dict[int, Element] = {}
    for index, element in enumerate(filled.elements):
        if element.values.get("hidden"):
            continue
        for name in _FONT_PROPERTIES[element.type]:  # at most one
            font = element.values[name]
            if font.startswith(ASSET) or not fonts.known(font):
                changed[index] = _with_font(element, name, original.elements[index], filled, fonts, read, problems)
    if not changed:
        return filled
    return replace(filled, elements=tuple(changed.get(index, one) for index, one in enumerate(filled.elements)))


_FONT_PROPERTIES: Mapping[str, tuple[str, ...]] = {
    name: tuple(key for key, row in type_.properties.items() if isinstance(row.kind, FontName))
    for name, type_ in ELEMENTS.items()
}


def _with_font(
    element: Element,
    name: str,
    own: Element,
    plate: Plate,
    fonts: FontShop,
    read: Callable[[str], bytes | TintypeError],
    problems: list[Problem],
) -> Element:
    """The element with the first font that can be used; not static where that isn't its own, which may come back."""
    failed = False
    default = ELEMENTS[element.type].properties[name].default
    for font in dict.fromkeys((element.values[name], own.values[name])):
        try:
            usable = _registered(font, plate, fonts, read)
        except (TintypeError, ValueError) as error:
            if not failed:
                code = error.id if isinstance(error, TintypeError) else "broken_font"
                problems.append(Problem(f"{element.name}.{name}", code, "the font can't be had or used"))
            failed = True
        else:
            break
    else:
        usable = default
    return replace(element, values={**element.values, name: usable}, static=element.static and not failed)


def _registered(font: str, plate: Plate, fonts: FontShop, read: Callable[[str], bytes | TintypeError]) -> str:
    """The name under which the font can be used. Raises TintypeError or ValueError where it can't be."""
    if font.startswith(ASSET):
        name = f"digest:{plate.assets.get(font.removeprefix(ASSET), '')}"
        if not fonts.known(name):
            data = read(font)
            if isinstance(data, TintypeError):
                raise data
            fonts.add(name, data)
        return name
    if not fonts.known(font):
        raise NotFoundError("unknown_font", "there is no bundled font of that name or id")
    return font
