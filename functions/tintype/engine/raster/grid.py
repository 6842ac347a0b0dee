"""Paints grids of square cells, such as a QR code."""

from __future__ import annotations

from PIL import Image

from tintype.engine.raster.canvas import Canvas
from tintype.engine.raster.masks import bounds, intersection
from tintype.engine.raster.rotation import Rotation
from tintype.engine.scene import GridContent


def paint_grid(canvas: Canvas, content: GridContent, rotation: Rotation | None = None) -> None:
    """Paints the filled cells with sharp edges; where cells are no whole pixels, edges are mixed."""
    left, top, right, bottom = bounds(content.box)
    cells = Image.frombytes("L", (len(content.rows[0]), len(content.rows)), b"".join(content.rows))
    cells = cells.point(lambda value: 255 if value else 0)
    size = (right - left, bottom - top)
    exact = size[0] % cells.width == 0 and size[1] % cells.height == 0
    if not exact:  # first so large that mixing down by area leaves no visible unevenness
        cells = cells.resize((cells.width * 8, cells.height * 8), Image.Resampling.NEAREST)
    mask = cells.resize(size, Image.Resampling.NEAREST if exact else Image.Resampling.BOX)
    region = (left, top, right, bottom)
    if rotation is not None:
        padded = Image.new("L", (size[0] + 4, size[1] + 4))
        padded.paste(mask, (2, 2))
        region = rotation.region(region)
        mask = rotation.picture(padded, (left - 2, top - 2), region)
    if intersection(region, canvas.region):
        canvas.colour(content.colour, region, mask)
