"""Layers: items that are painted apart because opacity, a shadow or a rotation applies to them as a whole."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PIL import Image, ImageFilter

from tintype.layout.scene import Shadow
from tintype.paint.canvas import Canvas, faded
from tintype.paint.turns import Turn

_SIGMAS = 3  # beyond three sigmas a Gaussian is below half a level of 255


@dataclass(frozen=True, slots=True)
class Sprite:
    """A picture with straight alpha ("RGBA") and where its top left corner lies."""

    image: Image.Image
    left: int
    top: int


def shadowed(sprite: Sprite, shadow: Shadow, turn: Turn | None) -> Sprite:
    """The sprite over its own shadow, as CSS's drop-shadow(): blur radius = 2 sigma, the offset turned along."""
    sigma = shadow.blur / 2
    reach = math.ceil(_SIGMAS * sigma)
    offset = (shadow.offset_x, shadow.offset_y)
    across, down = (round(part) for part in (turn.vector(*offset) if turn else offset))
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
    return math.ceil(_SIGMAS * shadow.blur / 2 + math.hypot(shadow.offset_x, shadow.offset_y)) + 1


def see_through(sprite: Sprite, opacity: float) -> Sprite:
    """The sprite with its alpha times `opacity` (0-1)."""
    image = sprite.image.copy()
    image.putalpha(faded(image.getchannel("A"), round(opacity * 255)))
    return Sprite(image, sprite.left, sprite.top)
