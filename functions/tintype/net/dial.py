"""From a name to a connected socket by a deadline, over TLS where that is asked for.

``getaddrinfo`` knows nothing of deadlines, and ``ssl`` takes 20 ms to import: once, and only for who needs it.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl

MAX_ATTEMPTS = 4  # addresses of one host that are tried
Address = tuple[socket.AddressFamily, str]


class Dialer:
    """Connects to hosts by their names. Safe among threads, which share the one TLS context that it makes.

    `lookups` bounds the names that are looked up at the same time. `roots` is a file of the certificates to trust, None
    for the system's, whose reading takes 25 ms. Where they don't lead to a host's, the next attempt trusts the system's
    as well: some partitions of AWS use other authorities than Amazon's.
    """

    def __init__(self, lookups: int, roots: Path | None = None) -> None:
        self._resolver, self._roots = Resolver(lookups), roots
        self._tls: ssl.SSLContext | None = None
        self._tls_lock = threading.Lock()

    def dial(
        self,
        host: str,
        port: int,
        secure: bool,
        deadline: float,
        check: Callable[[Sequence[Address]], None] | None = None,
    ) -> socket.socket:
        """A socket that leads to `host`, an ASCII name or address, by `deadline` (of ``time.monotonic``).

        `check` is told the host's addresses, and may raise. There is no second lookup between the check and the
        connection, so that an answer that changes (rebinding) gains nothing. Raises OSError, and what `check` raises.
        """
        name = host.encode("ascii")
        addresses = self._resolver.look_up(name, port, deadline)
        if check:
            check(addresses)
        connection = open_first(addresses[:MAX_ATTEMPTS], port, deadline)
        if not secure:
            return connection
        try:
            context = self._context()
            connection.settimeout(max(0.001, deadline - time.monotonic()))
            return context.wrap_socket(connection, server_hostname=name)
        except BaseException as error:
            connection.close()
            if self._roots and type(error).__name__ == "SSLCertVerificationError":
                self._context().load_default_certs()
            raise

    def _context(self) -> ssl.SSLContext:
        with self._tls_lock:
            if self._tls is None:
                import ssl  # noqa: PLC0415

                self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if self._roots else ssl.create_default_context()
                if self._roots:
                    self._tls.load_verify_locations(self._roots)
                self._tls.set_alpn_protocols(["http/1.1"])
            return self._tls


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
