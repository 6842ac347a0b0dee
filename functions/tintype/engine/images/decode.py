"""Pictures that people bring: opened by their header alone, decoded at the size at which they are drawn."""

from __future__ import annotations

import io
import math
import struct
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from PIL import Image, UnidentifiedImageError

from tintype.base.caches import ByteCache
from tintype.base.record import Record
from tintype.engine.images.errors import PictureError
from tintype.engine.images.formats import image_class, looks_like_svg
from tintype.engine.images.icc import as_srgb, scalable

if TYPE_CHECKING:
    from tintype.engine.images.svg import Drawing

Crop = tuple[float, float, float, float]  # left, top, right, bottom in fractions of the upright picture
WHOLE: Crop = (0.0, 0.0, 1.0, 1.0)

MAX_PIXELS = 16_777_216  # that are decoded at once: a square of 4096
_JPEG_MORE = 4
_MAX_SCANS, _MAX_SCANNED = 64, 160_000_000  # of a JPEG: scans, and their number times its pixels

# What Pillow's decoders raise on bytes that are not what they seem.
_DECODER_ERRORS = (
    UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, TypeError,
    struct.error, MemoryError, OverflowError, Image.DecompressionBombError, Image.DecompressionBombWarning,
    AttributeError, ZeroDivisionError, RuntimeError, NotImplementedError,
)  # fmt: skip

_TRANSPOSE = Image.Transpose
# How to turn a stored picture upright, by its EXIF orientation.
_UPRIGHT = {
    2: _TRANSPOSE.FLIP_LEFT_RIGHT, 3: _TRANSPOSE.ROTATE_180, 4: _TRANSPOSE.FLIP_TOP_BOTTOM,
    5: _TRANSPOSE.TRANSPOSE, 6: _TRANSPOSE.ROTATE_270, 7: _TRANSPOSE.TRANSVERSE, 8: _TRANSPOSE.ROTATE_90,
}  # fmt: skip


class PictureLimits(Record):
    """What a picture may cost: its `pixels` once decoded, and the seconds left for drawing an SVG.

    A JPEG may have four times as many, since it can be decoded at half its size.
    """

    pixels: int = MAX_PIXELS
    seconds_left: Callable[[], float] = lambda: math.inf


class Header(NamedTuple):
    """What is known of a picture before it is decoded: Pillow's class for it, its stored size, its orientation."""

    type: Any
    size: tuple[int, int]
    orientation: int


_HEADERS: ByteCache[str, Header] = ByteCache(1 << 18)
_HEADER_BYTES = 300


class OpenedPicture:
    """A picture whose header has been read. `size` is that of the upright picture, EXIF orientation obeyed."""

    is_drawing = False
    is_whole = True  # not so where it was drawn smaller than asked for, because that would have taken too long
    _last: tuple[Crop, tuple[int, int], Image.Image] | None = None
    _shared = False  # whether others have the last one, too

    def __init__(self, data: bytes, header: Header, image: Image.Image | None, key: str) -> None:
        self._data, self._key = data, key
        self.focused: dict[tuple[float, float], tuple[float, float]] = {}  # where most is to be seen, by size of crop
        self._class, (width, height), self._orientation = header
        self._opened = image
        self.size: tuple[int, int] = (width, height) if header.orientation < 5 else (height, width)

    def at(self, crop: Crop, size: tuple[int, int]) -> Image.Image:
        """The part `crop` scaled to `size`: "RGB", or straight "RGBA" where the picture has transparency.

        Not to be painted on: it may be kept for others. Raises PictureError ``broken`` where it can't be decoded.
        """
        if self._last is not None and self._last[:2] == (crop, size):
            return self._last[2]  # painted a second time, after its shadow
        name = (self._key, crop, size)
        kept = _SCALED.get(name) if self._key else None
        self._shared = kept is not None or (bool(self._key) and _comes_often(name))
        if kept is None:
            kept = self._decoded(crop, size)
            if self._shared:
                _SCALED.put(name, kept, 4 * size[0] * size[1] + 500)
        self._last = crop, size, kept
        return kept

    def given_away(self, image: Image.Image) -> Image.Image:
        """`image`, which came from `at`, to be painted on: a copy where it is kept, and forgotten where it is not."""
        if self._last is None or self._last[2] is not image:
            return image
        if self._shared:
            return image.copy()
        self._last = None
        return image

    def _decoded(self, crop: Crop, size: tuple[int, int]) -> Image.Image:
        stored_crop, stored_size = _as_stored(crop, size, self._orientation)
        try:
            with _bombs_refused():
                image = _scaled(self._take(), stored_crop, stored_size)
        except _DECODER_ERRORS as error:
            raise PictureError("broken", f"the picture can't be decoded: {error}") from error
        rotation = _UPRIGHT.get(self._orientation)
        return image if rotation is None else image.transpose(rotation)

    def _take(self) -> Image.Image:
        """The image, not yet decoded: a JPEG is decoded at another size each time, so it is opened anew."""
        image, self._opened = self._opened, None
        opened: Image.Image = image if image is not None else self._class(io.BytesIO(self._data))
        return opened


_Name = tuple[str, Crop, tuple[int, int]]
_SCALED: ByteCache[_Name, Image.Image] = ByteCache(24 << 20)
_SEEN: ByteCache[_Name, int] = ByteCache(1000)  # how often, for so many names
_OFTEN = 3


def _comes_often(name: _Name) -> bool:
    """True where a scaled picture is asked for the third time at least: what comes but once takes nobody's room."""
    times = (_SEEN.get(name) or 0) + 1
    _SEEN.put(name, times, 1)
    return times >= _OFTEN


class OpenedDrawing(OpenedPicture):
    """An SVG; it has no pixels until it is drawn."""

    is_drawing = True

    def __init__(self, drawing: Drawing, seconds_left: Callable[[], float], key: str) -> None:
        self._drawing, self._seconds_left, self._key = drawing, seconds_left, key
        self.focused = {}
        self.size = drawing.size

    def _decoded(self, crop: Crop, size: tuple[int, int]) -> Image.Image:
        try:
            image, self.is_whole = self._drawing.render(crop, size, self._seconds_left())
        except _DECODER_ERRORS as error:
            raise PictureError("broken", f"the drawing can't be drawn: {error}") from error
        return image


def open_picture(data: bytes, limits: PictureLimits | None = None, key: str = "") -> OpenedPicture:
    """The picture in `data`, of which only the header is read. Raises PictureError.

    With a `key`, which must name the data's content, the decoded picture is kept for the next time.
    """
    limits = limits or PictureLimits()
    if looks_like_svg(data):
        return _open_drawing(data, limits.seconds_left, key)
    image: Image.Image | None = None
    header = _HEADERS.get(key) if key else None
    if header is None:
        image, header = _opened(data)
        if key:
            _HEADERS.put(key, header, _HEADER_BYTES)
    width, height = header.size
    if width < 1 or height < 1:
        raise PictureError("broken", "the picture is empty")
    is_jpeg = data.startswith(b"\xff\xd8")
    most = limits.pixels * (_JPEG_MORE if is_jpeg else 1)
    if width * height > most:
        raise PictureError("too_large", f"{most >> 20} megapixels are the most; it has {width} × {height}")
    scans = data.count(b"\xff\xda") if is_jpeg else 1  # each is a pass over the whole picture
    if scans > _MAX_SCANS or (scans > 1 and scans * width * height > _MAX_SCANNED):
        raise PictureError("too_costly", f"a progressive JPEG of {scans} scans")
    return OpenedPicture(data, header, image, key)


def _opened(data: bytes) -> tuple[Image.Image, Header]:
    """The image, of which only the header is read."""
    try:
        with _bombs_refused():
            image: Image.Image = image_class(data)(io.BytesIO(data))
            return image, Header(type(image), image.size, _orientation(image))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureError("too_large", "the picture has too many pixels") from error
    except _DECODER_ERRORS as error:
        raise PictureError("not_a_picture", "the data is not a picture that can be read") from error


def _open_drawing(data: bytes, seconds_left: Callable[[], float], key: str) -> OpenedPicture:
    from tintype.engine.images.svg import Drawing  # noqa: PLC0415  most pictures are not drawings: XML costs 5 ms

    try:
        return OpenedDrawing(Drawing(data), seconds_left, key)
    except (ValueError, SyntaxError, RecursionError) as error:
        raise PictureError("not_a_picture", "the data is not an SVG that can be drawn") from error


@contextmanager
def _bombs_refused() -> Iterator[None]:
    """Take a warning of a decompression bomb for an error; others, as of damaged EXIF, are for nobody to read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        yield


def _orientation(image: Image.Image) -> int:
    """The EXIF orientation that is still to be obeyed. Pillow obeys a TIFF's by itself."""
    if image.format == "TIFF" or not (image.info.get("exif") or "Raw profile type exif" in image.info):
        return 1
    orientation = image.getexif().get(0x0112, 1)
    return orientation if orientation in _UPRIGHT else 1


def _as_stored(crop: Crop, size: tuple[int, int], orientation: int) -> tuple[Crop, tuple[int, int]]:
    """The same part and size before the picture is turned upright."""
    left, top, right, bottom = crop
    if orientation in (2, 3, 6, 7):
        left, right = 1 - right, 1 - left
    if orientation in (3, 4, 7, 8):
        top, bottom = 1 - bottom, 1 - top
    if orientation >= 5:
        return (top, left, bottom, right), (size[1], size[0])
    return (left, top, right, bottom), size


def _scaled(image: Image.Image, crop: Crop, size: tuple[int, int]) -> Image.Image:
    """Decodes no more than is needed, and scales as browsers do."""
    left, top, right, bottom = crop
    shares = (max(right - left, 1e-6), max(bottom - top, 1e-6))
    # JPEG can be decoded at an eighth, a quarter or half its size, never below what is to be drawn. It then has
    # rows and columns that are whole, while its true sides are not: those are what the crop refers to.
    drafted = image.draft(None, _drafted(image.size, (size[0] / shares[0], size[1] / shares[1])))
    image.load()
    profile = image.info.get("icc_profile")
    image = scalable(image)
    across, down = drafted[1][2:] if drafted else image.size
    box = (left * across, top * down, right * across, bottom * down)
    if image.size != size or box != (0, 0, *size):
        # What comes nearest to Chromium: SSIM 0.999 and 0.998, where bicubic reaches 0.998 and 0.991 and is slower.
        shrinks = size[0] < box[2] - box[0]
        way = Image.Resampling.HAMMING if shrinks else Image.Resampling.BILINEAR
        image = image.resize(size, way, box, reducing_gap=2.0)
    return as_srgb(image, profile)


def _drafted(whole: tuple[int, int], wanted: tuple[float, float]) -> tuple[int, int]:
    """The size to ask the decoder for: what is wanted, but not so large that it would decode too many pixels."""
    width, height, times = *whole, 1
    while -(-width // times) * -(-height // times) > MAX_PIXELS:
        times *= 2
    across, down = math.ceil(wanted[0]), math.ceil(wanted[1])
    return (across, down) if times == 1 else (min(across, width // times), min(down, height // times))
