"""HTTP/1.1 answers from a socket, everything bounded: the time of every read, the head, the body.

A reader of our own rather than ``http.client``, which bounds neither the whole time nor the head's size, and imports
the e-mail package: 10 ms of a cold start. The framing of messages is RFC 9112's, sections 2 to 7.
"""

from __future__ import annotations

import math
import socket
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

MAX_HEAD = 64 * 1024  # bytes of status line and headers, interim answers included
MAX_HEADERS = 128
MAX_CHUNK_LINE = 1024
_READ = 64 * 1024  # what glibc takes from its heap: from 128 kB on it maps and unmaps each piece, for twice the time
_TOKEN = b"!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_HEXADECIMAL = b"0123456789ABCDEFabcdef"
_MOST_DIGITS, _MOST_CHUNK_DIGITS = 18, 8


class ResponseError(OSError):
    """An answer that can't be read; `reason` is ``invalid_response``, ``incomplete`` or ``too_large``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Head(NamedTuple):
    """Status and headers of an answer. Names are lower-case; values of a repeated name are joined by ``, ``.

    `persistent` says that the connection may be used again once the body is read.
    """

    status: int
    headers: Mapping[str, str]
    persistent: bool


class Wire:
    """A connected socket, read through a buffer.

    Every read ends by the `deadline` (of ``time.monotonic``) and after `silence` seconds without a byte: TimeoutError.
    Both may be set anew for each exchange. `kept` says that the connection is for more than one.
    """

    def __init__(
        self, connection: socket.socket, deadline: float, silence: float = math.inf, *, kept: bool = False
    ) -> None:
        self.deadline, self.silence, self.kept = deadline, silence, kept
        self._connection = connection
        self._received, self._read = b"", 0  # and how much of it was read

    @property
    def is_ahead(self) -> bool:
        """True where more was received than was read."""
        return self._read < len(self._received)

    def send(self, data: bytes) -> None:
        """All of `data`. Raises OSError."""
        self._connection.settimeout(self._patience())
        self._connection.sendall(data)

    def some(self, limit: int) -> bytes:
        """At least one byte and at most `limit`; none at the end of the stream."""
        if not self.is_ahead:
            self._received, self._read = b"", 0
            return self._receive(min(limit, _READ))
        data = self._received[self._read : self._read + limit]
        self._read += len(data)
        return data

    def line(self, limit: int) -> bytes:
        """One line without its end, of at most `limit` bytes with it. Raises ``invalid_response``, ``incomplete``."""
        searched = self._read
        while (end := self._received.find(b"\n", searched, self._read + limit)) < 0:
            searched = self._receive_more(limit)
        line = self._received[self._read : end]
        self._read = end + 1
        return line.removesuffix(b"\r")

    def lines(self, limit: int) -> list[bytes]:
        """The lines up to an empty one, `limit` bytes at most; a carriage return may end each. Raises like `line`."""
        searched = self._read
        while not self._received.startswith((b"\n", b"\r\n"), self._read):
            last = self._read + limit
            end = self._received.find(b"\n\r\n", searched, last)
            # Seldom met, and not to be looked for in a body that came along.
            bare = self._received.find(b"\n\n", searched, last if end < 0 else end + 1)
            if end >= 0 or bare >= 0:
                end = bare if bare >= 0 else end
                block, self._read = self._received[self._read : end], end + 1
                self.line(2)
                return block.split(b"\n")
            searched = max(0, self._receive_more(limit) - 2)  # a part of an empty line may have come before
        self.line(2)
        return []

    def _receive_more(self, limit: int) -> int:
        """Receive more, because what is looked for was not in what is unread; where the new bytes begin.

        Raises ``invalid_response`` where `limit` bytes are unread, ``incomplete`` at the end of the stream.
        """
        unread = self._received[self._read :]
        if len(unread) >= limit:
            raise ResponseError("invalid_response")
        data = self._receive(_READ)
        if not data:
            raise ResponseError("incomplete")
        self._received, self._read = unread + data, 0
        return len(unread)

    def _receive(self, limit: int) -> bytes:
        self._connection.settimeout(self._patience())
        return self._connection.recv(limit)

    def _patience(self) -> float | None:
        """Seconds that the next call on the socket may take, None for ever. Raises TimeoutError past the deadline."""
        seconds = min(self.deadline - time.monotonic(), self.silence)
        if seconds <= 0:
            raise TimeoutError("the answer came too slowly")
        return None if seconds == math.inf else seconds


def read_head(wire: Wire) -> Head:
    """The head of the final answer, after interim ones (1xx). Raises OSError."""
    left = MAX_HEAD
    while True:
        line = wire.line(left)
        version, _, rest = line.partition(b" ")
        status = rest[:3]
        if version not in (b"HTTP/1.1", b"HTTP/1.0") or not status.isdigit() or len(status) < 3:
            raise ResponseError("invalid_response")
        if status < b"100" or rest[3:4] not in (b" ", b""):
            raise ResponseError("invalid_response")
        headers, left = _read_headers(wire, left - len(line) - 1)
        if status >= b"200":
            return Head(int(status), headers, version == b"HTTP/1.1" and _is_persistent(status, headers))


def read_body(wire: Wire, head: Head, limit: float = math.inf, spend: Callable[[int], None] | None = None) -> bytes:
    """The body of a GET's or a POST's answer, of at most `limit` bytes; `spend` is told of bytes before they are kept.

    Raises OSError, of it ResponseError where the answer is not what it should be, and what `spend` raises.
    """
    if head.status in (204, 304):
        return b""
    body = _Body(wire, limit, spend)
    coding = head.headers.get("transfer-encoding", "").lower()
    if coding:
        if coding != "chunked":
            raise ResponseError("invalid_response")
        _read_chunks(wire, body)
        if wire.kept and head.persistent:
            _read_headers(wire, MAX_HEAD)  # trailers, which are nobody's business, but lie in the way
    elif "content-length" in head.headers:
        body.read(_content_length(head.headers["content-length"]))
    else:
        body.read_to_end()
    return body.content()


class _Body:
    """Collects a body."""

    def __init__(self, wire: Wire, limit: float, spend: Callable[[int], None] | None) -> None:
        self._wire, self._left, self._spend = wire, limit, spend
        self._parts: list[bytes] = []

    def read(self, length: int) -> None:
        """Exactly `length` bytes. A length beyond the limit is refused before a byte is read."""
        if length > self._left:
            raise ResponseError("too_large")
        while length:
            data = self._wire.some(length)
            if not data:
                raise ResponseError("incomplete")
            self._keep(data)
            length -= len(data)

    def read_to_end(self) -> None:
        while data := self._wire.some(_READ):
            self._keep(data)

    def content(self) -> bytes:
        return b"".join(self._parts)

    def _keep(self, data: bytes) -> None:
        self._left -= len(data)
        if self._left < 0:
            raise ResponseError("too_large")
        if self._spend:
            self._spend(len(data))
        self._parts.append(data)


def _is_persistent(status: bytes, headers: Mapping[str, str]) -> bool:
    """True where the connection outlives an answer of HTTP/1.1: nobody closes it, and the body's end is known."""
    if "connection" in headers and "close" in headers["connection"].lower():
        return False
    if "transfer-encoding" in headers:
        return "content-length" not in headers  # who sends both is not to be trusted with more
    return "content-length" in headers or status in (b"204", b"304")


def _read_headers(wire: Wire, left: int) -> tuple[dict[str, str], int]:
    """The headers, and the bytes that may still follow in this head."""
    lines = wire.lines(left)
    if len(lines) > MAX_HEADERS:
        raise ResponseError("invalid_response")
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(b":")
        if not colon or not name or name.translate(None, _TOKEN):
            raise ResponseError("invalid_response")  # a folded line too: nothing that serves pictures folds
        # Location is UTF-8 in practice, whatever the standard says.
        key, text = name.decode("ascii").lower(), value.strip(b" \t\r").decode("utf-8", "replace")
        headers[key] = f"{headers[key]}, {text}" if key in headers else text
    return headers, left - sum(map(len, lines)) - len(lines) - 1


def _content_length(text: str) -> int:
    # The same length may be repeated; two lengths are a trick.
    lengths = {part.strip() for part in text.split(",")} if "," in text else {text}
    length = lengths.pop()
    if lengths or not (length.isascii() and length.isdigit() and len(length) <= _MOST_DIGITS):
        raise ResponseError("invalid_response")
    return int(length)


def _read_chunks(wire: Wire, body: _Body) -> None:
    while True:
        size = wire.line(MAX_CHUNK_LINE).partition(b";")[0].rstrip(b" \t")
        if not 0 < len(size) <= _MOST_CHUNK_DIGITS or size.translate(None, _HEXADECIMAL):
            raise ResponseError("invalid_response")
        length = int(size, 16)
        if length == 0:
            return
        body.read(length)
        if wire.line(2):
            raise ResponseError("invalid_response")
