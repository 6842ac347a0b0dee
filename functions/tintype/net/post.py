"""One POST to a URL of somebody else's: under the same rules of where it may lead as pictures that are fetched."""

from __future__ import annotations

from collections.abc import Mapping

from tintype import __version__
from tintype.net.connect import PublicDialer
from tintype.net.http1 import read_head
from tintype.net.url import parse


def post(url: str, headers: Mapping[str, str], body: bytes, dialer: PublicDialer, deadline: float) -> int:
    """The status that `url` answers to `body`; what else it answers is not read, and a redirect is not followed.

    `headers` are plain ASCII. `deadline` (of ``time.monotonic``) holds for all of it. Raises FetchError.
    """
    target = parse(url)
    lines = [
        f"POST {target.path} HTTP/1.1",
        f"Host: {target.authority}",
        f"User-Agent: Tintype/{__version__}",
        f"Content-Length: {len(body)}",
        "Connection: close",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    head = "\r\n".join(lines).encode("ascii") + b"\r\n\r\n"
    with dialer.wire(target, deadline) as wire:
        wire.send(head + body)
        return read_head(wire).status
