"""What a renderer has behind it, in a process of its own: the table and the bucket with every design, and photos.

`python -m bench.backend` prints one line of JSON (see `Backend`) and serves until its stdin ends.
"""

from __future__ import annotations

import http.client
import json
import os
import sys
import threading
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from bench.engines import BESIDE, started
from bench.places import ASSETS, AVATARS, DESIGNS, ROOT, WIDE_PHOTOS
from bench.scales import SCALES

KEY = "bench"
_AVATARS = tuple(f"avatar{number}.jpg" for number in range(AVATARS))
_WIDE = tuple(f"wide{number}.jpg" for number in range(WIDE_PHOTOS))
_ASSETS: Mapping[str, tuple[str, ...]] = {
    "W1": ("photo.jpg", "logo.png", *_AVATARS),
    "W2": ("square.png",),
    "W4": ("logo.png", *_AVATARS, *_WIDE),
    "W5": ("tall.jpg", *_AVATARS),
    "W6": _AVATARS[:3],
    "W7": ("photo.jpg", "logo.png"),
    "cold": ("photo.jpg", "logo.png", *_AVATARS[:4]),  # W1 with as many assets as a design has
}


@dataclass(frozen=True, slots=True)
class Backend:
    """A running backend: the `environment` of a render function that uses it, the path of the image URL for each
    workload, and `photos`, where remote pictures are."""

    environment: Mapping[str, str]
    paths: Mapping[str, str]
    photos: str


@contextmanager
def backend(names: Iterable[str]) -> Iterator[Backend]:
    """A backend with these designs, in its own process, beside the core that is measured."""
    command = [sys.executable, "-m", "bench.backend", *names]
    environment = {**os.environ, "PYTHONPATH": f"functions{os.pathsep}."}
    with started(command, environment, cwd=ROOT, core=BESIDE) as process:
        yield Backend(**process.answer())


def main(names: list[str]) -> None:
    """Serve the designs called `names` until stdin ends."""
    before = dict(os.environ)
    out, sys.stdout = sys.stdout, sys.stderr  # the doors log to stdout
    photos = _PhotoServer(("127.0.0.1", 0), partial(_Photos, directory=str(ASSETS)))
    threading.Thread(target=photos.serve_forever, daemon=True).start()
    host = f"127.0.0.1:{photos.server_port}"
    from local.service import Service  # only in this process: it brings moto and every door

    service = Service(0, KEY, fetch_allow_hosts=host)
    paths = {name: _put(service.url, name) for name in names}
    environment = {name: value for name, value in os.environ.items() if before.get(name) != value}
    print(json.dumps(asdict(Backend(environment, paths, f"http://{host}"))), file=out, flush=True)
    sys.stdin.read()
    service.close()
    photos.shutdown()


def _put(url: str, name: str) -> str:
    """Put a design and its assets through the API; the path of its image URL in the first format."""
    design = f"/designs/{uuid.uuid5(uuid.NAMESPACE_URL, f'bench/{name}')}"
    for asset in _ASSETS.get(name, ()):
        _send(url, "PUT", f"{design}/assets/{asset}", (ASSETS / asset).read_bytes(), "image/*")
    source = "W1" if name == "cold" else name
    document = SCALES[name].document if name in SCALES else json.loads((DESIGNS / f"{source}.json").read_text())
    _send(url, "PUT", design, json.dumps(document).encode())
    created = _send(url, "POST", f"{design}/dynamic-image-url", b'{"enable_production_mode": true}')
    return str(urlsplit(created["formats"][0]["dynamic_image_url"]).path)


def _send(url: str, method: str, path: str, body: bytes, type_: str = "application/json") -> Any:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    connection.request(method, path, body, {"x-api-key": KEY, "content-type": type_})
    response = connection.getresponse()
    answer = response.read()
    connection.close()
    if response.status not in (200, 201):
        raise RuntimeError(f"{method} {path} was refused with {response.status}: {answer.decode()}")
    return json.loads(answer)


class _PhotoServer(ThreadingHTTPServer):
    """With room for all connections that a render makes at once: one that finds none is tried again a second later."""

    request_queue_size = 128


class _Photos(SimpleHTTPRequestHandler):
    """The assets over HTTP, without a word on stderr."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class's word
        pass


if __name__ == "__main__":
    main(sys.argv[1:])
