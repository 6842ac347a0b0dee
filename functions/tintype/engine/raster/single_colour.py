"""Scenes in one colour on a plain background, such as pages of text: painted as coverage, a third of the bytes.

The colours come from a ramp. How many shades it has is for whoever asks for the picture: with 256 the pixels are those
that painting in colour gives.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from PIL import Image

from tintype.engine.fonts.font_set import FontSet
from tintype.engine.properties.kinds import Colour, Fill
from tintype.engine.scene import Content, GridContent, Item, Scene, ShapeContent, StrokeContent, TextContent


def single_colour(scene: Scene, faces: FontSet) -> Colour | None:
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


def in_colour(coverage: Image.Image, background: Colour, colour: Colour, shades: int) -> Image.Image:
    """The coverage ("L", 0 to `shades` - 1) itself, from now on a picture with a palette ("P") of that many colours."""
    coverage.putpalette(_ramp(background, colour, shades))
    return coverage


@lru_cache(maxsize=64)  # at most 768 bytes each
def _ramp(background: Colour, colour: Colour, shades: int) -> bytes:
    """Red, green and blue at each coverage, mixed as Pillow mixes a colour through a mask."""
    strip = Image.new("RGB", (shades, 1), tuple(background[:3]))
    alphas = bytes(255 * shade // (shades - 1) for shade in range(shades))
    strip.paste(tuple(colour[:3]), (0, 0, *strip.size), Image.frombytes("L", strip.size, alphas))
    return strip.tobytes()


def _is_plain(item: Item) -> bool:
    return item.opacity == 1 and item.rotation % 360 == 0 and item.shadow is None


def _fills(content: Content, faces: FontSet) -> Iterator[Fill | None]:
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
