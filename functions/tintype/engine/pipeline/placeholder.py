"""The neutral picture: what is shown where nothing else can be."""

from __future__ import annotations

from tintype.engine.fonts.font_set import Faces
from tintype.engine.properties.kinds import Colour, LinearGradient, Stop
from tintype.engine.raster.scene import Painted, paint
from tintype.engine.scene import Scene

_QUIET = LinearGradient(0, 0, 1, 1, (Stop(0, Colour(238, 240, 243)), Stop(1, Colour(222, 226, 231))))


def neutral_picture(width: int, height: int, faces: Faces) -> Painted:
    """A soft grey ground of the given size in pixels, without a word: right beside any text and any design."""
    return paint(Scene(width, height, _QUIET, ()), {}, faces)
