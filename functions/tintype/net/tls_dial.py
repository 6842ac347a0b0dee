"""A connection to a target, over TLS where its scheme says so; what may be connected to is decided here alone."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING

from tintype.net.connect import connect, remaining
from tintype.net.url import Target

if TYPE_CHECKING:
    import ssl


class Dialer:
    """Connects to public addresses, and to the hosts of `allow_hosts` wherever they are.

    `allow_hosts` has ``host:port`` as URLs write them, for tests and local use: they are free of the rules on ports
    and addresses. Safe to use from several threads.
    """

    def __init__(self, allow_hosts: frozenset[str] = frozenset()) -> None:
        self.allow_hosts = frozenset(entry.strip().lower() for entry in allow_hosts)
        self._tls: ssl.SSLContext | None = None
        self._tls_lock = threading.Lock()

    def dial(self, target: Target, deadline: float) -> socket.socket:
        """A socket that leads to `target`. Raises FetchError, and OSError for TLS that can't be had."""
        connection = connect(target, self.allow_hosts, deadline)
        if target.scheme == "http":
            return connection
        try:
            context = self._tls_context()
            connection.settimeout(remaining(deadline))
            return context.wrap_socket(connection, server_hostname=target.host.encode("ascii"))
        except BaseException:
            connection.close()
            raise

    def _tls_context(self) -> ssl.SSLContext:
        # Loading the certificates takes 25 ms: once, and only for who fetches over https.
        with self._tls_lock:
            if self._tls is None:
                import ssl  # noqa: PLC0415  20 ms

                self._tls = ssl.create_default_context()
                self._tls.set_alpn_protocols(["http/1.1"])
            return self._tls


def reason_of(error: OSError) -> str:
    """Why a connection failed, as a reason of FetchError."""
    if type(error).__module__ == "ssl":
        return "tls"
    return "timeout" if isinstance(error, TimeoutError) else "unreachable"
