"""From a host to a connected socket: resolved once, every address checked, and connected to what was checked."""

from __future__ import annotations

import socket
import threading
import time

from tintype.fetch.addresses import is_public_text
from tintype.fetch.errors import FetchError
from tintype.fetch.url import PORTS, Target

MAX_ATTEMPTS = 4  # addresses of one host that are tried
MAX_LOOKUPS = 32  # lookups that may hang at the same time: a dead resolver must not pile up threads

Address = tuple[socket.AddressFamily, str]

_lookups = threading.BoundedSemaphore(MAX_LOOKUPS)


def remaining(deadline: float) -> float:
    """Seconds until `deadline` (of ``time.monotonic``). Raises FetchError ``timeout`` when there are none."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise FetchError("timeout")
    return seconds


def connect(target: Target, allow_hosts: frozenset[str], deadline: float) -> socket.socket:
    """A connected TCP socket to `target`. Raises FetchError.

    Only public addresses and the scheme's port are connected to, unless `allow_hosts` has the target's host:port. One
    forbidden address among a host's spoils them all: a name that is public and private at once is a trap. There is no
    second lookup between the check and the connection, so that an answer that changes (rebinding) gains nothing.
    """
    allowed = target.host_and_port in allow_hosts
    if not allowed and target.port not in PORTS.values():
        raise FetchError("forbidden_port")
    addresses = resolve(target.host, target.port, deadline)
    if not allowed and not all(is_public_text(address) for _, address in addresses):
        raise FetchError("forbidden_address")
    return _first_connected(addresses[:MAX_ATTEMPTS], target.port, deadline)


def resolve(host: str, port: int, deadline: float) -> list[Address]:
    """All numeric addresses of a host, in the resolver's order. Raises FetchError ``unreachable`` or ``timeout``."""
    seconds = remaining(deadline)
    name = host.encode("ascii")  # a str would go through the idna codec, whose import takes 5 ms
    found: list[Address] = []
    done = threading.Event()

    def look_up() -> None:
        try:
            for family, _, _, _, address in socket.getaddrinfo(name, port, type=socket.SOCK_STREAM):
                found.append((family, str(address[0])))
        except (OSError, UnicodeError):
            found.clear()
        finally:
            _lookups.release()
            done.set()

    # getaddrinfo takes no timeout: it is left behind in a thread of its own when it does not return.
    if not _lookups.acquire(timeout=seconds):
        raise FetchError("timeout")
    threading.Thread(target=look_up, daemon=True, name="tintype-lookup").start()
    if not done.wait(remaining(deadline)):
        raise FetchError("timeout")
    if not found:
        raise FetchError("unreachable")
    return list(dict.fromkeys(found))


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


def _first_connected(addresses: list[Address], port: int, deadline: float) -> socket.socket:
    cause: OSError | None = None
    for index, (family, address) in enumerate(addresses):
        # An address that swallows packets must leave time for the next one.
        timeout = remaining(deadline) / (len(addresses) - index)
        try:
            return open_socket(family, address, port, timeout)
        except OSError as error:
            cause = error
    remaining(deadline)
    raise FetchError("unreachable") from cause
