"""One HTTP/1.1 connection to AWS, kept open. `http.client` does the same for 10 ms more of import."""

from __future__ import annotations

import socket
import time
from collections.abc import Mapping
from functools import cache
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tintype.net.dial import Resolver, open_first

if TYPE_CHECKING:
    import ssl

_LINE = 64 * 1024  # longest line of a head, in bytes
_READ = 256 * 1024
_resolver = Resolver(8)  # of our own: photo hosts whose names hang must not keep us from the table


class Answer(NamedTuple):
    """What came back: the HTTP status and the whole body."""

    status: int
    body: bytes


class Wire:
    """A connection to `host`:`port`; whatever goes wrong on it is an OSError, after which it is of no more use."""

    def __init__(self, host: str, port: int, secure: bool, timeout: float) -> None:
        deadline = time.monotonic() + timeout
        self._socket = open_first(_resolver.look_up(host.encode(), port, deadline), port, deadline)
        try:
            if secure:
                self._socket = _shake_hands(self._socket, host)
            self._reader: BufferedReader = self._socket.makefile("rb")
        except BaseException:
            self._socket.close()
            raise
        self.reusable = True

    def ask(self, head: bytes, body: bytes, timeout: float, deadline: float) -> Answer:
        """Send a request and read its answer, with at most `timeout` s of silence and to the end by `deadline`."""
        self._socket.settimeout(timeout)
        self._socket.sendall(head + body)
        status = self._status()
        headers = self._headers()
        if headers.get("connection", "").lower() == "close":
            self.reusable = False
        return Answer(status, self._body(status, headers, deadline))

    def is_dropped(self) -> bool:
        """Whether the idle connection is of no more use: its end, or an answer to nothing, is there to be read."""
        self._socket.settimeout(0)
        try:
            self._socket.recv(1)
        except OSError as error:
            # Nothing to read is as it should be; under TLS there may have been session tickets, which recv keeps.
            return not isinstance(error, BlockingIOError) and type(error).__name__ != "SSLWantReadError"
        return True

    def close(self) -> None:
        self._reader.close()
        self._socket.close()

    def _line(self) -> bytes:
        line = self._reader.readline(_LINE)
        if not line.endswith(b"\n"):
            raise ConnectionError("the answer ended in its head")
        return line.rstrip(b"\r\n")

    def _status(self) -> int:
        version, _, rest = self._line().partition(b" ")
        if not version.startswith(b"HTTP/1.") or not rest[:3].isdigit():
            raise ConnectionError("the answer isn't HTTP")
        self.reusable = version == b"HTTP/1.1"
        return int(rest[:3])

    def _headers(self) -> dict[str, str]:
        headers = {}
        while line := self._line():
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.strip().lower()] = value.strip()
        return headers

    def _body(self, status: int, headers: Mapping[str, str], deadline: float) -> bytes:
        if status in (204, 304):
            return b""
        if headers.get("transfer-encoding", "").lower() == "chunked":
            return self._chunks(deadline)
        if "content-length" in headers:
            return self._exactly(int(headers["content-length"]), deadline)
        self.reusable = False
        return self._reader.read()

    def _chunks(self, deadline: float) -> bytes:
        chunks = []
        while length := int(self._line().partition(b";")[0], 16):
            chunks.append(self._exactly(length, deadline))
            self._line()
        while self._line():
            pass  # trailers
        return b"".join(chunks)

    def _exactly(self, length: int, deadline: float) -> bytes:
        parts = []
        while length:
            part = self._reader.read1(min(length, _READ))
            if not part:
                raise ConnectionError("the answer ended in its body")
            if time.monotonic() > deadline:
                raise TimeoutError("the answer came too slowly")
            parts.append(part)
            length -= len(part)
        return b"".join(parts)


def _shake_hands(connection: socket.socket, host: str) -> socket.socket:
    """`connection` over TLS. Where Amazon's own roots don't lead to the certificate, the next attempt trusts the
    system's as well: some partitions use other authorities."""
    import ssl  # noqa: PLC0415  7 ms that local use over plain HTTP does without

    context = _tls()
    try:
        return context.wrap_socket(connection, server_hostname=host)
    except ssl.SSLCertVerificationError:
        context.load_default_certs()
        raise


@cache
def _tls() -> ssl.SSLContext:
    """One context for all connections, with Amazon's roots alone: reading the system's takes 24 ms, these 1 ms."""
    import ssl  # noqa: PLC0415

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(Path(__file__).with_name("amazon_roots.pem"))
    return context
