"""PNG scanlines: rows packed and filtered as the deflate stream wants them, in a few passes of Pillow's C code.

Pillow's raw encoder can leave one zero byte after each row. Read one byte earlier, that is a filter byte (0, None)
before each row, so that unfiltered scanlines cost one pass and no copy. Of the five filters only None and Up are
used: on photographs Up beats Sub, Average and Paeth or is within 2 % of them, on flat art None is the smallest
(docs/performance/encoding.md).
"""

from __future__ import annotations

from collections.abc import Iterator

from isal import isal_zlib
from PIL import Image, ImageChops

from tintype.engine.pillow import packed_rows

NONE = 0
UP = 2

# A band and its three intermediates stay in the processor's second-level cache, and never make the allocator map and
# unmap megabytes: on 1200x1200 bands take 5.0 ms where the whole picture at once takes 7.0.
_BAND_BYTES = 1 << 18

_SAMPLES = 5
_SAMPLE_ROWS = 4
# So few rows hide that None lets deflate find repeats further up; measured, that is worth a tenth.
_NONE_BONUS = 1.1


def packed_width(width: int, rawmode: str) -> int:
    """Bytes of one packed row of `width` pixels; `rawmode` is Pillow's name of the pixel format."""
    bits = {"L": 8, "P": 8, "P;4": 4, "P;2": 2, "P;1": 1, "RGB": 24, "RGBA": 32}[rawmode]
    return (width * bits + 7) // 8


def scanlines(image: Image.Image, rawmode: str, filter_type: int, top: int, bottom: int) -> Iterator[memoryview]:
    """Rows `top` to `bottom` (exclusive) in bands: for each row its filter byte, then its filtered bytes."""
    step = max(1, _BAND_BYTES // (packed_width(image.width, rawmode) + 1))
    for start in range(top, bottom, step):
        yield _band(image, rawmode, filter_type, start, min(bottom, start + step))


def _band(image: Image.Image, rawmode: str, filter_type: int, top: int, bottom: int) -> memoryview:
    stride = packed_width(image.width, rawmode) + 1
    size = (bottom - top) * stride
    # One row more above gives the first filter byte; Up refers to a row above, so it needs two. PNG defines the row
    # above the first one to be zeros.
    above = 2 if filter_type == UP else 1
    first = max(0, top - above)
    packed = memoryview(bytes((first - top + above) * stride) + packed_rows(image, rawmode, stride, first, bottom))
    start = above * stride - 1
    if filter_type == NONE:
        return packed[start : start + size]
    current = _bytes_as_image(packed[start : start + size], stride)
    previous = _bytes_as_image(packed[start - stride : start - stride + size], stride)
    difference = ImageChops.subtract_modulo(current, previous)
    difference.paste(UP, (0, 0, 1, bottom - top))
    return memoryview(packed_rows(difference, "L", stride, 0, bottom - top))


def best_filter(image: Image.Image, rawmode: str) -> int:
    """The filter, None or Up, under which a sample of the picture's rows deflates smallest.

    The rows are sampled over their whole width: narrower samples miss a photo in a corner of flat art.
    """
    tops = [(2 * sample + 1) * image.height // (2 * _SAMPLES) for sample in range(_SAMPLES)]
    sizes = []
    for filter_type in (NONE, UP):
        deflater = isal_zlib.compressobj(1)
        bands = [_band(image, rawmode, filter_type, top, min(image.height, top + _SAMPLE_ROWS)) for top in tops]
        sizes.append(sum(len(deflater.compress(band)) for band in bands) + len(deflater.flush()))
    return NONE if sizes[0] <= sizes[1] * _NONE_BONUS else UP


def _bytes_as_image(rows: memoryview, stride: int) -> Image.Image:
    size = (stride, len(rows) // stride)
    return Image.frombuffer("L", size, rows, "raw", "L", 0, 1)  # type: ignore[arg-type]  # any buffer will do
