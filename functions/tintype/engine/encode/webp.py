"""WebP: the fastest lossy method, or lossless where a picture is so flat that this is smaller and as fast."""

from __future__ import annotations

from PIL import Image

from tintype.engine.encode.saving import full_colour, saved

QUALITY = 80

# Flat is what has few colours of which fewer still cover most of it. Gradients have few colours too, each of them on
# a small part: they are ten times smaller with loss.
_FLAT_COLOURS = 1024
_MAIN_COLOURS = 16
_MAIN_SHARE = 0.75

# Method 0 hardly packs the alpha channel: a photo that fades out takes 735 kB with it, and 40 with method 1.
_METHOD_WITH_ALPHA = 1


def encode_webp(image: Image.Image, quality: int) -> bytes:
    """`image` (L, P, RGB or RGBA) as a WebP of `quality` 1-100; flat art of the default or more without any loss."""
    if quality >= QUALITY and _is_flat(image):
        return saved(full_colour(image), "webp", lossless=True, quality=20, method=1, exact=True)
    image = full_colour(image)
    return saved(image, "webp", quality=quality, method=_METHOD_WITH_ALPHA if image.mode == "RGBA" else 0)


def _is_flat(image: Image.Image) -> bool:
    colours = image.getcolors(_FLAT_COLOURS)
    if colours is None:
        return False
    counts = sorted((count for count, _ in colours), reverse=True)
    return sum(counts[:_MAIN_COLOURS]) >= _MAIN_SHARE * image.width * image.height
