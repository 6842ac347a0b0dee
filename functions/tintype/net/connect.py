"""From a host to a connected socket: resolved once, every address checked, and connected to what was checked."""

from __future__ import annotations

import socket
import time

from tintype.net.addresses import is_public_text
from tintype.net.dial import Resolver, open_first
from tintype.net.errors import FetchError
from tintype.net.url import PORTS, Target

MAX_ATTEMPTS = 4  # addresses of one host that are tried
_resolver = Resolver(32)


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
    try:
        addresses = _resolver.look_up(target.host.encode("ascii"), target.port, deadline)
        if not allowed and not all(is_public_text(address) for _, address in addresses):
            raise FetchError("forbidden_address")
        return open_first(addresses[:MAX_ATTEMPTS], target.port, deadline)
    except OSError as error:
        remaining(deadline)
        raise FetchError("unreachable") from error
