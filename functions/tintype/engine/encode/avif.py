"""AVIF: the smallest files and the slowest encoder; made when it is asked for."""

from __future__ import annotations

from PIL import Image

from tintype.engine.encode.saving import full_colour, saved

# As near to the original (PSNR) as JPEG at its default 80.
QUALITY = 65
# Speeds 9 and 10 are the same; 8 is two to five times slower.
_SPEED = 9


def encode_avif(image: Image.Image, quality: int) -> bytes:
    """`image` (L, P, RGB or RGBA) as an AVIF of `quality` 1-100."""
    return saved(full_colour(image), "avif", quality=quality, speed=_SPEED)
