"""Layers: items that are painted apart because opacity, a shadow or a rotation applies to them as a whole."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PIL import Image, ImageFilter

from tintype.layout.scene import Shadow
from tintype.paint.canvas import Canvas, faded
from tintype.paint.coverage import Region

_SIGMAS = 3  # beyond three sigmas a Gaussian is below half a level of 255


@dataclass(frozen=True, slots=True)
class Sprite:
    """A picture with straight alpha ("RGBA") and where its top left corner lies."""

    image: Image.Image
    left: int
    top: int

    @property
    def bytes(self) -> int:
        """What it takes in memory."""
        return 4 * self.image.width * self.image.height + 500


def shadowed(sprite: Sprite, shadow: Shadow) -> Sprite:
    """The sprite over its own shadow, as CSS's drop-shadow(): blur radius = 2 sigma."""
    sigma = shadow.blur / 2
    reach = math.ceil(_SIGMAS * sigma)
    across, down = round(shadow.offset_x), round(shadow.offset_y)
    width, height = sprite.image.size
    region = (
        sprite.left + min(0, across - reach),
        sprite.top + min(0, down - reach),
        sprite.left + width + max(0, across + reach),
        sprite.top + height + max(0, down + reach),
    )
    alpha = Image.new("L", (width + 2 * reach, height + 2 * reach))
    alpha.paste(sprite.image.getchannel("A"), (reach, reach))
    if sigma:
        alpha = alpha.filter(ImageFilter.GaussianBlur(sigma))
    canvas = Canvas.clear(region)
    left, top = sprite.left + across - reach, sprite.top + down - reach
    canvas.colour(shadow.colour, (left, top, left + alpha.width, top + alpha.height), alpha)
    canvas.picture(sprite.image, sprite.left, sprite.top)
    return Sprite(canvas.straight(), region[0], region[1])


def reach_of(shadow: Shadow) -> int:
    """How far, in pixels, the shadow may show beyond what throws it."""
    offset = max(abs(shadow.offset_x), abs(shadow.offset_y))
    return math.ceil(_SIGMAS * shadow.blur / 2 + offset) + 1


def see_through(sprite: Sprite, opacity: float) -> Sprite:
    """The sprite with its alpha times `opacity` (0-1)."""
    image = sprite.image.copy()
    image.putalpha(faded(image.getchannel("A"), round(opacity * 255)))
    return Sprite(image, sprite.left, sprite.top)


def rotated(sprite: Sprite, degrees: float, centre: tuple[float, float]) -> Sprite:
    """The sprite turned clockwise about `centre` (in the picture's pixels), with smooth edges."""
    cosine, sine = _exact(math.cos(math.radians(degrees))), _exact(math.sin(math.radians(degrees)))
    left, top, right, bottom = rotated_bounds(_region(sprite), degrees, centre)
    padded = Image.new("RGBA", (sprite.image.width + 4, sprite.image.height + 4))
    padded.paste(sprite.image, (2, 2))  # a clear border, into which the outermost pixels can fade
    across, down = left - centre[0], top - centre[1]
    data = (
        cosine, sine, cosine * across + sine * down + centre[0] - sprite.left + 2,
        -sine, cosine, -sine * across + cosine * down + centre[1] - sprite.top + 2,
    )  # fmt: skip
    size = (right - left, bottom - top)
    turned = padded.transform(size, Image.Transform.AFFINE, data, Image.Resampling.BICUBIC)
    return Sprite(turned, left, top)


def rotated_bounds(region: Region, degrees: float, centre: tuple[float, float]) -> Region:
    """The whole pixels that `region` may touch when it is turned clockwise about `centre`."""
    if degrees % 360 == 0:
        return region
    cosine, sine = _exact(math.cos(math.radians(degrees))), _exact(math.sin(math.radians(degrees)))
    corners = [(x - centre[0], y - centre[1]) for x in (region[0], region[2]) for y in (region[1], region[3])]
    across = [centre[0] + cosine * x - sine * y for x, y in corners]
    down = [centre[1] + sine * x + cosine * y for x, y in corners]
    # One pixel more on each side: the filter's reach.
    return (
        math.floor(min(across)) - 1, math.floor(min(down)) - 1,
        math.ceil(max(across)) + 1, math.ceil(max(down)) + 1,
    )  # fmt: skip


def _exact(value: float) -> float:
    """The sine or cosine, where quarter turns give whole numbers."""
    return round(value) if abs(value - round(value)) < 1e-12 else value


def _region(sprite: Sprite) -> Region:
    width, height = sprite.image.size
    return sprite.left, sprite.top, sprite.left + width, sprite.top + height
