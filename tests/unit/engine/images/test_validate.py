"""The check of an asset: only what decodes completely is stored."""

from __future__ import annotations

import struct
import zlib
from functools import cache
from hashlib import sha256
from io import BytesIO
from typing import cast

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from PIL import Image

from tintype.base.errors import InvalidInputError
from tintype.engine.images.decode import PictureLimits
from tintype.engine.images.examine import examined
from tintype.engine.images.sandbox import Sandbox
from tintype.engine.images.validate import ValidFile
from tintype.engine.images.validate import validate as validate_by


class Here:
    """What the sandbox answers, without a process: that one has tests of its own."""

    def examine(self, data: bytes, _: float) -> str:
        return examined(data, PictureLimits())


def validate(data: bytes) -> ValidFile:
    return validate_by(data, cast("Sandbox", Here()))


def picture(format_: str, mode: str = "RGB", **options: object) -> bytes:
    out = BytesIO()
    Image.linear_gradient("L").resize((64, 48)).convert(mode).save(out, format_, **options)
    return out.getvalue()


@cache
def font(flavour: str | None = None, outlines: str = "glyf") -> bytes:
    """A font whose every glyph is one triangle."""
    names = [".notdef", "A", "g"]
    builder = FontBuilder(1000, isTTF=outlines == "glyf")
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({65: "A", 103: "g"})
    glyphs = {}
    for name in names:
        pen = TTGlyphPen(None) if outlines == "glyf" else T2CharStringPen(600, None)
        pen.moveTo((0, 0))
        pen.lineTo((500, 0))
        pen.lineTo((250, 700))
        pen.closePath()
        glyphs[name] = pen.glyph() if outlines == "glyf" else pen.getCharString()
    if outlines == "glyf":
        builder.setupGlyf(glyphs)
    else:
        builder.setupCFF("Test", {}, glyphs, {})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (600, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Test", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    out = BytesIO()
    builder.save(out)
    if flavour is None:
        return out.getvalue()
    packed = TTFont(BytesIO(out.getvalue()))
    packed.flavor = flavour
    out = BytesIO()
    packed.save(out)
    return out.getvalue()


def png_claiming(width: int, height: int) -> bytes:
    """A PNG whose header claims these sides, with next to nothing behind it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("format_", "media_type"),
    [
        ("PNG", "image/png"),
        ("JPEG", "image/jpeg"),
        ("WEBP", "image/webp"),
        ("GIF", "image/gif"),
        ("AVIF", "image/avif"),
        ("BMP", "image/bmp"),
        ("TIFF", "image/tiff"),
    ],
)
def test_a_picture_is_known_by_its_content(format_: str, media_type: str) -> None:
    data = picture(format_)
    assert validate(data) == ValidFile(sha256(data).hexdigest(), media_type, "picture", 64, 48)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_mode_of_png_is_a_picture(mode: str) -> None:
    out = BytesIO()
    Image.new(mode, (5, 4)).save(out, "PNG")
    assert validate(out.getvalue()).kind == "picture"


def test_cmyk_jpegs_are_pictures() -> None:
    assert validate(picture("JPEG", "CMYK")).kind == "picture"


def test_the_sides_of_a_turned_photo_are_those_it_is_shown_with() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    for format_ in ("JPEG", "TIFF"):
        asset = validate(picture(format_, exif=exif))
        assert (asset.width, asset.height) == (48, 64)


@pytest.mark.parametrize(
    ("flavour", "outlines", "media_type"),
    [
        (None, "glyf", "font/ttf"),
        (None, "CFF", "font/otf"),
        ("woff", "glyf", "font/woff"),
        ("woff2", "glyf", "font/woff2"),
    ],
)
def test_a_font_is_known_by_its_content(flavour: str | None, outlines: str, media_type: str) -> None:
    data = font(flavour, outlines)
    assert validate(data) == ValidFile(sha256(data).hexdigest(), media_type, "font")


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "WEBP", "GIF", "AVIF", "BMP", "TIFF"])
def test_half_a_picture_is_refused(format_: str) -> None:
    data = picture(format_)
    with pytest.raises(InvalidInputError, match="damaged or incomplete") as caught:
        validate(data[: len(data) // 2])
    assert caught.value.id == "invalid_asset"


@pytest.mark.parametrize("flavour", [None, "woff", "woff2"])
def test_half_a_font_is_refused(flavour: str | None) -> None:
    data = font(flavour)
    with pytest.raises(InvalidInputError, match="damaged or incomplete") as caught:
        validate(data[: len(data) // 2])
    assert caught.value.id == "invalid_asset"


@pytest.mark.parametrize(("width", "height"), [(4096, 4097), (12_000, 10_000), (65_535, 65_535)])
def test_a_picture_that_would_not_fit_into_memory_is_refused_before_it_is_decoded(width: int, height: int) -> None:
    with pytest.raises(InvalidInputError, match=f"16 megapixels are the most; it has {width} × {height}") as caught:
        validate(png_claiming(width, height))
    assert caught.value.id == "invalid_asset"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "an empty file"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"\xef\xbb\xbf\n<!doctype html><title>404</title>", "HTML"),
        (b"PK\x03\x04rest", "a ZIP archive"),
        (b"BMW ordering form", "neither"),
        (b"\x00\x00\x00\x20ftypheic\x00\x00\x00\x00", "a HEIC picture"),
        (b'{"error": "not found"}', "JSON"),
        (b"\x7fELF\x02\x01\x01\x00", "7f 45 4c 46"),
    ],
)
def test_the_error_says_what_came_instead(data: bytes, what: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        validate(data)
    assert what in caught.value.message
    assert "PNG, JPEG, WebP" in caught.value.message


SVG = b"<svg xmlns='http://www.w3.org/2000/svg' %s><circle r='4'/></svg>"


def test_an_svg_is_a_picture_of_its_natural_size() -> None:
    data = b"<?xml version='1.0'?>\n" + SVG % b"width='30mm' viewBox='0 0 3 2'"
    asset = validate(data)
    assert (asset.media_type, asset.kind, asset.width, asset.height) == ("image/svg+xml", "picture", 113, 76)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (SVG[:60], "can't be drawn"),
        (SVG % b"width='0' height='5'", "without a size"),
        (b"<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + SVG % b"id='&x;'", "can't be drawn"),
        (SVG % b"" + b" " * 2_000_000, "2 MB"),
        (b"<svg/>", "not an SVG"),
    ],
)
def test_an_svg_that_can_not_be_drawn_is_refused(data: bytes, what: str) -> None:
    with pytest.raises(InvalidInputError, match="SVG") as caught:
        validate(data)
    assert (caught.value.id, what in caught.value.message) == ("invalid_asset", True), caught.value.message
