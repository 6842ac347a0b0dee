"""What every stage of a render may use: how bytes are had, the fonts, the clock, and what a warm container keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from tintype.base.caches import ByteCache
from tintype.base.errors import TintypeError
from tintype.base.record import Record, field
from tintype.engine.encode import StripCache
from tintype.engine.fonts.font_set import FontSet
from tintype.engine.images.decode import OpenedPicture
from tintype.engine.plate import Plate
from tintype.engine.raster.scene import BaseCache

MEGABYTE = 1 << 20


class RemotePictures(Protocol):
    """Where pictures that URLs name come from."""

    def fetch(self, urls: Iterable[str], deadline: float) -> Mapping[str, bytes | TintypeError]:
        """For each URL its bytes, or the error that says why there are none, by `deadline` of the engine's clock."""

    def forget(self, url: str) -> None:
        """Keep what `url` answered no longer: it turned out to be no picture."""


ReadAsset = Callable[[str, float], bytes]  # the SHA-256 of an asset and a deadline to its bytes; raises TintypeError


OpenStrange = Callable[[bytes, str, Callable[[], float]], OpenedPicture]
"""A file, its digest as an asset or nothing, and the seconds that are left, to the opened picture, or PictureError."""


class RenderContext(Record):
    """What the engine works with. The caches keep to the bytes that each is made with.

    `clock` is in seconds, and deadlines are instants of it. `open_strange` opens what
    strangers sent (`images.apart.open_anywhere`). `memory` is how
    many bytes one picture may take. `assets` has the
    bytes of assets by SHA-256; `decodable` the names of what was decoded once and so will be again; `scaled` plates at
    scales other than 1, by key.
    """

    read: ReadAsset
    remote: RemotePictures
    clock: Callable[[], float]
    fonts: FontSet
    open_strange: OpenStrange
    memory: int
    assets: ByteCache[str, bytes] = field(default_factory=lambda: ByteCache(48 * MEGABYTE))
    decodable: ByteCache[tuple[object, ...], bool] = field(default_factory=lambda: ByteCache(MEGABYTE))
    scaled: ByteCache[str, Plate] = field(default_factory=lambda: ByteCache(8 * MEGABYTE))
    bases: BaseCache = field(default_factory=lambda: BaseCache(64 * MEGABYTE))
    strips: StripCache = field(default_factory=lambda: StripCache(24 * MEGABYTE))
