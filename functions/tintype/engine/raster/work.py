"""One unit of work: a little of what painting is made of, by which a machine's speed is told."""

from __future__ import annotations

from PIL import Image, ImageFilter

_SIDE = 192


def sample() -> None:
    """A blur, a paste through a mask, and a scaling: 1.36 ms where the costs of `pipeline.budget` were measured."""
    mask = Image.new("L", (_SIDE, _SIDE), 90).filter(ImageFilter.GaussianBlur(3))
    picture = Image.new("RGB", (_SIDE, _SIDE))
    picture.paste((1, 2, 3), (0, 0, _SIDE, _SIDE), mask)
    picture.resize((256, 256), Image.Resampling.BICUBIC)
