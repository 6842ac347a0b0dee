"""Font files opened at a size, which is what FreeType measures and draws with, within a number of bytes."""

from __future__ import annotations

import io

from PIL import Image, ImageFont

from tintype.base.caches import ByteCache
from tintype.engine.fonts.catalogue import FaceFile

# What one opened font takes, measured as the growth of a process that opens 200 of them and draws with each: 75 to 280
# kB for most, 1.9 MB for the 15 MB of Noto Sans SC. Bytes of an uploaded file are copied for each.
_OPEN_BYTES = 100_000
_SHARE = 8


# What measuring or drawing a text raises where a glyph of an uploaded font is broken: FreeType, the shaper, and Pillow
# where the glyph claims to be as large as a bomb.
BROKEN_GLYPH = (OSError, ValueError, RuntimeError, MemoryError, OverflowError, Image.DecompressionBombError)


class OpenFonts:
    """Opened fonts, the least recently used closed first, so that all of them together take `limit` bytes.

    Bounded together and not face by face: 268 bundled faces at 24 sizes each take 550 MB. Two stay in any case: the one
    that measures and the one that draws.
    """

    def __init__(self, limit: int) -> None:
        self._opened: ByteCache[tuple[str, float, bool], ImageFont.FreeTypeFont] = ByteCache(limit, least=2)

    def font(self, file: FaceFile, size: float, shaping: bool) -> ImageFont.FreeTypeFont:
        """`file` opened at `size` pixels, for the shaper or, three times as fast, for single characters.

        Raises OSError where the file is broken.
        """
        key = (file.key, size, shaping)
        font = self._opened.get(key)
        if font is None:
            font = _opened(file, size, shaping)
            self._opened.put(key, font, _bytes_of(file))
        return font

    def forget(self, face: str) -> None:
        """Close the face with this key at all sizes."""
        self._opened.drop_where(lambda key: key[0] == face)

    def __len__(self) -> int:
        return len(self._opened)

    @property
    def size(self) -> int:
        """What the opened fonts take, in bytes."""
        return self._opened.size


def _opened(file: FaceFile, size: float, shaping: bool) -> ImageFont.FreeTypeFont:
    source = file.source
    engine = None if shaping else ImageFont.Layout.BASIC
    opened = io.BytesIO(source) if isinstance(source, bytes) else str(source)
    font = ImageFont.truetype(opened, size, file.member, layout_engine=engine)
    if isinstance(source, bytes):
        _set_weight(font, file.weight)
    return font


def _bytes_of(file: FaceFile) -> int:
    source = file.source
    return _OPEN_BYTES + (len(source) if isinstance(source, bytes) else source.stat().st_size // _SHARE)


def _set_weight(font: ImageFont.FreeTypeFont, weight: int) -> None:
    """An uploaded variable font takes the weight that is asked for."""
    try:
        axes = font.get_variation_axes()
    except (OSError, NotImplementedError):
        return
    values = []
    for axis in axes:
        low, own, high = (float(axis[key] or 0) for key in ("minimum", "default", "maximum"))
        values.append(min(max(weight, low), high) if axis["name"] in {b"Weight", "Weight"} else own)
    font.set_variation_by_axes(values)
