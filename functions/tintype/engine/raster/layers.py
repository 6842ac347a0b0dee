"""Layers: what is painted apart, because a shadow falls from it or it fades as a whole."""

from __future__ import annotations

import math

from PIL import Image, ImageFilter

from tintype.base.record import Record
from tintype.engine.raster.canvas import Canvas, faded
from tintype.engine.raster.rotation import Rotation
from tintype.engine.scene import Shadow

_SIGMAS = 3  # beyond three sigmas a Gaussian is below half a level of 255


class Sprite(Record):
    """A picture with straight alpha ("RGBA") and where its top left corner lies."""

    image: Image.Image
    left: int
    top: int

    def see_through(self, opacity: float) -> Sprite:
        """The sprite with its alpha times `opacity` (0-1)."""
        image = self.image.copy()
        image.putalpha(faded(image.getchannel("A"), round(opacity * 255)))
        return Sprite(image, self.left, self.top)


def cast(canvas: Canvas, layer: Canvas, shadow: Shadow, rotation: Rotation | None) -> None:
    """Paints the shadow of what is on `layer`, as CSS's drop-shadow() does; a rotation takes its offset along."""
    sigma = shadow.blur / 2
    reach = math.ceil(_SIGMAS * sigma)
    offset = (shadow.offset_x, shadow.offset_y)
    across, down = (round(part) for part in (rotation.vector(*offset) if rotation else offset))
    width, height = layer.image.size
    alpha = layer.image.getchannel(3)
    if sigma:
        padded = Image.new("L", (width + 2 * reach, height + 2 * reach))
        padded.paste(alpha, (reach, reach))
        alpha = _blurred(padded, sigma)
    left, top = layer.left + across - reach, layer.top + down - reach
    canvas.colour(shadow.colour, (left, top, left + alpha.width, top + alpha.height), alpha)


# How much smaller, from which sigma on: never less than six of the small pixels.
_REDUCED = ((384, 64), (192, 32), (96, 16), (48, 8), (24, 4), (8, 2))


def _blurred(mask: Image.Image, sigma: float) -> Image.Image:
    """A wide blur is made on a smaller copy: what is lost is below what the blur leaves, by half a level of 255."""
    factor = next((factor for least, factor in _REDUCED if sigma >= least), 1)
    if factor == 1:
        return mask.filter(ImageFilter.GaussianBlur(sigma))
    # Whole multiples, so that nothing shifts.
    size = (-(-mask.width // factor) * factor, -(-mask.height // factor) * factor)
    small = mask.crop((0, 0, *size)).reduce(factor).filter(ImageFilter.GaussianBlur(sigma / factor))
    return small.resize(size, Image.Resampling.BILINEAR).crop((0, 0, *mask.size))


def reach_of(shadow: Shadow) -> int:
    """The pixels by which the shadow may show beyond what throws it."""
    return math.ceil(_SIGMAS * shadow.blur / 2 + math.hypot(shadow.offset_x, shadow.offset_y)) + 1
