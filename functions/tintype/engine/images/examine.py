"""What an uploaded file is, a picture or a font: found out by using it, in the sandbox alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import BytesIO

from PIL import Image, ImageFont, UnidentifiedImageError

from tintype.engine.fonts.uploaded import read_font
from tintype.engine.images.decode import MAX_PIXELS, WHOLE, PictureLimits, open_picture
from tintype.engine.images.errors import PictureError
from tintype.engine.images.formats import looks_like_svg

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
ACCEPTED = "a PNG, JPEG, WebP, GIF, AVIF, SVG, BMP or TIFF picture, or a TTF, OTF, WOFF or WOFF2 font"
_SAMPLES = 200  # characters of a font that are shaped and drawn, from all over what it covers
_SIZE = 64  # pixels at which they are drawn
_WIDEST = 40  # sizes that a glyph may be wide; the longest ligatures of Arabic have 12


def examined(data: bytes, limits: PictureLimits) -> str:
    """In one line what the file is: its media type, width and height as a picture is shown, 0 and 0 for a font.

    ``! `` and a reason in words where it can't be used.
    """
    try:
        if media_type := FONTS.get(data[:4]):
            _use_font(data)
            return f"{media_type} 0 0"
        media_type, width, height = _use_drawing(data, limits) if looks_like_svg(data) else _use_picture(data, limits)
    except ValueError as error:
        return f"! {error}"
    return f"{media_type} {width} {height}"


def warm_up() -> None:
    """Load what shaping text loads when it is first done: the library is found while files can still be opened."""
    font = ImageFont.load_default(_SIZE)
    font.getmask("Ag\u05d0")


def _use_picture(data: bytes, limits: PictureLimits) -> tuple[str, int, int]:
    """Media type and size of a picture, all of which was decoded. Raises ValueError with the reason."""
    try:
        picture = open_picture(data, limits)
        with Image.open(BytesIO(data), formats=list(PICTURES)) as image:
            format_ = str(image.format)
            while image.width * image.height > MAX_PIXELS:  # a JPEG, or it would not have been opened
                image.draft(None, (image.width // 2, image.height // 2))
            image.load()
        picture.at(WHOLE, (64, 64))
    except PictureError as error:
        if error.reason == "not_a_picture" and not _BEGINNING.match(data):
            raise ValueError(f"expected {ACCEPTED}; this is {_what(data)}") from error
        if error.reason == "too_large":
            raise ValueError(f"the picture is too large: {error}") from error
        raise ValueError(f"the picture is damaged or incomplete: {error}") from error
    except UnidentifiedImageError as error:
        raise ValueError("the picture is damaged or incomplete") from error
    except Exception as error:  # decoders raise whatever a broken file leads them to
        raise ValueError(f"the picture is damaged or incomplete: {error}") from error
    return PICTURES[format_], *picture.size


def _use_drawing(data: bytes, limits: PictureLimits) -> tuple[str, int, int]:
    """Media type and natural size of an SVG, cleaned and drawn as it will be in pictures."""
    try:
        drawing = open_picture(data, limits)
        drawing.at(WHOLE, (64, 64))
    except PictureError as error:
        raise ValueError(f"the SVG can't be drawn: {error.__cause__ or error}") from error
    return "image/svg+xml", *drawing.size


def _use_font(data: bytes) -> None:
    """Read the font as rendering does, then shape and draw characters of all that it covers. Raises ValueError."""
    try:
        read = read_font("upload", data)
        font = ImageFont.truetype(BytesIO(data), _SIZE)
        for text in _texts(_spread(read.characters(_SAMPLES * 50))):
            left, top, right, bottom = font.getbbox(text)
            if max(abs(right - left), abs(bottom - top)) > _WIDEST * _SIZE * len(text):
                raise ValueError(f"a glyph is more than {_WIDEST} times as wide as the font is high")
            font.getmask(text)
    except Exception as error:  # FreeType's errors come as OSError, broken tables as others
        raise ValueError(f"the font is damaged or incomplete: {error}") from error


def _spread(characters: Iterable[int]) -> list[str]:
    """Some of the characters, evenly spread over all."""
    found = [character for character in map(chr, characters) if character.isprintable()]
    step = max(1, len(found) // _SAMPLES)
    return found[::step]


def _texts(characters: list[str]) -> Iterator[str]:
    """Each by itself, and several together, for what a font does with neighbours."""
    yield "Hamburgefonstiv 0123"
    for start in range(0, len(characters), 8):
        yield "".join(characters[start : start + 8])


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
