"""HTTP/1.1 answers from a socket, everything bounded: the time of every read, the head, the body."""

from __future__ import annotations

import io
import re
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tintype.net.connect import remaining
from tintype.net.errors import FetchError

MAX_HEAD = 64 * 1024  # bytes of status line and headers, interim answers and trailers included
MAX_HEADERS = 128
MAX_CHUNK_LINE = 1024
_READ = 64 * 1024

_STATUS = re.compile(rb"HTTP/1\.[01] ([1-9][0-9][0-9])(?: .*)?", re.DOTALL)
_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;.*)?", re.DOTALL)
_LENGTH = re.compile(r"[0-9]{1,18}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Head:
    """Status and headers of an answer. Names are lower-case; values of a repeated name are joined by ``, ``."""

    status: int
    headers: Mapping[str, str]


class Wire:
    """A connected socket, read through a buffer; every read ends by the deadline (FetchError ``timeout``)."""

    def __init__(self, connection: socket.socket, deadline: float) -> None:
        self._connection = connection
        self._deadline = deadline
        self._buffer = bytearray()

    def send(self, data: bytes) -> None:
        """All of `data`. Raises OSError, FetchError ``timeout``."""
        self._connection.settimeout(remaining(self._deadline))
        self._connection.sendall(data)

    def some(self, limit: int) -> bytes:
        """At least one byte and at most `limit`; none at the end of the stream."""
        if self._buffer:
            data = bytes(self._buffer[:limit])
            del self._buffer[:limit]
            return data
        return self._receive(min(limit, _READ))

    def line(self, limit: int) -> bytes:
        """One line without its end, of at most `limit` bytes with it. Raises ``invalid_response``, ``incomplete``."""
        searched = 0
        while (end := self._buffer.find(b"\n", searched, limit)) < 0:
            searched = len(self._buffer)
            if searched >= limit:
                raise FetchError("invalid_response")
            data = self._receive(_READ)
            if not data:
                raise FetchError("incomplete")
            self._buffer += data
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        return line.removesuffix(b"\r")

    def _receive(self, limit: int) -> bytes:
        self._connection.settimeout(remaining(self._deadline))
        return self._connection.recv(limit)


def read_head(wire: Wire) -> Head:
    """The head of the final answer, after interim ones (1xx). Raises FetchError."""
    left = MAX_HEAD
    while True:
        line = wire.line(left)
        status = _STATUS.fullmatch(line)
        if not status:
            raise FetchError("invalid_response")
        headers, left = _read_headers(wire, left - len(line) - 1)
        if int(status[1]) >= 200:
            return Head(int(status[1]), headers)


def read_body(wire: Wire, head: Head, limit: int, spend: Callable[[int], None]) -> bytes:
    """The body of a GET's answer, of at most `limit` bytes; `spend` is told of bytes before they are kept.

    Raises FetchError ``too_large``, ``incomplete``, ``invalid_response`` or ``timeout``, and what `spend` raises.
    """
    body = _Body(wire, limit, spend)
    coding = head.headers.get("transfer-encoding", "").lower()
    if coding:
        if coding != "chunked":
            raise FetchError("invalid_response")
        _read_chunks(wire, body)
    elif "content-length" in head.headers:
        body.read(_content_length(head.headers["content-length"]))
    else:
        body.read_to_end()
    return body.content()


class _Body:
    """Collects a body. A BytesIO hands its bytes over without the copy that joining 20 MB would make."""

    def __init__(self, wire: Wire, limit: int, spend: Callable[[int], None]) -> None:
        self._wire = wire
        self._limit = limit
        self._spend = spend
        self._kept = io.BytesIO()

    def read(self, length: int) -> None:
        """Exactly `length` bytes. A length beyond the limit is refused before a byte is read."""
        if length > self._limit - self._kept.tell():
            raise FetchError("too_large")
        while length:
            data = self._wire.some(length)
            if not data:
                raise FetchError("incomplete")
            self._keep(data)
            length -= len(data)

    def read_to_end(self) -> None:
        while data := self._wire.some(_READ):
            self._keep(data)

    def content(self) -> bytes:
        return self._kept.getvalue()

    def _keep(self, data: bytes) -> None:
        if self._kept.tell() + len(data) > self._limit:
            raise FetchError("too_large")
        self._spend(len(data))
        self._kept.write(data)


def _read_headers(wire: Wire, left: int) -> tuple[dict[str, str], int]:
    """Header lines up to the empty one, and the bytes that may still follow in this head."""
    headers: dict[str, str] = {}
    for _ in range(MAX_HEADERS + 1):
        line = wire.line(left)
        left -= len(line) + 1
        if not line:
            return headers, left
        name, colon, value = line.partition(b":")
        if not colon or not _NAME.fullmatch(name):  # a folded line too: nothing that serves pictures folds
            raise FetchError("invalid_response")
        # Location is UTF-8 in practice, whatever the standard says.
        key, text = name.decode("ascii").lower(), value.strip(b" \t").decode("utf-8", "replace")
        headers[key] = f"{headers[key]}, {text}" if key in headers else text
    raise FetchError("invalid_response")


def _content_length(text: str) -> int:
    # The same length may be repeated; two lengths are a trick.
    lengths = {part.strip() for part in text.split(",")}
    length = lengths.pop()
    if lengths or not _LENGTH.fullmatch(length):
        raise FetchError("invalid_response")
    return int(length)


def _read_chunks(wire: Wire, body: _Body) -> None:
    while True:
        match = _CHUNK.fullmatch(wire.line(MAX_CHUNK_LINE))
        if not match:
            raise FetchError("invalid_response")
        length = int(match[1], 16)
        if length == 0:
            return  # trailers are nobody's business: the connection is closed
        body.read(length)
        if wire.line(2):
            raise FetchError("invalid_response")
