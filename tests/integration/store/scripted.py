"""A server on loopback that answers each request with the next of the bytes it was given."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import BinaryIO

HANG_UP = b""


def answer(status: int = 200, body: bytes = b"", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status} Word", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


class ScriptedServer:
    """Answers requests in the order they come, the last answer for ever; ``HANG_UP`` closes the connection.

    `seen` has a pair for each request: the number of its connection, and its head and body as they came.
    """

    def __init__(self, answers: Sequence[bytes], tls: ssl.SSLContext | None = None) -> None:
        self._answers = list(answers)
        self._tls = tls
        self._lock = threading.Lock()
        self._open: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.url = f"{'https' if tls else 'http'}://{'localhost' if tls else '127.0.0.1'}:{self.port}"
        self.seen: list[tuple[int, bytes]] = []
        self.connections = 0
        self._thread = threading.Thread(target=self._accept)
        self._thread.start()

    def hang_up(self) -> None:
        """Close every open connection, as a server does with those that idle."""
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
            self._open.clear()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.close()
        self.hang_up()
        for thread in self._serving:
            thread.join()

    def _accept(self) -> None:
        self._serving: list[threading.Thread] = []
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self.connections += 1
                thread = threading.Thread(target=self._serve, args=(connection, self.connections))
                self._serving.append(thread)
                thread.start()

    def _serve(self, connection: socket.socket, number: int) -> None:
        with suppress(OSError), connection:
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
            with self._lock:
                self._open.append(connection)
            with connection, connection.makefile("rb") as reader:
                while request := _request(reader):
                    with self._lock:
                        self.seen.append((number, request))
                        data = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
                    if data == HANG_UP:
                        return
                    connection.sendall(data)
                    if b"Content-Length" not in data and b"chunked" not in data:
                        return  # the end of such an answer is the end of the connection


def _request(reader: BinaryIO) -> bytes:
    head, length = b"", 0
    while line := reader.readline():
        head += line
        if line.lower().startswith(b"content-length:"):
            length = int(line.partition(b":")[2])
        if line == b"\r\n":
            return head + reader.read(length)
    return b""
