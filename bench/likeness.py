"""How far two engines' pictures are apart, so that nobody is compared with a picture that shows something else."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageChops, ImageStat

# Measured on W1–W7: engines that agree differ by 0.3–4 levels in the mean, are 0.95 and more alike, and no patch stands
# out. Without one line of text, one picture or the stars 0.35–8 % of the patches do.
MOST_DIFFERENCE = 6.0
LEAST_SIMILARITY = 0.90
MOST_PATCHES = 0.3
MOST_PATCHES_BY_WORKLOAD = {"W5": 4.0}  # satori sets emoji closer than the font does
_REDUCED = 4  # glyphs that lie half a pixel apart are no difference
_PATCH = 32
_STANDS_OUT = 10
_WINDOW = 8
_C1, _C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2


class Likeness(NamedTuple):
    """`difference`: mean absolute difference in levels of 255; `similarity`: mean SSIM, 1 for the same picture;
    `patches`: the share, in percent, of patches of 32 × 32 pixels whose mean differs by more than 10 levels."""

    difference: float
    similarity: float
    patches: float

    def same(self, workload: str) -> bool:
        """True where the two show the same."""
        near = self.difference <= MOST_DIFFERENCE and self.similarity >= LEAST_SIMILARITY
        return near and self.patches <= MOST_PATCHES_BY_WORKLOAD.get(workload, MOST_PATCHES)


def likeness(one: Path, other: Path) -> Likeness:
    """The likeness of two picture files, compared at a quarter of their size. Other sizes are no likeness at all."""
    first, second = (_opened(path) for path in (one, other))
    if first.size != second.size:
        return Likeness(255.0, 0.0, 100.0)
    patches = ImageChops.difference(first.reduce(_PATCH), second.reduce(_PATCH)).convert("L").tobytes()
    share = 100 * sum(value > _STANDS_OUT for value in patches) / len(patches)
    first, second = first.reduce(_REDUCED), second.reduce(_REDUCED)
    resources = ImageStat.Stat(ImageChops.difference(first, second)).mean
    similarity = _similarity(first.convert("L"), second.convert("L"))
    return Likeness(round(sum(resources) / 3, 2), round(similarity, 4), round(share, 2))


def _opened(path: Path) -> Image.Image:
    picture = Image.open(path).convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB")


def _similarity(one: Image.Image, other: Image.Image) -> float:
    """The mean structural similarity over windows of 8 × 8 pixels that don't overlap."""
    width, height = one.size
    marks = [
        window_similarity(one.crop(box).tobytes(), other.crop(box).tobytes())
        for top in range(0, height - _WINDOW + 1, _WINDOW)
        for left in range(0, width - _WINDOW + 1, _WINDOW)
        for box in [(left, top, left + _WINDOW, top + _WINDOW)]
    ]
    return sum(marks) / len(marks)


def window_similarity(one: bytes, other: bytes) -> float:
    """SSIM (Wang et al. 2004) of two windows of levels, of equal length and uniform weight."""
    count = len(one)
    mean1, mean2 = sum(one) / count, sum(other) / count
    variance1 = sum(value * value for value in one) / count - mean1 * mean1
    variance2 = sum(value * value for value in other) / count - mean2 * mean2
    together = sum(a * b for a, b in zip(one, other, strict=True)) / count - mean1 * mean2
    return ((2 * mean1 * mean2 + _C1) * (2 * together + _C2)) / (
        (mean1 * mean1 + mean2 * mean2 + _C1) * (variance1 + variance2 + _C2)
    )
