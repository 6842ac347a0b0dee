"""What an uploaded file is, a picture or a font: proved by decoding all of it, before it is stored."""

from __future__ import annotations

import re
from hashlib import sha256
from io import BytesIO
from typing import Literal

from PIL import Image, ImageFont, UnidentifiedImageError

from tintype.base.errors import InvalidInputError
from tintype.base.record import Record
from tintype.engine.images.decode import WHOLE, PictureError, open_picture
from tintype.engine.images.formats import looks_like_svg

MAX_PIXELS = 50_000_000
PICTURES = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "WEBP": "image/webp",
    "GIF": "image/gif",
    "AVIF": "image/avif",
    "BMP": "image/bmp",
    "TIFF": "image/tiff",
}
_BEGINNING = re.compile(
    rb"\x89PNG|\xff\xd8\xff|RIFF....WEBP|GIF8|....ftypavi[fs]|BM.{4}\0{4}|II[*+]\0|MM\0[*+]", re.DOTALL
)
FONTS = {
    b"\x00\x01\x00\x00": "font/ttf",
    b"true": "font/ttf",
    b"OTTO": "font/otf",
    b"wOFF": "font/woff",
    b"wOF2": "font/woff2",
}
# What else people send, by its first bytes, so that the error can say so.
STRANGERS = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"ttcf", "a font collection, of which only single fonts are taken"),
    (b"8BPS", "a Photoshop document"),
    (b"{", "JSON"),
)
_ORIENTATION = 0x0112  # EXIF; 5 to 8 stand for pictures that are shown turned by a quarter
ACCEPTED = "a PNG, JPEG, WebP, GIF, AVIF, SVG, BMP or TIFF picture, or a TTF, OTF, WOFF or WOFF2 font"


class ValidFile(Record):
    """What a file turned out to be: `width` and `height` are pixels as it is shown, None for a font."""

    sha256: str
    media_type: str
    kind: Literal["picture", "font"]
    width: int | None = None
    height: int | None = None


def validate(data: bytes) -> ValidFile:
    """What the file in `data` is. Raises InvalidInputError (``invalid_asset``) unless it decodes completely.

    A picture may have 50 megapixels at most.
    """
    digest = sha256(data).hexdigest()
    if media_type := FONTS.get(data[:4]):
        _check_font(data)
        return ValidFile(digest, media_type, "font")
    media_type, width, height = _check_drawing(data) if looks_like_svg(data) else _check_picture(data)
    return ValidFile(digest, media_type, "picture", width, height)


def _check_picture(data: bytes) -> tuple[str, int, int]:
    """Media type, width and height in pixels, the sides as the picture is shown."""
    try:
        with Image.open(BytesIO(data), formats=list(PICTURES)) as image:
            format_ = str(image.format)
            if image.width * image.height > MAX_PIXELS:
                raise _too_large(f"it has {image.width} × {image.height}")
            image.load()
            width, height = image.size  # a TIFF is turned upright by now
            turned = format_ != "TIFF" and image.getexif().get(_ORIENTATION, 1) in (5, 6, 7, 8)
    except InvalidInputError:
        raise
    except UnidentifiedImageError as error:
        if _BEGINNING.match(data):
            raise _invalid("the picture is damaged or incomplete") from error
        raise _invalid(f"expected {ACCEPTED}; this is {_what(data)}") from error
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise _too_large("it has far more") from error
    except Exception as error:  # decoders raise whatever a broken file leads them to
        raise _invalid(f"the picture is damaged or incomplete: {error}") from error
    return PICTURES[format_], *((height, width) if turned else (width, height))


def _check_drawing(data: bytes) -> tuple[str, int, int]:
    """Media type and natural size of an SVG, cleaned and drawn as it will be in pictures."""
    try:
        drawing = open_picture(data)
        drawing.at(WHOLE, (64, 64))
    except PictureError as error:
        raise _invalid(f"the SVG can't be drawn: {error.__cause__ or error}") from error
    return "image/svg+xml", *drawing.size


def _check_font(data: bytes) -> None:
    try:
        font = ImageFont.truetype(BytesIO(data), 32, layout_engine=ImageFont.Layout.BASIC)
        font.getmask("Ag")
    except Exception as error:  # FreeType's errors come as OSError, broken tables as others
        raise _invalid(f"the font is damaged or incomplete: {error}") from error


def _what(data: bytes) -> str:
    """In words, what a file that is no picture seems to be."""
    if not data:
        return "an empty file"
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data[4:11] in (b"ftyphei", b"ftypmif"):
        return "a HEIC picture"
    if start[:1] == b"<":
        return "HTML or XML"
    known = next((what for magic, what in STRANGERS if start.startswith(magic)), None)
    return known or f"neither; it begins with {data[:8].hex(' ')}"


def _too_large(found: str) -> InvalidInputError:
    return _invalid(f"a picture may have {MAX_PIXELS // 1_000_000} megapixels at most; {found}")


def _invalid(message: str) -> InvalidInputError:
    return InvalidInputError("invalid_asset", message)
