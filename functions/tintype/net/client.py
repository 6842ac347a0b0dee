"""One remote picture by its URL, as bytes: bounded in time, size, redirects and in where it may lead.

On a socket of our own rather than ``http.client``: that one bounds neither the whole time nor the head's size,
resolves names itself, and imports the e-mail package.
"""

from __future__ import annotations

from collections.abc import Callable

from tintype import __version__
from tintype.net.cache import PictureCache, seconds_fresh
from tintype.net.connect import PublicDialer
from tintype.net.errors import FetchError
from tintype.net.http1 import Head, read_body, read_head
from tintype.net.url import Target, parse, redirected

MAX_REDIRECTS = 3
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_REQUEST = (
    "GET {path} HTTP/1.1\r\n"
    "Host: {authority}\r\n"
    f"User-Agent: Tintype/{__version__}\r\n"
    "Accept: image/webp,image/png,image/jpeg,image/gif,image/*;q=0.8\r\n"
    "Accept-Encoding: identity\r\n"
    "Connection: close\r\n\r\n"
)


def _unlimited(_: int) -> None:
    """No account is kept of the bytes."""


class Fetcher:
    """Fetches pictures from where a `PublicDialer` with `allow_hosts` connects to.

    `max_bytes` bounds one picture. Safe to use from several threads.
    """

    def __init__(
        self,
        allow_hosts: frozenset[str] = frozenset(),
        max_bytes: int = 20 * 1024 * 1024,
        cache: PictureCache | None = None,
    ) -> None:
        self.max_bytes = max_bytes
        self._cache = cache
        self._dialer = PublicDialer(allow_hosts)

    def fetch(self, url: str, deadline: float, spend: Callable[[int], None] = _unlimited) -> bytes:
        """What `url` answers, after at most three redirects; whether it is a picture is for its decoder to say.

        `deadline` (of ``time.monotonic``) holds for all of it: names, connections, redirects, bodies that trickle.
        `spend` is told of each piece of the body before it is kept, and may raise. Raises FetchError.
        """
        target = parse(url)
        key = target.url
        if self._cache is not None and (kept := self._cache.get(key)) is not None:
            return kept
        fresh = float("inf")
        for _ in range(MAX_REDIRECTS + 1):
            head, body = self._request(target, deadline, spend)
            fresh = min(fresh, seconds_fresh(head.headers))
            if body is not None:
                if self._cache is not None:
                    self._cache.put(key, body, fresh)
                return body
            target = redirected(target, head.headers["location"])
        raise FetchError("too_many_redirects")

    def forget(self, url: str) -> None:
        """Keep what `url` answered no longer."""
        try:
            key = parse(url).url
        except FetchError:
            return
        if self._cache is not None:
            self._cache.drop(key)

    def _request(self, target: Target, deadline: float, spend: Callable[[int], None]) -> tuple[Head, bytes | None]:
        """One exchange with one host: the head, and the body unless it is a redirect."""
        with self._dialer.wire(target, deadline) as wire:
            wire.send(_REQUEST.format(path=target.path, authority=target.authority).encode("ascii"))
            head = read_head(wire)
            if head.status in _REDIRECTS and "location" in head.headers:
                return head, None
            _require_plain_success(head)
            return head, read_body(wire, head, self.max_bytes, spend)


def _require_plain_success(head: Head) -> None:
    if head.status != 200:
        raise FetchError("status")
    if head.headers.get("content-encoding", "identity").lower() not in ("identity", ""):
        raise FetchError("unsupported_encoding")
