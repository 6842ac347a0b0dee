"""Pictures that people bring, each decoded where it may be: here, or by a process of its own."""

from __future__ import annotations

import math
from collections.abc import Callable

from PIL import Image

from tintype.engine.images.decode import Crop, OpenedPicture, PictureLimits, open_picture
from tintype.engine.images.formats import looks_like_svg
from tintype.engine.images.plain import is_plain
from tintype.engine.images.sandbox import Sandbox


class ApartPicture(OpenedPicture):
    """A picture that the sandbox decodes, as often as it is asked for at another size."""

    def __init__(self, data: bytes, key: str, seconds_left: Callable[[], float], sandbox: Sandbox) -> None:
        """Raises PictureError where it can't be opened."""
        self._number, width, height, self.is_drawing = sandbox.open(data, seconds_left())
        self._data, self._key, self._seconds_left, self._sandbox = data, key, seconds_left, sandbox
        self.focused = {}
        self.size = width, height

    def _decoded(self, crop: Crop, size: tuple[int, int]) -> Image.Image:
        image, self.is_whole = self._sandbox.at(self._number, self._data, crop, size, self._seconds_left())
        return image


def open_anywhere(
    data: bytes, sandbox: Callable[[], Sandbox], key: str = "", seconds_left: Callable[[], float] = lambda: math.inf
) -> OpenedPicture:
    """The picture in `data`, opened. Raises PictureError.

    `key` is the digest of an asset, which was decoded whole before it was stored: it is decoded here, as is what is
    plain. Everything else, and every SVG, is decoded by the sandbox, which is asked for only then.
    """
    if not looks_like_svg(data) and (key or is_plain(data)):
        return open_picture(data, PictureLimits(), key)
    return ApartPicture(data, key, seconds_left, sandbox())
