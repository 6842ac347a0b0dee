"""A service in a process of its own, with everything that it stands on in our hands."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from PIL import Image

from helpers.sign import sign
from tests.e2e.viewer import Answer, ask
from tests.faults.aws import AwsProxy
from tests.faults.photos import PhotoHost, photo
from tests.faults.serve import KEY

ROOT = Path(__file__).parents[2]
DEADLINE = 2.0  # seconds
HOUR = 3600
# As the template has it.
ALLOCATION = {"MALLOC_TRIM_THRESHOLD_": "16777216", "MALLOC_MMAP_THRESHOLD_": "16777216", "MALLOC_ARENA_MAX": "2"}
RED = (200, 0, 0)
GROUND = (0x0B, 0x10, 0x20)


@dataclass(frozen=True)
class Served:
    """What a viewer got: the answer, what is to be seen on it, and how long the service says that it took (ms)."""

    answer: Answer
    shows: str
    problems: str
    took: float


class World:
    """The service and what it stands on. `close` ends it all."""

    def __init__(self, settings: Mapping[str, str] | None = None) -> None:
        """`settings` are environment variables of the functions."""
        self.table, self.bucket = AwsProxy("dynamodb", "table.test"), AwsProxy("s3")
        self.photos = PhotoHost()
        options = {
            "settings": {
                "FETCH_ALLOW_HOSTS": f"photos.test:{self.photos.port}",
                "AWS_ENDPOINT_URL_DYNAMODB": self.table.url,
                "AWS_ENDPOINT_URL_S3": self.bucket.url,
                "DEADLINE_SECONDS": str(DEADLINE),
                "PLATE_SECONDS": "0",
                **(settings or {}),
            },
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.serve", json.dumps(options)],
            cwd=ROOT,
            env={**os.environ, **ALLOCATION, "PYTHONPATH": "functions:."},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._lines: queue.Queue[dict[str, Any]] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        urls = self.line("url")
        self.url = urls["url"]
        self.table.upstream = self.bucket.upstream = urls["aws"]

    @property
    def pid(self) -> int:
        """The service's process."""
        return self._process.pid

    def line(self, key: str) -> dict[str, Any]:
        """The next line that the service prints with this key in it. Raises RuntimeError when it ends before."""
        while True:
            record = self._lines.get(timeout=120)
            if "ended" in record:
                self.close()
                raise RuntimeError("the service ended; what it printed says why")
            if key in record:
                return record

    def order(self, **order: Any) -> None:
        """Have the service do as `tests.faults.serve` says."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        self.line("obeyed")

    def break_(self, what: str, mode: str) -> None:
        """Break `what` (table, bucket, photos, names, clock) in a way that it knows; ``well`` heals it."""
        if what == "names":
            self.order(names=mode)
        elif what == "clock":
            self.order(clock=0 if mode == "well" else 2 * HOUR)
        else:
            getattr(self, what).become(mode)

    def new_image(self) -> str:
        """The URL of the dynamic image of a new design, whose photo nobody has seen yet: a title over a red photo."""
        path = f"{self.url}/designs/{uuid4()}"
        red = photo(RED) + uuid4().bytes  # bytes after a PNG's end change its digest and nothing else
        _put(f"{path}/assets/red.png", red)
        title = {"name": "title", "type": "text", "layout": _box(10, 10, 280, 60), "properties": {"payload": "Hello"}}
        shown = {"image_url": "asset:red.png", "fitting_type": "cover"}
        image = {"name": "photo", "type": "image", "layout": _box(0, 100, 100, 100), "properties": shown}
        card = {"name": "card", "width": 300, "height": 200, "background_color": "#0B1020"}
        _put(path, json.dumps({"name": "Card", "formats": [card], "layers": [title, image]}).encode())
        created = ask(f"{path}/dynamic-image-url", "POST", b"", x_api_key=KEY)
        assert created.status == 201
        return f"{created.json['formats'][0]['dynamic_image_url']}.png"

    def new_signed_image(self) -> str:
        """As `new_image`, of an image that asks for signatures: signed, for an hour from now."""
        url = self.new_image()
        api = f"{self.url}/dynamic-images/{url.split('/')[4]}"
        rotated = ask(f"{api}/signing-keys/rotate", "POST", b"", x_api_key=KEY)
        changed = ask(api, "PATCH", b'{"require_signature": "exact"}', x_api_key=KEY)
        assert changed.status == 200, changed.body
        secret = rotated.json["keys"][0]["secret"]
        return str(sign(url, secret, expires=int(time.time()) + HOUR))  # type: ignore[no-untyped-call]

    def new_photo(self) -> str:
        """The URL of a photo of the photo host that nobody has fetched yet."""
        return f"http://photos.test:{self.photos.port}/photo.png?{uuid4()}"

    def view(self, url: str) -> Served:
        """What a viewer of `url` gets."""
        while not self._lines.empty():
            self._lines.get()
        answer = ask(url)
        record = self.line("duration_ms")
        return Served(answer, shown_on(answer.picture), answer.headers["x-image-problems"] or "", record["duration_ms"])

    def close(self) -> None:
        assert self._process.stdin
        for what in (self.table, self.bucket, self.photos):
            what.close()
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.wait(timeout=120)
        assert self._process.stdout
        self._process.stdout.close()

    def _read(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            if line.startswith("{"):
                self._lines.put(json.loads(line))
        self._lines.put({"ended": True})


def shown_on(picture: Image.Image) -> str:
    """What is to be seen on a picture of `World.new_image`."""
    picture = picture.convert("RGB")
    photo = picture.getpixel((50, 150))
    if picture.size != (300, 200) or picture.getpixel((290, 190)) != GROUND:
        return "the neutral picture"
    return {
        (0, 200, 0): "the picture as asked",
        RED: "the design's own photo",
        GROUND: "the picture without the photo",
    }[photo]  # type: ignore[index]


def _box(x: int, y: int, width: int, height: int) -> dict[str, int]:
    return {"x": x, "y": y, "width": width, "height": height}


def _put(url: str, body: bytes) -> None:
    answer = ask(url, "PUT", body, x_api_key=KEY, content_type="application/octet-stream")
    assert answer.status in (200, 201), answer.body
