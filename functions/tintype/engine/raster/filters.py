"""Colour filters and overlays of pictures."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from PIL import Image, ImageChops

from tintype.engine.plate import Box
from tintype.engine.properties.kinds import Fill
from tintype.engine.raster.fill import fill_image

_LUMA = (0.2126, 0.7152, 0.0722, 0)  # of CSS's grayscale(): Rec. 709 on sRGB values

# What black and white become, by the duotone's name: our choice of shades.
_DUOTONES: Mapping[str, tuple[tuple[int, int, int], tuple[int, int, int]]] = {
    "blue_green": ((22, 45, 155), (94, 240, 170)),
    "blue_orange": ((28, 40, 150), (255, 168, 76)),
    "deep_green_light_green": ((8, 60, 46), (176, 245, 150)),
    "BrightRed_light_yellow": ((226, 28, 52), (255, 244, 170)),
    "brown_pale_green": ((78, 44, 24), (206, 240, 200)),
    "brown_beige": ((74, 44, 28), (246, 228, 200)),
    "deep_blue_green": ((10, 22, 84), (60, 220, 140)),
    "deep_blue_red": ((12, 20, 88), (255, 72, 84)),
    "deep_purple_orange": ((54, 14, 94), (255, 160, 70)),
    "deep_purple_beige": ((52, 16, 92), (248, 230, 206)),
    "deep_purple_pale_green": ((50, 14, 96), (206, 244, 206)),
    "deep_blue_pale_green": ((10, 24, 90), (206, 244, 208)),
}


def filtered(picture: Image.Image, name: str) -> Image.Image:
    """The picture ("RGB" or "RGBA") in shades of grey or, by a duotone's name, between two colours."""
    grey = picture.convert("RGB").convert("L", _LUMA)
    if name == "grayscale":
        coloured = grey.convert("RGB")
    else:
        coloured = Image.merge("RGB", [grey.point(ramp) for ramp in _ramps(name)])
    if picture.mode == "RGBA":
        coloured.putalpha(picture.getchannel("A"))
    return coloured


@lru_cache(maxsize=len(_DUOTONES))  # 768 bytes each
def _ramps(name: str) -> list[bytes]:
    """For each channel the value at each shade of grey."""
    dark, light = _DUOTONES[name]
    return [
        bytes(round(low + (high - low) * shade / 255) for shade in range(256))
        for low, high in zip(dark, light, strict=True)
    ]


def overlaid(picture: Image.Image, fill: Fill, box: Box) -> Image.Image:
    """The picture with a colour or gradient (of `box`) over it, only as opaque as the picture itself is."""
    over = fill_image(fill, picture.size, box)
    result = picture.convert("RGB")
    if over.mode == "RGBA":
        result = result.copy() if result is picture else result
        result.paste(over, (0, 0), over)
    else:
        result = over
    if picture.mode == "RGBA":
        result.putalpha(picture.getchannel("A"))
    return result


def recoloured(picture: Image.Image, ink: tuple[int, ...]) -> Image.Image:
    """The picture's shape in one colour."""
    result = Image.new("RGBA", picture.size, (*ink[:3], 255))
    alpha = picture.getchannel("A")
    opacity = ink[3] if len(ink) > 3 else 255
    result.putalpha(alpha if opacity == 255 else alpha.point(lambda value: value * opacity // 255))
    return result


def busiest(picture: Image.Image, lengths: tuple[float, float]) -> tuple[float, float]:
    """Where (left, top) a part of these lengths holds most of what the eye is drawn to; all in fractions.

    Edges and vivid colours draw it; the middle wins where all is alike.
    """
    small = picture.convert("RGB").resize((64, 64), Image.Resampling.BOX)
    blurred = small.resize((8, 8), Image.Resampling.BOX).resize((64, 64), Image.Resampling.BICUBIC)
    # What differs from its wider surroundings: edges, textures and colours that stand out.
    detail = ImageChops.difference(small, blurred).convert("L")
    vivid = small.convert("HSV").getchannel("S").point(lambda value: value // 4)
    weight = ImageChops.add(detail, vivid)
    columns = weight.resize((64, 1), Image.Resampling.BOX).tobytes()
    rows = weight.resize((1, 64), Image.Resampling.BOX).tobytes()
    return _heaviest(columns, lengths[0]), _heaviest(rows, lengths[1])


def _heaviest(weights: bytes, length: float) -> float:
    """The start, in fractions, of the stretch with the largest sum; of equal ones the most central."""
    count = len(weights)
    window = max(1, round(length * count))
    if window >= count:
        return 0.0
    middle = (count - window) / 2
    best = max(
        range(count - window + 1), key=lambda start: (sum(weights[start : start + window]), -abs(start - middle))
    )
    return min(best / count, 1 - length)
