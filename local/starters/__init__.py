"""Three designs of the gallery to begin with, put through the API as anybody would put theirs."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tintype import gallery

GALLERY = Path(gallery.__file__).parent


@dataclass(frozen=True, slots=True)
class Starter:
    """A design of the gallery: its document `name`.json and the `assets` it may show.

    `sample` is a query string to start from, `hint` what else is worth a try.
    """

    name: str
    design_id: str
    assets: Sequence[str]
    sample: str
    hint: str


STARTERS = (
    Starter(
        "social-card",
        "6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
        ("mark-light.png", "mountains.jpg", "dunes.jpg", "maya.jpg", "jonas.jpg"),
        "title=Five+quiet+valleys+worth+the+walk&vars.name=Sam",
        "&photo=asset:dunes.jpg  &avatar=asset:jonas.jpg&author=Jonas+Ek  &button.background_color=7DD3FC",
    ),
    Starter(
        "email-banner",
        "7d793037-a076-4a1f-9b3c-1f5c8d2e6a10",
        ("mark-dark.png", "vase-clay.jpg", "vase-sage.jpg"),
        "vars.first_name=Amira&_scale=2",
        "&vars.ends=tonight  &photo=asset:vase-sage.jpg  &root=E3ECE4  &button.background_color=3F6B57",
    ),
    Starter(
        "product-card",
        "2c5ea4c0-4067-41e9-8bad-9b1deb4d3b7d",
        ("vase-clay.jpg", "vase-sage.jpg"),
        "title=Alba+vase&price=%E2%82%AC+68",
        "&photo=asset:vase-sage.jpg  &badge=Last+one  &badge.hidden=true",
    ),
)


def put_starter(starter: Starter, api: str, key: str) -> str:
    """Put the starter's assets and document, create its dynamic image; the image URL of its first format.

    Raises RuntimeError when the API refuses any of it.
    """
    path = f"/designs/{starter.design_id}"
    for name in starter.assets:
        _send(api, key, "PUT", f"{path}/assets/{name}", (GALLERY / "assets" / name).read_bytes(), _type_of(name))
    document = (GALLERY / f"{starter.name}.json").read_bytes()
    _send(api, key, "PUT", path, document, "application/json")
    created = _send(api, key, "POST", f"{path}/dynamic-image-url", b"", "application/json")
    return str(created["formats"][0]["dynamic_image_url"])


def _type_of(name: str) -> str:
    return "image/png" if name.endswith(".png") else "image/jpeg"


def _send(api: str, key: str, method: str, path: str, body: bytes, content_type: str) -> Mapping[str, Any]:
    connection = http.client.HTTPConnection(urlsplit(api).netloc, timeout=60)
    try:
        connection.request(method, path, body, {"x-api-key": key, "content-type": content_type})
        response = connection.getresponse()
        answer = response.read()
    finally:
        connection.close()
    if response.status not in (200, 201):
        raise RuntimeError(f"{method} {path} was refused with {response.status}: {answer.decode()}")
    parsed: Mapping[str, Any] = json.loads(answer)
    return parsed
