"""Photo hosts on loopback, each answering as a test wants it to."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator

import pytest

Answer = Callable[[socket.socket, bytes], None]


class PhotoHost:
    """A listener on 127.0.0.1 that reads a request and then calls `answer` with the connection and the request."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.requests: list[bytes] = []
        self.stopped = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def name(self) -> str:
        """Host and port, as an allow-list has them."""
        return f"127.0.0.1:{self.port}"

    def url(self, path: str = "/photo.png", scheme: str = "http") -> str:
        return f"{scheme}://{self.name}{path}"

    def stop(self) -> None:
        self.stopped.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        # A client that has had enough closes the connection: what this host wanted to say then does not matter.
        with contextlib.suppress(OSError), connection:
            request = b""
            while b"\r\n\r\n" not in request and (data := connection.recv(65536)):
                request += data
            self.requests.append(request)
            self._answer(connection, request)


Hosts = Callable[[bytes | Answer], PhotoHost]


@pytest.fixture
def photo_host() -> Iterator[Hosts]:
    """Starts hosts that answer with the given bytes, or as the given function does."""
    hosts: list[PhotoHost] = []

    def start(answer: bytes | Answer) -> PhotoHost:
        sends = answer if callable(answer) else lambda connection, request: connection.sendall(answer)
        hosts.append(PhotoHost(sends))
        return hosts[-1]

    yield start
    for host in hosts:
        host.stop()
