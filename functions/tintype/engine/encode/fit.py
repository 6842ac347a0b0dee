"""A picture within a number of bytes: what Lambda can't answer with is encoded smaller, step by step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PIL import Image

from tintype.engine.encode import DEFAULT_QUALITY, Strips, encode
from tintype.engine.encode.saving import full_colour

# A Lambda answers with 6 MB at most, the body in base64 (4 bytes for 3) and some room for the headers.
LAMBDA_LIMIT = 4_500_000

_QUALITIES = (60, 40, 20)


class Fitted(NamedTuple):
    """The bytes, and the type they really are: not always the one that was asked for."""

    data: bytes
    type: str


class _Attempt(NamedTuple):
    image: Image.Image
    type: str
    quality: int | None


def encode_within(
    image: Image.Image,
    type: str,  # noqa: A002  the contract's word
    quality: int | None = None,
    limit: int = LAMBDA_LIMIT,
    *,
    strips: Strips | None = None,
    damage: Sequence[tuple[int, int]] | None = None,
) -> Fitted:
    """`image` encoded as `encode` does; if that exceeds `limit` bytes, the first of these that does not:

    1. a PNG of 256 colours, where a PNG was asked for;
    2. the lossy type (JPEG, WebP and AVIF stay what they are; PNG and GIF become WebP if they have alpha, else
       JPEG) at its default quality, then 60, 40 and 20, as far as these are below the quality asked for;
    3. the same at quality 20 and half the width and height, again and again, down to one pixel.
    """
    data = encode(image, type, quality, strips=strips, damage=damage)
    if len(data) <= limit:
        return Fitted(data, type)
    for attempt in _smaller(image, type, quality):
        data, type = encode(*attempt), attempt.type  # noqa: A001
        if len(data) <= limit:
            break
    return Fitted(data, type)


def _smaller(image: Image.Image, type_: str, quality: int | None) -> Iterator[_Attempt]:
    image = full_colour(image)
    if type_ == "png":
        yield _Attempt(image.quantize(256, Image.Quantize.FASTOCTREE), "png", None)
    if type_ in DEFAULT_QUALITY:
        lossy, asked = type_, quality or DEFAULT_QUALITY[type_]
    else:
        lossy, asked = "webp" if image.mode == "RGBA" else "jpeg", 100
    for lower in (DEFAULT_QUALITY[lossy], *_QUALITIES):
        if lower < asked:
            yield _Attempt(image, lossy, lower)
    while image.size != (1, 1):
        image = image.resize((max(1, image.width // 2), max(1, image.height // 2)), reducing_gap=2.0)
        yield _Attempt(image, lossy, min(asked, _QUALITIES[-1]))
