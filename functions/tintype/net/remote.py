"""Remote pictures for whoever draws: fetched side by side, by one fetcher that is made when it is first needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tintype.net.client import Fetcher
    from tintype.net.errors import FetchError


class RemotePictures:
    """Pictures from public addresses and from `allow_hosts`. Most requests need none, so nothing is imported for them.

    Safe among threads: two first requests may make a fetcher each, of which one is kept.
    """

    def __init__(self, allow_hosts: frozenset[str]) -> None:
        self._allow_hosts = allow_hosts

    def fetch(self, urls: Iterable[str], deadline: float) -> Mapping[str, bytes | FetchError]:
        """For each URL its bytes, or the error that says why there are none, by `deadline` (of `time.monotonic`)."""
        from tintype.net.many import fetch_all  # noqa: PLC0415

        return fetch_all(urls, self._fetcher, deadline)

    def forget(self, url: str) -> None:
        """Keep what `url` answered no longer."""
        self._fetcher.forget(url)

    @cached_property
    def _fetcher(self) -> Fetcher:
        """The one fetcher of this container, with its TLS context and its cache."""
        from tintype.net.cache import PictureCache  # noqa: PLC0415
        from tintype.net.client import Fetcher  # noqa: PLC0415

        return Fetcher(self._allow_hosts, cache=PictureCache())
