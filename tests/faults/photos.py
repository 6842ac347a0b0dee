"""A host of photos that answers, path by path, as the worst of hosts do."""

from __future__ import annotations

import contextlib
import io
import itertools
import socket
import struct
import threading
import zlib
from collections.abc import Callable

from PIL import Image

GREEN = (0, 200, 0)
HTML = b"<!doctype html><title>Welcome to our hotel's network</title><p>Please log in."
SVG = b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg><text>&x;</text></svg>'


def photo(colour: tuple[int, int, int] = GREEN, format_: str = "PNG") -> bytes:
    """A small picture of one colour."""
    data = io.BytesIO()
    Image.new("RGB", (40, 40), colour).save(data, format_)
    return data.getvalue()


def png_of(width: int, height: int, rows: bytes = b"") -> bytes:
    """A PNG that claims to have these sides, with `rows` deflated for its content."""
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(rows, 9)))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in (*chunks, (b"IEND", b"")))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


Answer = Callable[[socket.socket, threading.Event], None]


def ok(body: bytes, content_type: str = "image/png", length: int | None = None) -> bytes:
    """A whole answer; `length` is what it claims to be long."""
    claimed = len(body) if length is None else length
    return f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {claimed}\r\n\r\n".encode() + body


def says(answer: bytes) -> Answer:
    """Sends these bytes and hangs up."""
    return lambda connection, _: connection.sendall(answer)


def _moved(*paths: str) -> Answer:
    """Redirects to these paths in turn."""
    following = itertools.cycle(paths)
    return lambda connection, _: connection.sendall(
        f"HTTP/1.1 302 Found\r\nLocation: {next(following)}\r\nContent-Length: 0\r\n\r\n".encode()
    )


def _byte_by_byte(connection: socket.socket, healed: threading.Event) -> None:
    for byte in ok(photo()):
        connection.sendall(bytes([byte]))
        if healed.wait(0.25):
            return
    healed.wait()


def _endless(connection: socket.socket, healed: threading.Event) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n" + photo())
    while not healed.is_set():
        connection.sendall(bytes(65536))


def _endless_head(connection: socket.socket, healed: threading.Event) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Padding: ")
    while not healed.is_set():
        connection.sendall(b"x" * 65536)


def _silent(_: socket.socket, healed: threading.Event) -> None:
    healed.wait()


ANSWERS: dict[str, Answer] = {
    "well": says(ok(photo())),
    "byte by byte": _byte_by_byte,
    "endless": _endless,
    "endless head": _endless_head,
    "silent": _silent,
    "hangs up": says(b""),
    "not HTTP": says(b"220 mail.example ESMTP\r\n"),
    "500": says(b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n"),
    "404": says(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"),
    "redirects to itself": _moved("/photo.png"),
    "redirects in a circle": _moved("/one.png", "/other.png"),
    "redirects inside": _moved("http://169.254.169.254/latest/meta-data/"),
    "HTML": says(ok(HTML, "text/html")),
    "HTML called PNG": says(ok(HTML)),
    "SVG with an external entity": says(ok(SVG, "image/svg+xml")),
    "empty": says(ok(b"")),
    "cut": says(ok(photo()[:60])),
    "ends early": says(ok(photo()[:60], length=5000)),
    "claims 4 GB": says(ok(photo(), length=4 << 30)),
    "a bomb": says(ok(png_of(30_000, 30_000, bytes(1 << 20)))),
    "50,000 pixels wide": says(ok(png_of(50_000, 50_000))),
    "no pixels": says(ok(png_of(0, 40))),
    "damaged within": says(ok(png_of(40, 40, bytes(500)))),
}


class PhotoHost:
    """Listens on loopback; `become` and `say` decide how every path is answered from now on."""

    def __init__(self) -> None:
        self.answer = ANSWERS["well"]
        self.healed = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def become(self, mode: str) -> None:
        """Answer in another way; what goes on without an end ends."""
        self.answer = ANSWERS[mode]
        self.healed.set()
        self.healed = threading.Event()

    def say(self, body: bytes) -> None:
        """Answer every path with this body."""
        self.answer = says(ok(body))

    def close(self) -> None:
        self.become("hangs up")
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        healed, answer = self.healed, self.answer
        with contextlib.suppress(OSError), connection:  # who has had enough closes the connection
            request = b""
            while b"\r\n\r\n" not in request and (data := connection.recv(65536)):
                request += data
            answer(connection, healed)
