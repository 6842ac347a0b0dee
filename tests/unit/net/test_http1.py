"""HTTP answers read from a socket, proper ones and others."""

import io
import math
import socket
import time
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tintype.net.http1 import MAX_HEAD, MAX_HEADERS, Head, ResponseError, Wire, read_body, read_head

LIMIT = 1000


class Answering:
    """What a Wire needs of a socket: it answers these bytes, `at_once` at most together, and then the end."""

    def __init__(self, answer: bytes, at_once: int) -> None:
        self._answer, self._at_once = io.BytesIO(answer), at_once
        self.timeouts: list[float | None] = []

    def settimeout(self, timeout: float | None) -> None:
        assert timeout is None or timeout > 0
        self.timeouts.append(timeout)

    def recv(self, limit: int) -> bytes:
        return self._answer.read(min(limit, self._at_once))


ALL = 1 << 30


def wire(answer: bytes, at_once: int = ALL, kept: bool = False) -> Wire:
    """A wire on which `answer` is read, and then the end."""
    return Wire(cast(socket.socket, Answering(answer, at_once)), time.monotonic() + 60, kept=kept)


def exchange(answer: bytes, limit: int = LIMIT, at_once: int = ALL) -> bytes:
    reading = wire(answer, at_once)
    return read_body(reading, read_head(reading), limit, lambda count: None)


OK = b"HTTP/1.1 200 OK\r\n"

PROPER = {
    "with its length": OK + b"Content-Length: 5\r\n\r\nhello",
    "with its length twice": OK + b"Content-Length: 5\r\ncontent-length:5\r\n\r\nhello",
    "longer than its length": OK + b"Content-Length: 5\r\n\r\nhello and more",
    "up to the end": OK + b"\r\nhello",
    "from an old server": b"HTTP/1.0 200\nServer: old\n\nhello",
    "in chunks": OK + b"Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n03;ext=1\r\nllo\r\n0\r\n\r\n",
    "in chunks with trailers": OK + b"Transfer-Encoding: Chunked\r\n\r\n5\r\nhello\r\n0\r\nX: y\r\n\r\n",
    "in chunks whatever the length": OK
    + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    "behind ends of every kind": b"HTTP/1.1 200 OK\nA: b\r\nContent-Length: 5\n\r\nhello",
    "that looks like an end of the head": OK + b"Content-Length: 5\n\n\r\nhe",
    "after interim answers": b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nLink: a\r\n\r\n" + OK + b"\r\nhello",
}


@pytest.mark.parametrize("at_once", [ALL, 1, 2, 3, 7])
@pytest.mark.parametrize("how", PROPER)
def test_a_body_is_read_in_whatever_pieces_it_comes(how: str, at_once: int) -> None:
    expected = b"\r\nhel" if how == "that looks like an end of the head" else b"hello"
    answer = PROPER[how] + (b"l" if expected != b"hello" else b"")
    assert exchange(answer, at_once=at_once) == expected


IMPROPER = {
    "nothing": ("incomplete", b""),
    "half a head": ("incomplete", OK + b"Content-"),
    "no HTTP": ("invalid_response", b"\x89PNG\r\n\x1a\n"),
    "an unknown version": ("invalid_response", b"HTTP/2 200 OK\r\n\r\n"),
    "a strange status": ("invalid_response", b"HTTP/1.1 2e2 OK\r\n\r\n"),
    "a header without a colon": ("invalid_response", OK + b"Content-Length\r\n\r\n"),
    "a header without a name": ("invalid_response", OK + b": 5\r\n\r\n"),
    "a folded header": ("invalid_response", OK + b"X: a\r\n b\r\n\r\n"),
    "a space before the colon": ("invalid_response", OK + b"Content-Length : 5\r\n\r\nhello"),
    "two lengths": ("invalid_response", OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!"),
    "a negative length": ("invalid_response", OK + b"Content-Length: -5\r\n\r\nhello"),
    "a length in words": ("invalid_response", OK + b"Content-Length: five\r\n\r\nhello"),
    "no length in its length": ("invalid_response", OK + b"Content-Length:\r\n\r\nhello"),
    "a body shorter than its length": ("incomplete", OK + b"Content-Length: 6\r\n\r\nhello"),
    "a length beyond the limit": ("too_large", OK + b"Content-Length: 1001\r\n\r\n"),
    "an absurd length": ("too_large", OK + b"Content-Length: 999999999999999999\r\n\r\n"),
    "a body beyond the limit": ("too_large", OK + b"\r\n" + b"a" * 1001),
    "a chunk beyond the limit": ("too_large", OK + b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n"),
    "chunks beyond the limit": (
        "too_large",
        OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"1f4\r\n%b\r\n" % (b"a" * 500) * 3,
    ),
    "a chunk of no size": ("invalid_response", OK + b"Transfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n"),
    "a chunk of a huge size": ("invalid_response", OK + b"Transfer-Encoding: chunked\r\n\r\n123456789\r\n"),
    "an endless chunk size": ("invalid_response", OK + b"Transfer-Encoding: chunked\r\n\r\n5;" + b"a" * 5000),
    "a chunk longer than its size": ("invalid_response", OK + b"Transfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n"),
    "chunks without an end": ("incomplete", OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"),
    "another transfer coding": ("invalid_response", OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
    "too large a header": ("invalid_response", OK + b"X: " + b"a" * MAX_HEAD),
    "too large a head": ("invalid_response", OK + (b"X: " + b"a" * 1000 + b"\r\n") * 70),
    "too many headers": ("invalid_response", OK + b"X: y\r\n" * (MAX_HEADERS + 1) + b"\r\n"),
    "interim answers only": ("invalid_response", b"HTTP/1.1 100 Continue\r\n\r\n" * 4000),
}


@pytest.mark.parametrize("at_once", [ALL, 17])
@pytest.mark.parametrize("what", IMPROPER)
def test_an_answer_that_is_not_proper_is_refused_with_its_reason(what: str, at_once: int) -> None:
    reason, answer = IMPROPER[what]
    with pytest.raises(ResponseError) as refused:
        exchange(answer, at_once=at_once)
    assert refused.value.reason == reason


def test_a_body_of_exactly_the_limit_is_read() -> None:
    assert exchange(OK + b"Content-Length: 1000\r\n\r\n" + b"a" * LIMIT) == b"a" * LIMIT
    assert exchange(OK + b"\r\n" + b"a" * LIMIT) == b"a" * LIMIT


def test_headers_have_lower_case_names_and_repeated_ones_are_joined() -> None:
    head = read_head(wire(OK + b"Cache-Control: public\r\nCACHE-CONTROL:\tno-store \r\nLocation: /\xc3\xa4\r\n\r\n"))
    assert head.headers == {"cache-control": "public, no-store", "location": "/ä"}


def test_every_byte_of_a_body_is_accounted_for_before_it_is_kept() -> None:
    spent: list[int] = []
    reading = wire(OK + b"Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n")
    read_body(reading, read_head(reading), LIMIT, spent.append)
    assert spent == [2, 3]


PERSISTENT = {
    "with its length": (True, b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
    "in chunks": (True, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    "without a body": (True, b"HTTP/1.1 204 No Content\r\n\r\n"),
    "up to the end": (False, b"HTTP/1.1 200 OK\r\n\r\n"),
    "to be closed": (False, b"HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n"),
    "to be closed among others": (False, b"HTTP/1.1 200 OK\r\nConnection: x, close\r\nContent-Length: 0\r\n\r\n"),
    "from an old server": (False, b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"),
    "of two minds about its length": (
        False,
        b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ),
}


@pytest.mark.parametrize("what", PERSISTENT)
def test_a_connection_is_used_again_where_nothing_is_left_on_it(what: str) -> None:
    persistent, answer = PERSISTENT[what]
    reading = wire(answer, kept=True)
    head = read_head(reading)
    read_body(reading, head)
    assert head.persistent == persistent


def test_a_kept_connection_is_read_to_the_end_of_the_answer() -> None:
    first = OK + b"Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nX: y\r\n\r\n"
    reading = wire(first + OK + b"Content-Length: 5\r\n\r\nhello", kept=True)
    assert [read_body(reading, read_head(reading)) for _ in range(2)] == [b"hi", b"hello"]
    assert not reading.is_ahead


def test_trailers_are_not_waited_for_on_a_connection_that_ends() -> None:
    assert exchange(OK + b"Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n") == b"hi"


def test_what_comes_unasked_is_noticed() -> None:
    reading = wire(OK + b"Content-Length: 2\r\n\r\nhi and more", kept=True)
    read_body(reading, read_head(reading))
    assert reading.is_ahead


def test_every_read_has_the_time_that_is_left_and_no_more_than_the_silence() -> None:
    reading = wire(OK + b"\r\nhello", at_once=1)
    answering = cast(Answering, reading._connection)
    read_head(reading)
    assert all(timeout and 59 < timeout <= 60 for timeout in answering.timeouts)
    answering.timeouts.clear()
    reading.silence = 1.5
    read_body(reading, Head(200, {}, False))
    assert set(answering.timeouts) == {1.5}
    reading.deadline = reading.silence = math.inf
    reading.some(1)
    assert answering.timeouts[-1] is None


def test_no_read_begins_past_the_deadline() -> None:
    reading = wire(OK + b"Content-Length: 5\r\n\r\nhello")
    reading.deadline = time.monotonic() - 1
    with pytest.raises(TimeoutError):
        read_head(reading)


_ANSWERS = st.lists(
    st.binary(max_size=20)
    | st.sampled_from(
        [
            OK,
            b"\r\n",
            b"Content-Length: ",
            b"5",
            b"Transfer-Encoding: chunked\r\n",
            b"A: b\r\n",
            b"5\r\nhello\r\n",
            b"0\r\n",
        ]
    ),
    max_size=10,
).map(b"".join)


@given(_ANSWERS | _ANSWERS.map(lambda answer: OK + answer))
def test_whatever_is_answered_is_a_body_or_a_reason(answer: bytes) -> None:
    reason = None
    try:
        assert len(exchange(answer, 30)) <= 30
    except ResponseError as error:
        reason = error.reason
    assert reason in {None, "invalid_response", "incomplete", "too_large"}
