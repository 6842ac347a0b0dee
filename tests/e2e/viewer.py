"""A viewer: one HTTP request on a connection of its own, and everything of its answer."""

from __future__ import annotations

import http.client
import io
import json
from dataclasses import dataclass
from email.message import Message
from typing import Any
from urllib.parse import urlsplit

from PIL import Image


@dataclass(frozen=True)
class Answer:
    """What came back. `headers` are looked up in any case."""

    status: int
    headers: Message
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def picture(self) -> Image.Image:
        """The body, decoded completely."""
        picture = Image.open(io.BytesIO(self.body))
        picture.load()
        return picture


def ask(url: str, method: str = "GET", body: bytes | None = None, /, **headers: str) -> Answer:
    """The answer to one request; an underscore in a header's name stands for a hyphen."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=120)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection.request(method, target, body, {name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    data = response.read()
    connection.close()
    return Answer(response.status, response.headers, data)
