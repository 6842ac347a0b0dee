"""A painted picture to the bytes of a PNG, JPEG, WebP, AVIF or GIF."""

from __future__ import annotations

from collections.abc import Sequence

from isal import isal_zlib
from PIL import Image

from tintype.engine.encode import avif, jpeg, webp
from tintype.engine.encode.gif import encode_gif
from tintype.engine.encode.png import SHADES as PNG_SHADES
from tintype.engine.encode.png import encode_png
from tintype.engine.encode.strips import StripCache, Strips

__all__ = ["CONTENT_TYPES", "DEFAULT_QUALITY", "STRIPPED", "StripCache", "Strips", "checksum", "encode", "shades"]

CONTENT_TYPES = {
    "png": "image/png",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "avif": "image/avif",
    "gif": "image/gif",
}

STRIPPED = frozenset({"png", "jpeg"})  # what `encode` can take rows for from earlier pictures

DEFAULT_QUALITY = {"jpeg": jpeg.QUALITY, "webp": webp.QUALITY, "avif": avif.QUALITY}


def shades(type: str) -> int:  # noqa: A002  the contract's word
    """The number of shades of one colour on a plain background that a file of `type` is best given.

    Of sixteen a PNG packs two pixels into a byte: the file is 40 % smaller (docs/performance/tricks.md), and the edges
    of letters are at most 10 levels of 255 from the exact ones. What loses something anyway gets all 256.
    """
    return PNG_SHADES if type == "png" else 256


def encode(
    image: Image.Image,
    type: str,  # noqa: A002  the contract's word
    quality: int | None = None,
    *,
    strips: Strips | None = None,
    damage: Sequence[tuple[int, int]] | None = None,
) -> bytes:
    """`image` as a file of `type` (a key of CONTENT_TYPES).

    `image` is in mode L, P, RGB or RGBA (straight alpha), at most 16 383 pixels a side. `quality` is 1-100, None for
    the type's own default; PNG and GIF have none. `strips` and `damage` speed the types in STRIPPED up: with strips
    that came from one key of a StripCache, all pixels outside the row ranges `damage` ([top, bottom), in pixels) must
    be the same as in every other call with them; for mode P that means the palette indices. KeyError for an unknown
    type.
    """
    if type == "png":
        return encode_png(image, strips, damage)
    if type == "jpeg":
        return jpeg.encode_jpeg(image, quality or jpeg.QUALITY, strips, damage)
    if type == "gif":
        return encode_gif(image)
    encoder = {"webp": webp.encode_webp, "avif": avif.encode_avif}[type]
    return encoder(image, quality or DEFAULT_QUALITY[type])


def checksum(data: bytes) -> int:
    """The CRC-32 of `data`: tells two answers apart, at some 20 GB a second; no defence against forgery."""
    return int(isal_zlib.crc32(data))
