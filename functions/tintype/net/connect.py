"""Connections to where strangers say: which hosts may be connected to is decided here alone."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tintype.net.addresses import is_public_text
from tintype.net.dial import Address, Dialer
from tintype.net.errors import FetchError
from tintype.net.http1 import ResponseError, Wire
from tintype.net.url import PORTS, Target

LOOKUPS = 32  # names that are looked up at the same time


class PublicDialer:
    """Connects to public addresses, and to the hosts of `allow_hosts` wherever they are.

    `allow_hosts` has ``host:port`` as URLs write them, for tests and local use: they are free of the rules on ports
    and addresses. Safe among threads.
    """

    def __init__(self, allow_hosts: frozenset[str] = frozenset()) -> None:
        self.allow_hosts = frozenset(entry.strip().lower() for entry in allow_hosts)
        self._dialer = Dialer(LOOKUPS)

    @contextmanager
    def wire(self, target: Target, deadline: float) -> Iterator[Wire]:
        """A wire to `target`, closed in the end. Raises FetchError for whatever goes wrong with it, then and later.

        Only public addresses and the schemes' ports are connected to, unless `allow_hosts` has the target's host:port.
        """
        allowed = target.host_and_port in self.allow_hosts
        if not allowed and target.port not in PORTS.values():
            raise FetchError("forbidden_port")
        check = None if allowed else _check_public
        try:
            with self._dialer.dial(target.host, target.port, target.scheme == "https", deadline, check) as connection:
                yield Wire(connection, deadline)
        except OSError as error:
            raise FetchError(_reason_of(error, deadline)) from error


def _check_public(addresses: Sequence[Address]) -> None:
    """One forbidden address among a host's spoils them all: a name that is public and private at once is a trap."""
    if not all(is_public_text(address) for _, address in addresses):
        raise FetchError("forbidden_address")


def _reason_of(error: OSError, deadline: float) -> str:
    """The cause of a failed connection, as a reason of FetchError."""
    if isinstance(error, ResponseError):
        return error.reason
    if isinstance(error, TimeoutError) or time.monotonic() >= deadline:
        return "timeout"
    return "tls" if type(error).__module__ == "ssl" else "unreachable"
