"""Signed reads from AWS over plain HTTPS: what the render door uses, because importing botocore costs it 200 ms."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Mapping
from threading import Lock
from typing import NamedTuple
from urllib.parse import urlsplit

from tintype.base.errors import UnavailableError
from tintype.net.aws_wire import Answer, Connection
from tintype.store.sigv4 import Credentials, signed_headers, wire_path

# A healthy table answers within 10 ms. Whoever has not said a word for this long (s) is asked again elsewhere.
SILENCE = 1.5
FIRST_PAUSE = 0.025
LONGEST_PAUSE = 0.4
IDLE_CONNECTIONS = 16


class Request(NamedTuple):
    """What to ask: `path` is in plain characters, `headers` lack host and signature."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = b""


def _is_server_error(answer: Answer) -> bool:
    return answer.status >= 500 or answer.status == 429


class SignedClient:
    """One AWS service at one endpoint. Safe to share between threads; connections are kept alive and reused."""

    def __init__(
        self,
        service: str,
        region: str,
        endpoint: str,
        credentials: Credentials,
        clock: Callable[[], float] = time.time,
    ) -> None:
        parts = urlsplit(endpoint)
        self._service = service
        self._region = region
        self._secure = parts.scheme == "https"
        self._name = parts.hostname or ""
        self._port = parts.port or (443 if self._secure else 80)
        self._host = parts.netloc
        self._base = parts.path.rstrip("/")
        self._credentials = credentials
        self._clock = clock
        self._idle: list[Connection] = []
        self._lock = Lock()

    @classmethod
    def from_environment(cls, service: str, host: str, environ: Mapping[str, str] = os.environ) -> SignedClient:
        """The client for `host` at Amazon, or for the endpoint that the environment names in its stead.

        Reads the variables that Lambda sets: AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY,
        AWS_SESSION_TOKEN; for local use AWS_ENDPOINT_URL_<SERVICE> and AWS_ENDPOINT_URL.
        """
        credentials = Credentials(
            environ["AWS_ACCESS_KEY_ID"], environ["AWS_SECRET_ACCESS_KEY"], environ.get("AWS_SESSION_TOKEN")
        )
        endpoint = local_endpoint(service, environ) or f"https://{host}"
        return cls(service, environ["AWS_REGION"], endpoint, credentials)

    def send(self, request: Request, deadline: float, transient: Callable[[Answer], bool] = _is_server_error) -> Answer:
        """The answer to a request that may be sent more than once. `deadline` is an instant of `time.monotonic`.

        Tries again, after pauses that grow, while nobody answers or `transient` says that the answer will pass.
        Raises UnavailableError when the deadline comes first.
        """
        failure = "no answer in time"
        pause = FIRST_PAUSE
        while time.monotonic() < deadline:
            try:
                answer = self._once(request, deadline)
                if not transient(answer):
                    return answer
                failure = f"answered {answer.status}"
            except (OSError, ValueError) as error:
                failure = f"{type(error).__name__}: {error}"
            wait = random.uniform(pause / 2, pause)  # noqa: S311  not a secret
            if time.monotonic() + wait >= deadline:
                break
            time.sleep(wait)
            pause = min(2 * pause, LONGEST_PAUSE)
        raise UnavailableError(f"{self._service} is unavailable: {failure}")

    def warm(self) -> None:
        """Open a connection ahead of the first request; a failure is left for that request to meet."""
        try:
            self._give_back(self._connect(SILENCE))
        except OSError:
            return

    def close(self) -> None:
        """Close the idle connections."""
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    __del__ = close

    def _once(self, request: Request, deadline: float) -> Answer:
        timeout = max(0.001, min(SILENCE, deadline - time.monotonic()))
        connection = self._take()
        if connection:
            try:
                return self._exchange(connection, request, timeout, deadline)
            except TimeoutError:
                raise
            except OSError:
                self.close()  # it was closed while it idled, or while Lambda slept; so were the others
        return self._exchange(self._connect(timeout), request, timeout, deadline)

    def _exchange(self, connection: Connection, request: Request, timeout: float, deadline: float) -> Answer:
        try:
            answer = connection.ask(self._head(request), request.body, timeout, deadline)
        except BaseException:
            connection.close()
            raise
        self._give_back(connection)
        return answer

    def _head(self, request: Request) -> bytes:
        """Request line and headers, signed for this moment."""
        path = self._base + request.path
        headers = signed_headers(
            request.method,
            path,
            {"host": self._host, **request.headers},
            request.body,
            service=self._service,
            region=self._region,
            credentials=self._credentials,
            now=self._clock(),
        )
        headers["content-length"] = str(len(request.body))
        lines = [f"{request.method} {wire_path(path)} HTTP/1.1", *(f"{k}: {v}" for k, v in headers.items())]
        return "\r\n".join((*lines, "", "")).encode("latin-1")

    def _connect(self, timeout: float) -> Connection:
        return Connection(self._name, self._port, self._secure, timeout)

    def _take(self) -> Connection | None:
        """An idle connection that the other side hasn't closed, the latest used first."""
        while True:
            with self._lock:
                connection = self._idle.pop() if self._idle else None
            if connection is None or not connection.is_dropped():
                return connection
            connection.close()

    def _give_back(self, connection: Connection) -> None:
        with self._lock:
            if connection.reusable and len(self._idle) < IDLE_CONNECTIONS:
                self._idle.append(connection)
                return
        connection.close()


def local_endpoint(service: str, environ: Mapping[str, str] = os.environ) -> str | None:
    """The endpoint that stands in for Amazon's, where the environment names one."""
    return environ.get(f"AWS_ENDPOINT_URL_{service.upper()}") or environ.get("AWS_ENDPOINT_URL")
