"""The easel at which pictures are drawn: what a warm container keeps for it, and how it comes by pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tintype.base.caches import ByteCache
from tintype.base.record import Record
from tintype.engine.encode import StripCache
from tintype.engine.fonts.font_set import Faces
from tintype.engine.pipeline.resolve import PictureSources
from tintype.engine.raster.scene import BaseCache

if TYPE_CHECKING:
    from tintype.net.client import Fetcher
    from tintype.net.errors import FetchError

MEGABYTE = 1 << 20


class Easel(Record):
    """What drawing needs: where pictures and fonts come from, and the caches that a warm container keeps."""

    sources: PictureSources
    faces: Faces
    bases: BaseCache
    strips: StripCache
    report: Callable[[BaseException], None]


def set_up_easel(
    read: Callable[[str, float], bytes],
    allow_hosts: frozenset[str],
    fonts: Path,
    report: Callable[[BaseException], None],
) -> Easel:
    """An easel with empty caches. `read` takes the SHA-256 of an asset and a deadline; `report` is told of failures."""

    @cache
    def fetcher() -> Fetcher:
        """The one fetcher of this container, with its TLS context and its cache; made when it is first needed."""
        from tintype.net.cache import PictureCache  # noqa: PLC0415  most requests need no remote picture
        from tintype.net.client import Fetcher  # noqa: PLC0415

        return Fetcher(allow_hosts, cache=PictureCache())

    def fetch(urls: Iterable[str], deadline: float) -> Mapping[str, bytes | FetchError]:
        from tintype.net.many import fetch_all  # noqa: PLC0415

        return fetch_all(urls, fetcher(), deadline)

    return Easel(
        sources=PictureSources(read, fetch, lambda url: fetcher().forget(url), ByteCache(48 * MEGABYTE)),
        faces=Faces(fonts, 32 * MEGABYTE),
        bases=BaseCache(64 * MEGABYTE),
        strips=StripCache(24 * MEGABYTE),
        report=report,
    )
