"""From a name to a connected socket by a deadline, which ``getaddrinfo`` knows nothing of."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Sequence

Address = tuple[socket.AddressFamily, str]


class Resolver:
    """Looks names up, each in a thread of its own that is left behind when no answer comes.

    `limit` bounds the lookups that may hang at the same time: a dead resolver must not pile up threads.
    """

    def __init__(self, limit: int) -> None:
        self._free = threading.BoundedSemaphore(limit)

    def look_up(self, host: bytes, port: int, deadline: float) -> list[Address]:
        """All numeric addresses of a host, in the system's order; at least one.

        Raises TimeoutError at `deadline` (of ``time.monotonic``), and OSError where the name has no address. `host` is
        bytes because a str would go through the idna codec, whose import takes 5 ms.
        """
        if not self._free.acquire(timeout=max(0.0, deadline - time.monotonic())):
            raise TimeoutError("too many lookups hang")
        found: list[Address] = []
        done = threading.Event()

        def look_up() -> None:
            try:
                for family, _, _, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
                    found.append((family, str(address[0])))
            except (OSError, UnicodeError):
                found.clear()
            finally:
                self._free.release()
                done.set()

        threading.Thread(target=look_up, daemon=True, name="tintype-lookup").start()
        if not done.wait(max(0.0, deadline - time.monotonic())):
            raise TimeoutError("the name was not looked up in time")
        if not found:
            raise OSError("the name has no address")
        return list(dict.fromkeys(found))


def open_first(addresses: Sequence[Address], port: int, deadline: float) -> socket.socket:
    """A TCP connection to the first of `addresses` that takes one. Raises OSError, TimeoutError at `deadline`."""
    failure: OSError = TimeoutError("no time is left to connect")
    for index, (family, address) in enumerate(addresses):
        # An address that swallows packets must leave time for the next one.
        timeout = (deadline - time.monotonic()) / (len(addresses) - index)
        if timeout <= 0:
            raise TimeoutError("no time is left to connect") from failure
        try:
            return open_socket(family, address, port, timeout)
        except OSError as error:
            failure = error
    raise failure


def open_socket(family: socket.AddressFamily, address: str, port: int, timeout: float) -> socket.socket:
    """A TCP connection to a numeric address within `timeout` seconds. Raises OSError."""
    connection = socket.socket(family, socket.SOCK_STREAM)
    try:
        connection.settimeout(timeout)
        connection.connect((address, port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except BaseException:
        connection.close()
        raise
    return connection
