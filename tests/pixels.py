"""Pixels as tuples and levels as whole numbers: what Pillow's own types leave open."""

from __future__ import annotations

from PIL import Image


def pixel(image: Image.Image, at: tuple[int, int]) -> tuple[int, ...]:
    """The channels of one pixel, 0 to 255 each, whatever their number."""
    value = image.getpixel(at)
    assert value is not None
    return value if isinstance(value, tuple) else (round(value),)


def highest(image: Image.Image) -> int:
    """The highest level of any channel of a picture with eight bits a channel, 0 to 255."""
    return max(level % 256 for level, count in enumerate(image.histogram()) if count)
