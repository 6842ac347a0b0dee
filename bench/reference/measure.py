"""How far two drawings of a case are apart."""

from __future__ import annotations

from typing import NamedTuple

from PIL import Image, ImageChops, ImageStat

from bench.likeness import window_similarity

_WINDOW, _STEP = 8, 4  # pixels


class Distance(NamedTuple):
    """`ssim`: mean structural similarity of the luma over windows of 8 × 8 pixels, every 4 pixels (Wang et al. 2004, a
    uniform window); `difference`: mean absolute difference of the channels in levels of 255."""

    ssim: float
    difference: float


def distance(one: Image.Image, other: Image.Image) -> Distance:
    """The distance of two RGB pictures of one size, at full resolution."""
    resources = ImageStat.Stat(ImageChops.difference(one, other)).mean
    first, second = one.convert("L"), other.convert("L")
    marks = [
        window_similarity(first.crop(box).tobytes(), second.crop(box).tobytes())
        for top in range(0, one.height - _WINDOW + 1, _STEP)
        for left in range(0, one.width - _WINDOW + 1, _STEP)
        for box in [(left, top, left + _WINDOW, top + _WINDOW)]
    ]
    return Distance(sum(marks) / len(marks), sum(resources) / len(resources))
