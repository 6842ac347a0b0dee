"""A picture fetched from hosts that behave, and from hosts that do not."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Callable
from typing import Any, NoReturn

import pytest

from tests.integration.net.conftest import Answer, Hosts, PhotoHost
from tintype import __version__
from tintype.net import connect as connecting
from tintype.net.cache import PictureCache
from tintype.net.client import Fetcher
from tintype.net.errors import FetchError
from tintype.net.many import fetch_all

OK = b"HTTP/1.1 200 OK\r\n"
PICTURE = OK + b"Content-Type: image/png\r\nContent-Length: 7\r\n\r\npicture"


def later(seconds: float = 60) -> float:
    return time.monotonic() + seconds


def fetch(host: PhotoHost, *, seconds: float = 60, path: str = "/photo.png", **options: Any) -> bytes:
    return Fetcher(frozenset({host.name}), **options).fetch(host.url(path), later(seconds))


def reason(host: PhotoHost, **options: Any) -> str:
    with pytest.raises(FetchError) as refused:
        fetch(host, **options)
    return refused.value.reason


def redirect(location: str, status: int = 302) -> bytes:
    return f"HTTP/1.1 {status} Elsewhere\r\nLocation: {location}\r\nSet-Cookie: a=b\r\n\r\n".encode()


def test_a_picture_is_fetched(photo_host: Hosts) -> None:
    assert fetch(photo_host(PICTURE)) == b"picture"


def test_a_large_picture_is_fetched_whole(photo_host: Hosts) -> None:
    body = bytes(range(256)) * 20_000
    assert fetch(photo_host(OK + b"Content-Length: %d\r\n\r\n" % len(body) + body)) == body


def test_a_picture_in_chunks_is_fetched(photo_host: Hosts) -> None:
    assert fetch(photo_host(OK + b"Transfer-Encoding: chunked\r\n\r\n3\r\npic\r\n4\r\nture\r\n0\r\n\r\n")) == b"picture"


def test_what_is_not_a_picture_is_for_the_decoder_to_say(photo_host: Hosts) -> None:
    assert fetch(photo_host(OK + b"Content-Type: text/html\r\n\r\n<html>")) == b"<html>"


def test_the_request_is_plain_and_says_nothing_about_anybody(photo_host: Hosts) -> None:
    host = photo_host(PICTURE)
    fetch(host, path="/a b.png?c=ä")
    first, *headers = host.requests[0].decode("ascii").removesuffix("\r\n\r\n").split("\r\n")
    assert first == "GET /a%20b.png?c=%C3%A4 HTTP/1.1"
    assert dict(header.split(": ") for header in headers) == {
        "Host": host.name,
        "User-Agent": f"Tintype/{__version__}",
        "Accept": "image/webp,image/png,image/jpeg,image/gif,image/*;q=0.8",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }


def test_proxies_of_the_environment_are_not_used(photo_host: Hosts, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1/")
    assert fetch(photo_host(PICTURE)) == b"picture"


# Redirects


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(photo_host: Hosts, status: int) -> None:
    end = photo_host(PICTURE)
    start = photo_host(redirect(end.url("/there.png?a=b#c"), status))
    assert Fetcher(frozenset({start.name, end.name})).fetch(start.url(), later()) == b"picture"
    assert end.requests[0].startswith(b"GET /there.png?a=b HTTP/1.1\r\n")


def test_cookies_that_a_redirect_sets_are_not_sent(photo_host: Hosts) -> None:
    host = photo_host(lambda c, request: c.sendall(PICTURE if b"/b" in request else redirect("/b")))
    assert fetch(host) == b"picture"
    assert b"cookie" not in host.requests[1].lower()


def chain(length: int) -> Answer:
    """Answers that redirect `length` times, from /0 to /`length`."""

    def answer(connection: socket.socket, request: bytes) -> None:
        step = int(request.split()[1][1:])
        connection.sendall(PICTURE if step == length else redirect(str(step + 1)))

    return answer


def test_three_redirects_are_followed(photo_host: Hosts) -> None:
    assert fetch(photo_host(chain(3)), path="/0") == b"picture"


def test_a_fourth_redirect_is_not(photo_host: Hosts) -> None:
    host = photo_host(chain(4))
    assert reason(host, path="/0") == "too_many_redirects"
    assert len(host.requests) == 4


def test_a_circle_of_redirects_ends(photo_host: Hosts) -> None:
    host = photo_host(lambda c, request: c.sendall(redirect("/b" if b" /a " in request else "/a")))
    assert reason(host, path="/a") == "too_many_redirects"


def test_a_redirect_to_a_host_that_is_not_allowed_is_not_followed(photo_host: Hosts) -> None:
    inside = photo_host(PICTURE)
    assert reason(photo_host(redirect(inside.url()))) == "forbidden_port"
    assert inside.requests == []


@pytest.mark.parametrize("location", ["file:///etc/passwd", "http://user@127.0.0.1/", "ftp://127.0.0.1/", "http://["])
def test_a_redirect_to_what_is_no_http_url_is_not_followed(photo_host: Hosts, location: str) -> None:
    assert reason(photo_host(redirect(location))) == "invalid_url"


def test_a_redirect_without_a_location_is_a_wrong_status(photo_host: Hosts) -> None:
    assert reason(photo_host(b"HTTP/1.1 302 Found\r\n\r\n")) == "status"


# Hosts that do not behave


@pytest.mark.parametrize("status", [201, 204, 206, 300, 304, 400, 401, 403, 404, 429, 500, 503])
def test_any_other_status_is_not_a_picture(photo_host: Hosts, status: int) -> None:
    host = photo_host(b"HTTP/1.1 %d Nothing\r\nContent-Length: 7\r\n\r\npicture" % status)
    assert reason(host) == "status"


@pytest.mark.parametrize("coding", [b"gzip", b"deflate", b"br", b"identity, gzip", b"zstd"])
def test_an_encoding_that_was_not_asked_for_is_refused(photo_host: Hosts, coding: bytes) -> None:
    host = photo_host(OK + b"Content-Encoding: " + coding + b"\r\nContent-Length: 7\r\n\r\npicture")
    assert reason(host) == "unsupported_encoding"


def trickling(head: bytes) -> Answer:
    """Sends `head` and then one byte after another, until the client goes."""

    def answer(connection: socket.socket, request: bytes) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(b"a")
            time.sleep(0.005)

    return answer


@pytest.mark.parametrize(
    "head",
    [b"", b"HTTP/1.1 200 ", OK + b"X: ", OK + b"\r\n", OK + b"Content-Length: 99999\r\n\r\n"],
    ids=["before its status", "in its status", "in its head", "in its body", "in a body of known length"],
)
def test_a_host_that_trickles_is_left_at_the_deadline(photo_host: Hosts, head: bytes) -> None:
    assert reason(photo_host(trickling(head)), seconds=0.3) == "timeout"


@pytest.mark.parametrize("head", [b"", OK, OK + b"Content-Length: 7\r\n\r\npic"])
def test_a_host_that_falls_silent_is_left_at_the_deadline(photo_host: Hosts, head: bytes) -> None:
    released = threading.Event()

    def answer(connection: socket.socket, request: bytes) -> None:
        connection.sendall(head)
        released.wait()

    assert reason(photo_host(answer), seconds=0.2) == "timeout"
    released.set()


def test_redirects_share_one_deadline(photo_host: Hosts) -> None:
    def answer(connection: socket.socket, request: bytes) -> None:
        time.sleep(0.15)
        connection.sendall(redirect("/again"))

    host = photo_host(answer)
    assert reason(host, seconds=0.25) == "timeout"
    assert len(host.requests) == 2


def test_nothing_is_asked_after_the_deadline(photo_host: Hosts) -> None:
    host = photo_host(PICTURE)
    assert reason(host, seconds=-1) == "timeout"
    assert host.requests == []


def endless(head: bytes, piece: bytes) -> Answer:
    def answer(connection: socket.socket, request: bytes) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(piece)

    return answer


def test_an_endless_body_is_left_at_its_limit(photo_host: Hosts) -> None:
    assert reason(photo_host(endless(OK + b"\r\n", bytes(65536))), max_bytes=1_000_000) == "too_large"


def test_an_endless_body_in_chunks_is_left_at_its_limit(photo_host: Hosts) -> None:
    host = photo_host(endless(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1000\r\n" + bytes(4096) + b"\r\n"))
    assert reason(host, max_bytes=100_000) == "too_large"


def test_an_endless_head_is_left_at_its_limit(photo_host: Hosts) -> None:
    assert reason(photo_host(endless(OK, b"X-Header: " + b"a" * 1000 + b"\r\n"))) == "invalid_response"
    assert reason(photo_host(endless(OK + b"X: ", b"a" * 65536))) == "invalid_response"


def test_a_length_beyond_the_limit_is_refused_unread(photo_host: Hosts) -> None:
    assert reason(photo_host(OK + b"Content-Length: 20971521\r\n\r\n")) == "too_large"


def test_a_body_shorter_than_it_says_is_incomplete(photo_host: Hosts) -> None:
    assert reason(photo_host(OK + b"Content-Length: 8\r\n\r\npicture")) == "incomplete"


def test_a_host_that_hangs_up_is_incomplete(photo_host: Hosts) -> None:
    assert reason(photo_host(b"")) == "incomplete"


def test_a_connection_that_is_reset_is_unreachable(photo_host: Hosts) -> None:
    def reset(connection: socket.socket, request: bytes) -> None:
        connection.sendall(OK + b"Content-Length: 100\r\n\r\n")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    assert reason(photo_host(reset)) == "unreachable"


def test_a_port_where_nobody_listens_is_unreachable(photo_host: Hosts) -> None:
    host = photo_host(PICTURE)
    host.stop()
    assert reason(host) == "unreachable"


# Names


def test_a_name_that_does_not_resolve_is_unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*args: Any, **kwargs: Any) -> NoReturn:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", fails)
    with pytest.raises(FetchError) as refused:
        Fetcher().fetch("http://photos.test/", later())
    assert refused.value.reason == "unreachable"


def finish_lookups(released: threading.Event) -> None:
    """Let the lookups that a test left hanging end before the next test."""
    released.set()
    for thread in threading.enumerate():
        if thread.name == "tintype-lookup":
            thread.join()


def test_a_resolver_that_hangs_is_left_at_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()

    def hangs(*args: Any, **kwargs: Any) -> list[Any]:
        released.wait()
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hangs)
    with pytest.raises(FetchError) as refused:
        Fetcher().fetch("http://photos.test/", later(0.1))
    finish_lookups(released)
    assert refused.value.reason == "timeout"


def test_a_dead_resolver_does_not_pile_up_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    released, asked = threading.Event(), []

    def hangs(*args: Any, **kwargs: Any) -> list[Any]:
        asked.append(args)
        released.wait()
        return []

    monkeypatch.setattr(connecting, "LOOKUPS", 2)
    monkeypatch.setattr(socket, "getaddrinfo", hangs)
    fetcher = Fetcher()
    for _ in range(4):
        with pytest.raises(FetchError, match="in time"):
            fetcher.fetch("http://photos.test/", later(0.05))
    finish_lookups(released)
    assert len(asked) == 2


def resolving(host: PhotoHost, *addresses: str) -> Callable[..., list[Any]]:
    """A resolver that gives every name these addresses, at the host's port."""
    answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, host.port)) for address in addresses]
    return lambda *args, **kwargs: answers


def test_a_name_on_the_allow_list_is_fetched_wherever_it_is(photo_host: Hosts, monkeypatch: pytest.MonkeyPatch) -> None:
    host = photo_host(PICTURE)
    monkeypatch.setattr(socket, "getaddrinfo", resolving(host, "127.0.0.1"))
    fetcher = Fetcher(frozenset({f" Photos.TEST:{host.port}"}))
    assert fetcher.fetch(f"http://photos.test.:{host.port}/", later()) == b"picture"
    assert f"Host: photos.test:{host.port}\r\n".encode() in host.requests[0]


def test_the_next_address_is_tried_where_the_first_does_not_answer(
    photo_host: Hosts, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = photo_host(PICTURE)
    monkeypatch.setattr(socket, "getaddrinfo", resolving(host, "127.0.0.2", "127.0.0.1"))
    assert fetch(host) == b"picture"


# Kept pictures


def test_a_picture_is_fetched_once_while_it_is_kept(photo_host: Hosts) -> None:
    host = photo_host(PICTURE)
    fetcher = Fetcher(frozenset({host.name}), cache=PictureCache())
    assert [fetcher.fetch(host.url(path), later()) for path in ("/a", "/a#b", "/b")] == [b"picture"] * 3
    assert len(host.requests) == 2


def test_a_picture_that_must_not_be_stored_is_fetched_again(photo_host: Hosts) -> None:
    host = photo_host(OK + b"Cache-Control: no-store\r\n\r\npicture")
    fetcher = Fetcher(frozenset({host.name}), cache=PictureCache())
    assert [fetcher.fetch(host.url(), later()) for _ in "ab"] == [b"picture"] * 2
    assert len(host.requests) == 2


def test_a_redirect_that_must_not_be_stored_is_asked_again(photo_host: Hosts) -> None:
    def answer(connection: socket.socket, request: bytes) -> None:
        away = b"HTTP/1.1 302 Found\r\nLocation: /b\r\nCache-Control: no-store\r\n\r\n"
        connection.sendall(PICTURE if b" /b " in request else away)

    host = photo_host(answer)
    fetcher = Fetcher(frozenset({host.name}), cache=PictureCache())
    assert [fetcher.fetch(host.url("/a"), later()) for _ in "ab"] == [b"picture"] * 2
    assert len(host.requests) == 4


def test_a_failure_is_not_kept(photo_host: Hosts) -> None:
    answers = iter([b"HTTP/1.1 503 Busy\r\n\r\n", PICTURE])
    host = photo_host(lambda connection, request: connection.sendall(next(answers)))
    fetcher = Fetcher(frozenset({host.name}), cache=PictureCache())
    with pytest.raises(FetchError):
        fetcher.fetch(host.url(), later())
    assert fetcher.fetch(host.url(), later()) == b"picture"


# Side by side


def test_one_bad_host_does_not_cost_the_others_their_pictures(photo_host: Hosts) -> None:
    good, slow, broken = photo_host(PICTURE), photo_host(trickling(OK + b"\r\n")), photo_host(b"no HTTP\r\n")
    fetcher = Fetcher(frozenset({good.name, slow.name, broken.name}))
    results = fetch_all([slow.url(), good.url(), broken.url(), good.url("/2")], fetcher, later(0.5))
    assert {url: getattr(result, "reason", result) for url, result in results.items()} == {
        slow.url(): "timeout",
        good.url(): b"picture",
        broken.url(): "invalid_response",
        good.url("/2"): b"picture",
    }


def test_all_pictures_together_are_bounded(photo_host: Hosts) -> None:
    host = photo_host(OK + b"\r\n" + b"a" * 600)
    results = fetch_all(
        [host.url("/1"), host.url("/2")], Fetcher(frozenset({host.name})), later(), together=1, max_total=1000
    )
    assert [getattr(result, "reason", result) for result in results.values()] == [b"a" * 600, "too_large"]
