"""Posting to somebody else's URL: what arrives, and where it does not go."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from tintype.net.connect import PublicDialer
from tintype.net.errors import FetchError
from tintype.net.post import post

Answering = Callable[[bytes], tuple[str, list[bytes]]]


@pytest.fixture
def answering() -> Iterator[Answering]:
    """A host that answers one connection with the given bytes: its ``host:port``, and what it was sent."""
    opened: list[socket.socket] = []

    def open_(answer: bytes) -> tuple[str, list[bytes]]:
        server = socket.create_server(("127.0.0.1", 0))
        opened.append(server)
        got: list[bytes] = []

        def serve() -> None:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection:
                data = b""
                while b"\r\n\r\n" not in data or not data.endswith(b"!"):
                    data += connection.recv(65_536)
                got.append(data)
                connection.sendall(answer)
                time.sleep(0.05)

        threading.Thread(target=serve, daemon=True).start()
        return f"127.0.0.1:{server.getsockname()[1]}", got

    yield open_
    for server in opened:
        server.close()


def send(host: str, seconds: float = 5.0, allowed: bool = True) -> int:
    dialer = PublicDialer(frozenset({host}) if allowed else frozenset())
    deadline = time.monotonic() + seconds
    return post(f"http://{host}/hook?a=b c", {"X-Own": "1"}, "Grüße!".encode(), dialer, deadline)


@pytest.mark.parametrize("status", [200, 204, 301, 404, 500])
def test_the_status_comes_back_and_redirects_are_not_followed(answering: Answering, status: int) -> None:
    host, got = answering(f"HTTP/1.1 {status} X\r\nLocation: http://127.0.0.1:1/\r\n\r\n".encode())
    assert send(host) == status
    head, _, body = got[0].partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0] == "POST /hook?a=b%20c HTTP/1.1"
    assert {"X-Own: 1", f"Host: {host}", "Content-Length: 8", "Connection: close"} <= set(lines)
    assert body.decode() == "Grüße!"


def test_a_host_inside_is_not_connected_to(answering: Answering) -> None:
    host, got = answering(b"HTTP/1.1 200 OK\r\n\r\n")
    with pytest.raises(FetchError) as caught:
        send(host, allowed=False)
    assert caught.value.reason == "forbidden_port"
    assert got == []


@pytest.mark.parametrize("address", ["127.0.0.1", "169.254.169.254", "[::1]", "0x7f.1"])
def test_an_address_that_is_not_public_is_forbidden(address: str) -> None:
    with pytest.raises(FetchError) as caught:
        post(f"http://{address}/", {}, b"!", PublicDialer(), time.monotonic() + 5)
    assert caught.value.reason in ("forbidden_address", "unreachable")


@pytest.mark.parametrize(
    ("answer", "reason"), [(b"nothing like HTTP\r\n\r\n", "invalid_response"), (b"", "incomplete")]
)
def test_an_answer_that_is_none_is_a_failure(answering: Answering, answer: bytes, reason: str) -> None:
    host, _ = answering(answer)
    with pytest.raises(FetchError) as caught:
        send(host)
    assert caught.value.reason == reason


def test_a_host_that_says_nothing_is_left_at_the_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        with pytest.raises(FetchError) as caught:
            send(f"127.0.0.1:{server.getsockname()[1]}", 0.2)
        assert caught.value.reason == "timeout"
