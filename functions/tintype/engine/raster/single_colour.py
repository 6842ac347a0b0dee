"""Scenes in one ink on plain ground, such as pages of text: painted as coverage, the colours come from a ramp.

The coverage has sixteen shades, at most 10 levels of 255 from the exact ones: nobody sees that on the edge of a
letter, and the file is 40 % smaller (docs/performance/tricks.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from PIL import Image

from tintype.engine.fonts.font_set import Faces
from tintype.engine.properties.kinds import Colour, Fill
from tintype.engine.raster.canvas import FULL
from tintype.engine.scene import Content, GridContent, Item, Scene, ShapeContent, StrokeContent, TextContent


def single_colour(scene: Scene, faces: Faces) -> Colour | None:
    """The one opaque colour of everything on a plain opaque background, some of it text; else None.

    Without text a picture has so few shades that the PNG encoder packs several pixels into a byte by itself.
    """
    ground = scene.background
    if not isinstance(ground, Colour) or ground.alpha < 255:
        return None
    found: Colour | None = None
    has_text = False
    for item in scene.items:
        if not _is_plain(item):
            return None
        for content in item.contents:
            for fill in _fills(content, faces):
                if not isinstance(fill, Colour) or fill.alpha < 255 or found not in (None, fill):
                    return None
                found = fill
            has_text = has_text or isinstance(content, TextContent)
    return found if has_text else None


def in_colour(coverage: Image.Image, ground: Colour, ink: Colour) -> Image.Image:
    """The coverage ("L") itself, from now on a picture with a palette ("P") of `ink` on `ground`."""
    coverage.putpalette(_ramp(ground, ink))
    return coverage


@lru_cache(maxsize=64)
def _ramp(ground: Colour, ink: Colour) -> bytes:
    """Red, green and blue at each coverage, mixed as Pillow mixes an ink through a mask."""
    strip = Image.new("RGB", (FULL + 1, 1), tuple(ground[:3]))
    shades = bytes(255 * shade // FULL for shade in range(FULL + 1))
    strip.paste(tuple(ink[:3]), (0, 0, *strip.size), Image.frombytes("L", strip.size, shades))
    return strip.tobytes()


def _is_plain(item: Item) -> bool:
    return item.opacity == 1 and item.rotation % 360 == 0 and item.shadow is None


def _fills(content: Content, faces: Faces) -> Iterator[Fill | None]:
    """What the content is painted with; None among it where that is more than colours."""
    match content:
        case ShapeContent(pattern=None):
            yield content.fill
        case StrokeContent() | GridContent():
            yield content.colour
        case TextContent(skew=0.0, stroke=None):
            runs = [run for _, runs in content.lines for run in runs]
            for fill in {run.fill for run in runs} | {bar.fill for bar in (*content.backgrounds, *content.bars)}:
                yield content.fill if fill is None else fill
            if any(faces.get(face).colour for face in {run.face for run in runs}):
                yield None
        case _:
            yield None
