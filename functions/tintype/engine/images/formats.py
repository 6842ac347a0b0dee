"""Which of Pillow's decoders a file is for, told by its first bytes, so that only that one is imported."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_SIGNATURES: tuple[tuple[int, tuple[bytes, ...], str], ...] = (
    (0, (b"\xff\xd8\xff",), "JpegImagePlugin.JpegImageFile"),
    (0, (b"\x89PNG\r\n\x1a\n",), "PngImagePlugin.PngImageFile"),
    (8, (b"WEBP",), "WebPImagePlugin.WebPImageFile"),
    (0, (b"GIF87a", b"GIF89a"), "GifImagePlugin.GifImageFile"),
    (4, (b"ftypavif", b"ftypavis", b"ftypmif1", b"ftypmsf1"), "AvifImagePlugin.AvifImageFile"),
    (0, (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"), "TiffImagePlugin.TiffImageFile"),
    (0, (b"BM",), "BmpImagePlugin.BmpImageFile"),
    (0, (b"\x00\x00\x01\x00",), "IcoImagePlugin.IcoImageFile"),
    (0, (b"\x00\x00\x00\x0cjP  ", b"\xff\x4f\xff\x51"), "Jpeg2KImagePlugin.Jpeg2KImageFile"),
    (0, (b"P1", b"P2", b"P3", b"P4", b"P5", b"P6"), "PpmImagePlugin.PpmImageFile"),
    (0, (b"8BPS",), "PsdImagePlugin.PsdImageFile"),
    (0, (b"qoif",), "QoiImagePlugin.QoiImageFile"),
    (0, (b"DDS ",), "DdsImagePlugin.DdsImageFile"),
    (0, (b"\x01\xda",), "SgiImagePlugin.SgiImageFile"),
    (0, (b"icns",), "IcnsImagePlugin.IcnsImageFile"),
)


def image_class(data: bytes) -> Any:
    """The ImageFile class that reads `data`. Raises SyntaxError, as decoders do, where none does.

    Formats that run another program or refer to other files (EPS, WMF, MPEG, …) are not among them.
    """
    for offset, prefixes, name in _SIGNATURES:
        if data.startswith(prefixes, offset):
            module, attribute = name.split(".")
            return getattr(import_module(f"PIL.{module}"), attribute)
    raise SyntaxError("no known signature")


def import_common_decoders() -> None:
    """Import the decoders that most pictures need, 15 ms, ahead of the first one."""
    for module in ("PngImagePlugin", "JpegImagePlugin"):
        import_module(f"PIL.{module}")


def looks_like_svg(data: bytes) -> bool:
    """Whether the data begins as SVG markup does."""
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith((b"<svg", b"<?xml", b"<!--", b"<!DOCTYPE svg")) and b"<svg" in data[:65536]
