"""Arranges QR codes: the quiet zone, the modules, and an icon in the middle that the code survives."""

from __future__ import annotations

import math
from collections.abc import Mapping

from tintype.engine.layout.boxes import aligned, snapped
from tintype.engine.layout.image import PLAIN, WHOLE, Size, contain
from tintype.engine.layout.qr_matrix import qr_rows
from tintype.engine.plate import Box
from tintype.engine.properties.kinds import Colour, Value
from tintype.engine.scene import Content, GridContent, PictureContent, ShapeContent

QUIET = 4  # modules around the code, by the standard
_ICON = 0.22  # of the code's side: a twentieth of its area, where level H corrects three tenths
_CONTRAST = 3.0  # of luminances, below which scanners begin to fail


def arrange_qrcode(values: Mapping[str, Value], box: Box, icon: Size | None) -> tuple[Content, ...]:
    """The code, as large as its box allows in whole pixels a module; `icon` is its picture's size, if it has one."""
    rows = qr_rows(values["payload"], "HQML" if icon else "MQL")
    if rows is None:
        return ()
    side = min(box.width, box.height)
    count = len(rows) + 2 * QUIET
    module = side // count
    if module * count < 0.8 * side:
        module = side / count  # too small a box: rather soft modules than a code much smaller than asked for
    whole = snapped(aligned(side, side, box, "middle center"))
    code = aligned(module * len(rows), module * len(rows), whole, "middle center")
    code = Box(round(code.x), round(code.y), code.width, code.height)
    background = values["background_color"]
    ink = readable(values["foreground_color"], background)
    contents: list[Content] = [ShapeContent(whole, PLAIN, background), GridContent(code, rows, ink)]
    if icon:
        contents += _icon(values["image_url"], icon, code, len(rows), background)
    return tuple(contents)


def _icon(source: str, size: Size, code: Box, modules: int, background: Colour) -> tuple[Content, ...]:
    """The icon on a plain square of an odd number of whole modules."""
    module = code.width / modules
    side = (int(modules * _ICON) // 2 * 2 + 1) * module
    square = snapped(aligned(side, side, code, "middle center"))
    edge = module / 2
    inner = Box(square.x + edge, square.y + edge, square.width - 2 * edge, square.height - 2 * edge)
    plain = Colour(*background[:3], 255) if background.alpha else Colour(255, 255, 255)
    target = contain(size, inner, "middle center")
    return ShapeContent(square, PLAIN, plain), PictureContent(source, WHOLE, target, target, PLAIN)


def readable(foreground: Colour, background: Colour) -> Colour:
    """The foreground, moved towards black or white until it stands out from the background (on white, if clear)."""
    ground = _luminance(background if background.alpha else Colour(255, 255, 255))
    far = 0 if ground > 0.18 else 255
    for step in range(11):
        red, green, blue = (round(part + (far - part) * step / 10) for part in foreground[:3])
        shade = Colour(red, green, blue)
        lighter, darker = max(ground, _luminance(shade)), min(ground, _luminance(shade))
        if (lighter + 0.05) / (darker + 0.05) >= _CONTRAST:
            return shade
    return Colour(far, far, far)


def _luminance(colour: Colour) -> float:
    """Relative luminance, as WCAG defines it."""
    red, green, blue = (math.pow(part / 255, 2.2) for part in colour[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
