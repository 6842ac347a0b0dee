"""A viewer that keeps its connection."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """What came back; header names are lower-case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Viewer:
    """One connection to `netloc`, made anew when it was closed."""

    def __init__(self, netloc: str) -> None:
        self._netloc = netloc
        self._connection: http.client.HTTPConnection | None = None

    def ask(self, target: str, method: str, headers: Mapping[str, str], body: bytes | None = None) -> Answer:
        """The answer to one request. Raises OSError, HTTPException."""
        if self._connection is None:
            self._connection = http.client.HTTPConnection(self._netloc, timeout=120)
        try:
            self._connection.request(method, target, body, dict(headers))
            response = self._connection.getresponse()
            data = response.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            self._connection = None
            raise
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, data)
