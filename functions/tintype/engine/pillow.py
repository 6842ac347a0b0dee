"""Pillow from inside: the one module that calls what Pillow keeps for itself.

Its C images paste three times as fast as an Image does, its encoders take rows from where they lie, and a picture can
be had without a copy. Nothing of that is promised. So each way in is tried when this module is imported, which takes
some microseconds; where one doesn't do what it is used for, Pillow's public calls do the same instead, only slower.
tests/unit/engine/test_pillow_canary.py says which way in is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from PIL import Image, ImageFont

_core: Any = getattr(Image, "core", None)
_BUFFER_BYTES = 1 << 17

Surface = Any
"""What is painted on and with: a C image, else an Image. Both have `size`, `paste`, `point` and `reduce`."""


def _works(probe: Callable[[], bool]) -> bool:
    """What `probe` returns; False where it fails, whatever with."""
    try:
        return probe()
    except Exception:  # what is not promised may fail in any way
        return False


def _paints() -> bool:
    """True where C images do with a few pixels what glyphs need."""
    image = Image.new("L", (4, 2))
    mask = _core.fill("L", (2, 2), 0)
    mask.paste(255, (0, 0, 2, 2))
    image.im.paste(200, (2, 0, 4, 2), mask)
    small = image.im.reduce((2, 2), (0, 0, 4, 2)).point(bytes(range(256)), None)
    return image.getpixel((2, 0)) == 200 and small.size == (2, 1) and bytes(small) == b"\x00\xc8"


def _wraps() -> bool:
    """True where a C image can be made an Image without a copy."""
    image = Image.new("L", (2, 1), 7)
    image.info["comment"] = "left behind"
    made = Image.Image()._new(image.im)
    return made.getpixel((1, 0)) == 7 and (made.mode, made.size, made.info) == ("L", (2, 1), {})


def _packs() -> bool:
    """True where rows can be packed from where they lie."""
    return _rows_in_place(Image.new("L", (2, 3), 7), "L", 3, 1, 3) == b"\x07\x07\x00\x07\x07\x00"


def _rows_in_place(image: Image.Image, rawmode: str, stride: int, top: int, bottom: int) -> bytes:
    image.load()
    encoder = _core.raw_encoder(image.mode, rawmode, stride, 1)
    encoder.setimage(image.im, (0, top, image.width, bottom))
    packed: bytes = encoder.encode((bottom - top) * stride)[2]
    return packed


def _rows_of_a_copy(image: Image.Image, rawmode: str, stride: int, top: int, bottom: int) -> bytes:
    return image.crop((0, top, image.width, bottom)).tobytes("raw", rawmode, stride, 1)


_SURFACES, _NEW = _works(_paints), _works(_wraps)

blank: Callable[[str, tuple[int, int], int], Surface] = _core.fill if _SURFACES else Image.new
"""A surface of a mode and size, filled with a value."""

packed_rows = _rows_in_place if _works(_packs) else _rows_of_a_copy
"""The rows from `top` to `bottom` of `image` in Pillow's `rawmode`, `stride` bytes each: what `tobytes` gives of their
crop, but without a copy of it, and in one piece instead of many of 64 kB that are then put together."""


def surface_of(image: Image.Image) -> Surface:
    """What to paint on so that `image` changes."""
    image.load()
    return image.im if _SURFACES else image


def text_mask(
    font: ImageFont.FreeTypeFont, text: str, stroke: float, direction: str | None
) -> tuple[Surface, int, int]:
    """The coverage ("L") of `text`, and where its top left corner lies from the pen. Raises OSError for a broken glyph.

    `stroke` is in pixels; `direction` is ``ltr``, ``rtl`` or None where the font was opened without a shaper.
    """
    core, (left, top) = font.getmask2(text, "L", anchor="ls", stroke_width=stroke, direction=direction)
    return core if _SURFACES else _image("L", core), left, top


def colour_glyph(font: ImageFont.FreeTypeFont, text: str) -> tuple[Image.Image, int, int]:
    """The picture ("RGBA") of a colour glyph, and where its top left corner lies from the pen."""
    core, (left, top) = font.getmask2(text, "RGBA", anchor="ls")
    if not _SURFACES:
        return _image("RGBA", core), left, top
    picture = Image.new("RGBA", core.size)
    picture.im.paste(core, (0, 0, *core.size))
    return picture, left, top


def glyph_pixels(font: ImageFont.FreeTypeFont, text: str) -> tuple[tuple[int, int], bytes]:
    """Size and coverage of `text`: equal for two characters that a font draws alike."""
    core: Any = font.getmask(text)
    return core.size, bytes(core) if _SURFACES else _image("L", core).tobytes()


def bare(picture: Image.Image) -> Image.Image:
    """The decoded `picture` with its pixels, not a copy of them, and without what its file said beside them."""
    if _NEW:
        return Image.Image()._new(picture.im)
    plain = picture.copy()
    plain.info = {}
    return plain


def looked_up(image: Image.Image, table: Sequence[int]) -> Image.Image:
    """The entries ("L") of `table`, 65,536 whole numbers, that stand where the pixels of `image` ("I") say.

    Image.point would round each of the numbers anew: 5 ms instead of 0.7.
    """
    return image._new(image.im.point(table, "L")) if _NEW else image.point(table, "L")


def jpeg_setup(saved: Image.Image) -> tuple[Any, ...] | None:
    """What the JPEG encoder was set up with when `saved` was; None where Pillow doesn't tell any more."""
    return getattr(saved, "encoderconfig", None)


def jpeg_rows(
    image: Image.Image, top: int, bottom: int, setup: tuple[Any, ...] | None, save: Callable[[Image.Image], bytes]
) -> bytes:
    """A JPEG of the rows [top, bottom) of `image` ("L" or "RGB"), set up as another one was: see `jpeg_setup`.

    Made from where the rows lie; where that can't be, by `save` of a copy of them.
    """
    # Tried when it is needed: before Pillow's plugin has been imported, 7 ms, nobody knows what a setup looks like.
    if setup:
        with suppress(Exception):
            return _jpeg_in_place(image, top, bottom, setup)
    return save(image.crop((0, top, image.width, bottom)))


def _jpeg_in_place(image: Image.Image, top: int, bottom: int, setup: tuple[Any, ...]) -> bytes:
    image.load()
    encoder = _core.jpeg_encoder(image.mode, image.mode, *setup)
    try:
        encoder.setimage(image.im, (0, top, image.width, bottom))
        parts: list[bytes] = []
        status = 0
        while not status:
            _, status, part = encoder.encode(_BUFFER_BYTES)
            parts.append(part)
    finally:
        encoder.cleanup()
    if status < 0:
        raise OSError(f"the JPEG encoder gave up with {status}")
    return b"".join(parts)


def _image(mode: str, core: Any) -> Image.Image:
    """An Image of what `getmask2` returns, by no more than its size and that it is a sequence of pixels."""
    image = Image.new(mode, core.size)
    image.putdata(core)
    return image
