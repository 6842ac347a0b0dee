"""Compares a picture with its golden one, as a person would: small differences spread out are not seen.

`RENEW_GOLDENS=1 pytest tests/golden` writes the golden pictures anew; look at them before committing.
"""

from __future__ import annotations

import os
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter, ImageStat

from tests.pixels import highest

HERE = Path(__file__).parent
EXPECTED, FAILED = HERE / "expected", HERE / "failed"

# A glyph a quarter of a pixel aside differs by 30, a missing line one pixel thick by 85.
WORST = 40  # of 255, anywhere, once single pixels are smoothed away
MEAN = 0.6  # of 255, over all pixels


def assert_golden(image: Image.Image, name: str) -> None:
    """Fails unless `image` looks like ``expected/{name}.png``; leaves expected | actual | difference if so."""
    path = EXPECTED / f"{name}.png"
    image = image.convert("RGB") if image.mode == "P" else image
    if os.environ.get("RENEW_GOLDENS"):
        path.parent.mkdir(parents=True, exist_ok=True)
        image.save(path, optimize=True)
        return
    assert path.exists(), f"no golden picture {path.name}; RENEW_GOLDENS=1 writes it"
    with Image.open(path) as opened:
        expected = opened.convert(image.mode)
    worst, mean = distance(expected, image)
    if worst > WORST or mean > MEAN:
        FAILED.mkdir(exist_ok=True)
        side_by_side(expected, image).save(FAILED / f"{name}.png")
        raise AssertionError(f"{name} differs: worst {worst}, mean {mean:.2f}; see tests/golden/failed/{name}.png")


def distance(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """The worst difference of a channel after slight smoothing, and the mean one; sizes that differ are worst."""
    if one.size != other.size:
        return 255, 255
    difference = ImageChops.difference(_on_grey(one), _on_grey(other))
    smooth = difference.filter(ImageFilter.BoxBlur(1))
    return highest(smooth), max(ImageStat.Stat(difference).mean)


def side_by_side(expected: Image.Image, actual: Image.Image) -> Image.Image:
    """Expected, actual and the difference (times eight), left to right."""
    pictures = [_on_grey(expected), _on_grey(actual)]
    if expected.size == actual.size:
        pictures.append(ImageChops.difference(*pictures).point(lambda value: min(255, value * 8)))
    sheet = Image.new("RGB", (sum(each.width + 8 for each in pictures), max(each.height for each in pictures)))
    left = 0
    for each in pictures:
        sheet.paste(each, (left, 0))
        left += each.width + 8
    return sheet


def _on_grey(image: Image.Image) -> Image.Image:
    """Transparent pictures are compared on grey, where both light and dark fringes show."""
    if image.mode != "RGBA":
        return image.convert("RGB")
    grey = Image.new("RGB", image.size, (128, 128, 128))
    grey.paste(image, (0, 0), image)
    return grey
