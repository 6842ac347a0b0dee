"""The contrast ratio of WCAG 2 between a text and what is painted behind it."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

from tintype.engine.plate import Box
from tintype.engine.properties.kinds import Colour, Fill

_CELLS = (24, 8)  # across and down: a photo is bright here and dark there
_WORST = 0.25  # the share of cells that may have less contrast than what is said


def contrast(image: Image.Image, box: Box, fill: Fill, opacity: float = 1.0) -> float:
    """The ratio, 1 to 21, that three quarters of the part `box` of the picture have at least, of `fill` on it.

    A gradient counts as its worst stop; transparent text is mixed with what is behind it. Where that is transparent
    itself nobody knows.
    """
    left, top = max(0, int(box.x)), max(0, int(box.y))
    right, bottom = min(image.width, int(box.x + box.width) + 1), min(image.height, int(box.y + box.height) + 1)
    if left >= right or top >= bottom:
        return 21.0
    cells = image.convert("RGBA").resize(_CELLS, Image.Resampling.BOX, (left, top, right, bottom))
    backgrounds = [(data[0], data[1], data[2]) for data in _pixels(cells) if data[3] > 127]
    if not backgrounds:
        return 21.0
    colours = [fill] if isinstance(fill, Colour) else [stop.colour for stop in fill.stops]
    return min(_lower(colour, backgrounds, opacity) for colour in colours)


def ratio(one: Sequence[float], other: Sequence[float]) -> float:
    """The contrast ratio of two sRGB colours of 0-255 a channel."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: Sequence[float]) -> float:
    """The relative luminance, 0-1, of an sRGB colour of 0-255 a channel."""
    red, green, blue = (_linear(part / 255) for part in colour[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _lower(colour: Colour, backgrounds: Sequence[tuple[int, int, int]], opacity: float) -> float:
    alpha = colour.alpha / 255 * opacity
    ratios = sorted(
        ratio([alpha * ink + (1 - alpha) * back for ink, back in zip(colour[:3], ground, strict=True)], ground)
        for ground in backgrounds
    )
    return ratios[int(_WORST * len(ratios))]


def _pixels(image: Image.Image) -> list[bytes]:
    data = image.tobytes()
    return [data[start : start + 4] for start in range(0, len(data), 4)]
