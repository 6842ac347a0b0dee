"""How far two drawings of a case are apart."""

from __future__ import annotations

from typing import NamedTuple

from PIL import Image, ImageChops, ImageStat

_WINDOW, _STEP = 8, 4  # pixels
_C1, _C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2


class Distance(NamedTuple):
    """`ssim`: mean structural similarity of the luma over windows of 8 × 8 pixels, every 4 pixels (Wang et al. 2004, a
    uniform window); `difference`: mean absolute difference of the channels in levels of 255."""

    ssim: float
    difference: float


def distance(one: Image.Image, other: Image.Image) -> Distance:
    """The distance of two RGB pictures of one size, at full resolution."""
    means = ImageStat.Stat(ImageChops.difference(one, other)).mean
    first, second = one.convert("L"), other.convert("L")
    marks = [
        _mark(first.crop(box).tobytes(), second.crop(box).tobytes())
        for top in range(0, one.height - _WINDOW + 1, _STEP)
        for left in range(0, one.width - _WINDOW + 1, _STEP)
        for box in [(left, top, left + _WINDOW, top + _WINDOW)]
    ]
    return Distance(sum(marks) / len(marks), sum(means) / len(means))


def _mark(one: bytes, other: bytes) -> float:
    if one == other:
        return 1.0
    count = len(one)
    mean1, mean2 = sum(one) / count, sum(other) / count
    variance1 = sum(value * value for value in one) / count - mean1 * mean1
    variance2 = sum(value * value for value in other) / count - mean2 * mean2
    together = sum(a * b for a, b in zip(one, other, strict=True)) / count - mean1 * mean2
    return ((2 * mean1 * mean2 + _C1) * (2 * together + _C2)) / (
        (mean1 * mean1 + mean2 * mean2 + _C1) * (variance1 + variance2 + _C2)
    )
