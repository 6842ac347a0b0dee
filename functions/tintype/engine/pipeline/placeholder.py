"""The neutral picture: what is shown where nothing else can be."""

from __future__ import annotations

from tintype.engine.encode import encode
from tintype.engine.pipeline.context import RenderContext
from tintype.engine.pipeline.pipeline import Picture
from tintype.engine.properties.kinds import Colour, LinearGradient, Stop
from tintype.engine.raster.scene import paint
from tintype.engine.scene import Scene

_QUIET = LinearGradient(0, 0, 1, 1, (Stop(0, Colour(238, 240, 243)), Stop(1, Colour(222, 226, 231))))


def placeholder(width: int, height: int, type_: str, context: RenderContext) -> Picture:
    """A soft grey picture of the given size in pixels, without a word: right beside any text and any design."""
    painted = paint(Scene(width, height, _QUIET, ()), {}, context.fonts)
    return Picture(encode(painted.image, type_), type_, width, height)
