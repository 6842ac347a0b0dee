"""JPEG: libjpeg-turbo's plain baseline, which is its fastest; alpha is flattened on white."""

from __future__ import annotations

from PIL import Image

from tintype.encode.saving import on_white, saved

QUALITY = 80
# Above this quality, whoever asks wants coloured text without fringes: 4:4:4 instead of 4:2:0, for a third more time.
_FULL_CHROMA_ABOVE = 90


def encode_jpeg(image: Image.Image, quality: int) -> bytes:
    """`image` (L, P, RGB or RGBA) as a JPEG of `quality` 1-100."""
    subsampling = "4:4:4" if quality > _FULL_CHROMA_ABOVE else "4:2:0"
    return saved(on_white(image), "jpg", quality=quality, subsampling=subsampling)
