"""Pictures from a few words: elements, a sample photo, and the plate around them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from typing import Any

from PIL import Image, ImageDraw

from tests.engines import FONTS, engine_with, with_assets
from tintype.base.record import replace
from tintype.engine import Drawing
from tintype.engine.fonts.font_set import FontSet
from tintype.engine.plate import Box, Element, Plate, element_from
from tintype.engine.properties.elements import ELEMENTS


def element(type_: str, box: tuple[float, float, float, float], static: bool = True, **given: Any) -> Element:
    """An element; ``corner_radius__tl=4`` is the property ``corner_radius.tl``."""
    values = {name.replace("__", "."): value for name, value in given.items() if value is not None}
    unknown = values.keys() - ELEMENTS[type_].properties.keys()
    assert not unknown, f"{type_} has no {unknown}"
    return replace(element_from(f"{type_} {box}", type_, Box(*box), values), static=static)


def plate(size: tuple[int, int], background: str, elements: Sequence[Element]) -> Plate:
    """A plate of these elements, painted in order."""
    root = element("root", (0, 0, *size), background_color=background)
    return Plate("design:1:uid", "design", 1, "format", "uid", *size, root, tuple(elements), {})


def picture(
    elements: Sequence[Element],
    size: tuple[int, int] = (200, 120),
    background: str = "#FFFFFF",
    pictures: dict[str, bytes] | None = None,
) -> Image.Image:
    """The elements, painted."""
    return drawn(plate(size, background, elements), pictures).painted.image


@cache
def faces() -> FontSet:
    """The bundled fonts."""
    return FontSet(FONTS, 32 << 20)


def drawn(filled: Plate, pictures: dict[str, bytes] | None = None) -> Drawing:
    """The plate, painted by an engine of its own; `pictures` are the contents of its sources."""
    assets = {source.removeprefix("asset:"): data for source, data in (pictures or {"asset:photo": photo()}).items()}
    return engine_with(assets).draw(with_assets(filled, assets))


def photo(width: int = 240, height: int = 160, format_: str = "PNG", **options: Any) -> bytes:
    """A picture that shows how it is cropped, turned and coloured: four corners, a cross, a disc, a grey wedge."""
    image = Image.new("RGB", (240, 160), "#8FB8DE")
    draw = ImageDraw.Draw(image)
    for corner, colour in (((0, 0), "#D7263D"), ((200, 0), "#F4D35E"), ((0, 120), "#1B998B"), ((200, 120), "#2E294E")):
        draw.rectangle((*corner, corner[0] + 39, corner[1] + 39), fill=colour)
    draw.ellipse((80, 40, 159, 119), fill="#F46036")
    draw.line((120, 0, 120, 159), fill="#FFFFFF", width=3)
    draw.line((0, 80, 239, 80), fill="#FFFFFF", width=3)
    image.paste(Image.linear_gradient("L").rotate(90).resize((160, 16)), (40, 140))
    data = io.BytesIO()
    image.resize((width, height), Image.Resampling.BICUBIC).save(data, format_, **options)
    return data.getvalue()
