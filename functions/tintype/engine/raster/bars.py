"""Paints the bars that go with text: backgrounds, side borders, underlines that leave room around descenders."""

from __future__ import annotations

import math

from PIL import Image, ImageChops, ImageFilter

from tintype.engine.plate import Box
from tintype.engine.properties.kinds import Colour
from tintype.engine.raster.canvas import Canvas
from tintype.engine.raster.fill import fill_image
from tintype.engine.raster.masks import pieces
from tintype.engine.scene import Bar, Outline, TextContent

_INK = 32  # coverage from which a glyph counts as crossing a bar
_WIDEST_GAP = 13  # pixels on each side, as in Chromium


def paint_bar(canvas: Canvas, content: TextContent, bar: Bar, glyphs: Image.Image | None = None) -> None:
    """Paints the bar; `glyphs`, one pixel high and as wide as the bar's whole pixels, parts it where it isn't 0."""
    fill = content.fill if bar.fill is None else bar.fill
    for region, mask in pieces(Outline("rectangle", (bar.radius,) * 4), bar.box, canvas.region):
        left, top, right, bottom = region
        size = (right - left, bottom - top)
        if glyphs is not None:
            mask = _parted(mask, glyphs, left - math.floor(bar.box.x), size, bar.box.height)  # noqa: PLW2901
        if isinstance(fill, Colour):
            canvas.colour(fill, region, mask)
        else:
            box = Box(content.box.x - left, content.box.y - top, content.box.width, content.box.height)
            canvas.picture(fill_image(fill, size, box), left, top, mask)


def flattened(mask: Image.Image, left: int, width: int) -> Image.Image:
    """The darkest of each column of `mask`, from its column `left` on: `width` wide and one pixel high."""
    row = Image.new("L", (width, 1))
    for y in range(mask.height):
        row = ImageChops.lighter(row, mask.crop((left, y, left + width, y + 1)))
    return row


def _parted(
    mask: Image.Image | None, glyphs: Image.Image, left: int, size: tuple[int, int], thickness: float
) -> Image.Image:
    """`mask` without what lies within the bar's own thickness of a glyph."""
    reach = min(math.ceil(thickness), _WIDEST_GAP)
    room = Image.new("L", (glyphs.width + 2 * reach, 2 * reach + 1))
    row = glyphs.point([255 * (value >= _INK) for value in range(256)])
    room.paste(row.resize((glyphs.width, 2 * reach + 1)), (reach, 0))
    row = room.filter(ImageFilter.MaxFilter(2 * reach + 1)).crop(
        (reach + left, reach, reach + left + size[0], reach + 1)
    )
    free = ImageChops.invert(row).resize(size)
    return ImageChops.multiply(mask, free) if mask is not None else free
