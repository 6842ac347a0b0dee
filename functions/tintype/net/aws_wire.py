"""One HTTP/1.1 connection to AWS, kept open."""

from __future__ import annotations

import time
from pathlib import Path
from typing import NamedTuple

from tintype.net.dial import Dialer
from tintype.net.http1 import Wire, read_body, read_head

AMAZON_ROOTS = Path(__file__).with_name("amazon_roots.pem")  # read in 1 ms, where the system's take 24
_dialer = Dialer(8, AMAZON_ROOTS)  # of our own: photo hosts whose names hang must not keep us from the table


class Answer(NamedTuple):
    """What came back: the HTTP status and the whole body."""

    status: int
    body: bytes


class Connection:
    """A connection to `host`:`port`; whatever goes wrong on it is an OSError, after which it is of no more use."""

    def __init__(self, host: str, port: int, secure: bool, timeout: float) -> None:
        deadline = time.monotonic() + timeout
        self._socket = _dialer.dial(host, port, secure, deadline)
        self._wire = Wire(self._socket, deadline, kept=True)
        self.reusable = True

    def ask(self, head: bytes, body: bytes, timeout: float, deadline: float) -> Answer:
        """Send a request and read its answer, with at most `timeout` s of silence and to the end by `deadline`."""
        wire = self._wire
        wire.deadline, wire.silence = deadline, timeout
        wire.send(head + body)
        answer = read_head(wire)
        self.reusable = answer.persistent
        return Answer(answer.status, read_body(wire, answer))

    def is_dropped(self) -> bool:
        """True where the idle connection is of no more use: its end, or an answer to nothing, is there to be read."""
        if self._wire.is_ahead:
            return True
        self._socket.settimeout(0)
        try:
            self._socket.recv(1)
        except OSError as error:
            # Nothing to read is as it should be; under TLS there may have been session tickets, which recv keeps.
            return not isinstance(error, BlockingIOError) and type(error).__name__ != "SSLWantReadError"
        return True

    def close(self) -> None:
        self._socket.close()
