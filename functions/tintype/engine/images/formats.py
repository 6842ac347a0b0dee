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
)


def image_class(data: bytes) -> Any:
    """The ImageFile class that reads `data`. Raises SyntaxError, as decoders do, where none does.

    Only what may be uploaded is read: other formats run programs, refer to files, or are decoded in Python.
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
    """True where the data begins as SVG markup does."""
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith((b"<svg", b"<?xml", b"<!--", b"<!DOCTYPE svg")) and b"<svg" in data[:65536]
