"""One POST to a URL of somebody else's: under the same rules of where it may lead as pictures that are fetched."""

from __future__ import annotations

from collections.abc import Mapping

from tintype import __version__
from tintype.net.connect import remaining
from tintype.net.errors import FetchError
from tintype.net.http1 import Wire, read_head
from tintype.net.tls_dial import Dialer, reason_of
from tintype.net.url import parse


def post(url: str, headers: Mapping[str, str], body: bytes, dialer: Dialer, deadline: float) -> int:
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
    try:
        with dialer.dial(target, deadline) as connection:
            wire = Wire(connection, deadline)
            wire.send(head + body)
            return read_head(wire).status
    except OSError as error:
        remaining(deadline)
        raise FetchError(reason_of(error)) from error
