"""JPEG: libjpeg-turbo's plain baseline, which is its fastest; alpha is flattened on white."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from PIL import Image

from tintype.base.record import Record
from tintype.engine.encode.saving import on_white, saved
from tintype.engine.encode.strips import Kept, Strips, changed
from tintype.engine.pillow import jpeg_rows, jpeg_setup

QUALITY = 80
# Above this quality, whoever asks wants coloured text without fringes: 4:4:4 instead of 4:2:0, for a third more time.
_FULL_CHROMA_ABOVE = 90

_RESTART = re.compile(rb"\xff[\xd0-\xd7]")  # in coded data a byte ff is followed by 00, or by one of these
_END = b"\xff\xd9"
_SCAN = 0xDA
# So few unchanged rows of blocks between changed ones are coded anew, because each run of them costs a call.
_NEGLIGIBLE = 2


class Shape(Record):
    """What has to be equal for two pictures to share strips: size in pixels, Pillow's mode, and quality."""

    width: int
    height: int
    mode: str
    quality: int

    @property
    def strip_rows(self) -> int:
        """Rows of one row of blocks: with 4:2:0 one block of chroma covers two of luma."""
        return 8 if self.mode == "L" or self.quality > _FULL_CHROMA_ABOVE else 16


class Scan(Record):
    """The coded data of one row of blocks, from one restart marker to the next."""

    data: bytes

    @property
    def size(self) -> int:
        """Bytes held."""
        return len(self.data)


class Frame(Record):
    """All that comes before the coded data, and what the encoder was set up with."""

    header: bytes
    setup: tuple[Any, ...] | None

    @property
    def size(self) -> int:
        """Bytes held."""
        return len(self.header)


def encode_jpeg(
    image: Image.Image, quality: int, strips: Strips | None = None, damage: Sequence[tuple[int, int]] | None = None
) -> bytes:
    """`image` (L, P, RGB or RGBA) as a JPEG of `quality` 1-100.

    With `strips` and `damage`, a restart marker follows each row of blocks (ITU-T T.81, B.2.1 and E.1.4), after which
    nothing refers to what came before: rows outside `damage` are taken from `strips` once they are there. The bytes are
    those that libjpeg would write of the whole picture.
    """
    if strips is None or damage is None:
        return _coded(on_white(image), quality)
    shape = Shape(*image.size, image.mode, quality)
    kept = strips.of_shape(shape)
    redrawn = changed(damage, shape.height, shape.strip_rows)
    numbers = range(-(-shape.height // shape.strip_rows))
    scans = {number: kept.pieces.get(number) for number in numbers if number not in redrawn}
    frame = kept.pieces.get(_FRAME)
    if frame is None or not scans or None in scans.values():
        return _first(image, kept, strips, scans.keys())
    return _joined(frame.header, _scans(image, shape, frame, scans))


_FRAME = -1  # the number under which the frame is kept


def _first(image: Image.Image, kept: Kept, strips: Strips, unchanged: Iterable[int]) -> bytes:
    """The whole picture, of which the `unchanged` rows of blocks are kept."""
    flat = on_white(image)
    data = _coded_for_strips(flat, kept.shape.quality)
    start = _scan_start(data)
    scans = _RESTART.split(data[start : -len(_END)])
    kept.pieces.update({number: Scan(scans[number]) for number in unchanged})
    kept.pieces[_FRAME] = Frame(data[:start], jpeg_setup(flat))
    strips.grown()
    return data


def _scans(image: Image.Image, shape: Shape, frame: Frame, kept: dict[int, Scan | None]) -> list[bytes]:
    """The coded data of every row of blocks: the kept ones, the others coded now, run by run."""
    step, count = shape.strip_rows, -(-shape.height // shape.strip_rows)
    scans: list[bytes] = [scan.data if (scan := kept.get(number)) else b"" for number in range(count)]
    for first, last in _runs([number for number in range(count) if number not in kept]):
        data = _rows(image, first * step, min(shape.height, (last + 1) * step), shape, frame)
        scans[first : last + 1] = _RESTART.split(data[len(frame.header) : -len(_END)])
    return scans


def _rows(image: Image.Image, top: int, bottom: int, shape: Shape, frame: Frame) -> bytes:
    """A JPEG of the rows [top, bottom), set up as that of the whole picture was."""
    if image.mode not in ("L", "RGB"):
        image, top, bottom = on_white(image.crop((0, top, image.width, bottom))), 0, bottom - top
    return jpeg_rows(image, top, bottom, frame.setup, lambda rows: _coded_for_strips(rows, shape.quality))


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of each stretch of `numbers`, which are in order; what lies close together is one."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number - runs[-1][1] <= _NEGLIGIBLE + 1:
            runs[-1] = runs[-1][0], number
        else:
            runs.append((number, number))
    return runs


def _joined(header: bytes, scans: Sequence[bytes]) -> bytes:
    parts = [header, scans[0]]
    for number, scan in enumerate(scans[1:]):
        parts += (_MARKERS[number % 8], scan)
    parts.append(_END)
    return b"".join(parts)


_MARKERS = tuple(bytes((0xFF, 0xD0 + number)) for number in range(8))


def _scan_start(data: bytes) -> int:
    """Where the coded data begins: behind the header of the one scan."""
    at = 2
    while data[at + 1] != _SCAN:
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")


def _coded(image: Image.Image, quality: int, **options: int) -> bytes:
    subsampling = "4:4:4" if quality > _FULL_CHROMA_ABOVE else "4:2:0"
    return saved(image, "jpg", quality=quality, subsampling=subsampling, **options)


def _coded_for_strips(image: Image.Image, quality: int) -> bytes:
    return _coded(image, quality, restart_marker_rows=1)
