"""The render door in this process, everything that it stands on in another, and what holds of every answer."""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import re
import warnings
from base64 import b64decode
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from PIL import Image

from local.intrinsics import REGION
from local.service import FONTS
from local.template import read_template
from tests.e2e.viewer import ask
from tests.faults.photos import photo
from tests.faults.serve import KEY
from tests.faults.world import World
from tests.fuzz.asked import LAYERS
from tintype.base.record import replace
from tintype.engine.images.sandbox import Sandbox
from tintype.engine.images.validate import validate
from tintype.services.designs.put_asset import validated
from tintype.store.designs import Designs
from tintype.store.files import Files

STATUSES = {200, 304, 400, 403, 404, 405, 410, 429}
FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP", "image/avif": "AVIF", "image/gif": "GIF"}
PAGE = os.sysconf("SC_PAGE_SIZE")


class BrokenPromiseError(AssertionError):
    """An answer that the contract doesn't know, or a failure that the door had to catch."""


class Door:
    """`call` passes an event to the render door and checks what comes back."""

    def __init__(self) -> None:
        self.world = World()
        self.calls = 0
        self._before = dict(os.environ)
        aws = {
            "AWS_ENDPOINT_URL": self.world.table.upstream,
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
        }
        template = read_template(overrides={"IMAGE_BASE_URL": "https://img.example", "FONTS_DIR": str(FONTS)})
        allow = {"FETCH_ALLOW_HOSTS": f"127.0.0.1:{self.world.photos.port}", "PLATE_SECONDS": "3600"}
        os.environ.update({**template.functions["RenderFunction"].environment, **aws, **allow})
        self._render = importlib.reload(importlib.import_module("tintype.render"))
        import boto3

        self._table = Designs(template.tables[0].name, boto3.client("dynamodb"))
        self._bucket, self._s3 = template.buckets[0], boto3.client("s3")
        self._files = Files(self._bucket, self._s3)

    def close(self) -> None:
        os.environ.clear()
        os.environ.update(self._before)
        self.world.close()

    def photo_url(self) -> str:
        """A URL of the photo host that nobody has fetched yet."""
        return f"http://127.0.0.1:{self.world.photos.port}/{uuid4()}"

    def new_image(self, font: bytes | None = None) -> str:
        """The id of the dynamic image of a new design that has a layer of every type, set in `font`."""
        design_id = str(uuid4())
        api = f"{self.world.url}/designs/{design_id}"
        assert ask(f"{api}/assets/a.png", "PUT", photo(), x_api_key=KEY).status == 201
        if font is not None:
            self._put_unchecked(design_id, font)
        named = {"font": "asset:f.ttf"} if font is not None else {}
        put = ask(api, "PUT", json.dumps(_document(named)).encode(), x_api_key=KEY)
        assert put.status == 201, put.body
        flags = json.dumps({"enable_production_mode": True}).encode()
        created = ask(f"{api}/dynamic-image-url", "POST", flags, x_api_key=KEY)
        return str(created.json["id"])

    def _put_unchecked(self, design_id: str, font: bytes) -> None:
        """A font past the check at the door for assets: what it lets through today it may not have yesterday."""
        good = validated(
            "f.ttf", (FONTS / "inter/400.ttf").read_bytes(), partial(validate, sandbox=Sandbox(with_fonts=True)), 1
        )
        digest = uuid4().hex * 2
        self._files.put(digest, font, "font/ttf")
        self._table.put_asset(design_id, replace(good, sha256=digest, size=len(font)))

    def forget_assets(self) -> None:
        """Empty the bucket, so that what was uploaded doesn't pile up."""
        listed = self._s3.list_objects_v2(Bucket=self._bucket).get("Contents", [])
        for each in listed:
            self._s3.delete_object(Bucket=self._bucket, Key=each["Key"])

    def call(self, event: dict[str, Any]) -> dict[str, Any]:
        """The answer to an event. Raises BrokenPromiseError where it is none that the contract knows."""
        self.calls += 1
        log = io.StringIO()
        context = SimpleNamespace(aws_request_id="r", get_remaining_time_in_millis=lambda: 60_000)
        with contextlib.redirect_stdout(log):
            answer: dict[str, Any] = self._render.handler(event, context)
        for line in log.getvalue().splitlines():
            record = json.loads(line)
            if record["level"] == "ERROR" and record["error"] != "UnavailableError":
                raise BrokenPromiseError(f"the door had to catch {record['error']} at {record['place']}")
        _check(event, json.loads(json.dumps(answer)))
        return answer

    def get(self, path: str, query: str) -> dict[str, Any]:
        """The answer to a plain GET."""
        http = {"method": "GET", "path": path, "sourceIp": "192.0.2.1"}
        return self.call({"rawPath": path, "rawQueryString": query, "headers": {}, "requestContext": {"http": http}})


def resident() -> int:
    """Bytes of memory that this process has now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE


def _document(named: dict[str, str]) -> dict[str, Any]:
    """A design with a layer of every type, each named like its type."""
    layers = []
    for index, name in enumerate(LAYERS):
        x, y = index % 3 * 60, index // 3 * 40
        properties: dict[str, str] = {"image_url": "asset:a.png"} if name in ("image", "logo") else {}
        if name in ("text", "button"):
            properties = {"payload": "Hello {name|there}", **named}
        layout = {"x": x, "y": y, "width": 58, "height": 38}
        layers.append({"name": name, "type": name, "layout": layout, "properties": properties})
    formats = [{"name": "small", "width": 180, "height": 120}, {"name": "tall", "width": 60, "height": 200}]
    return {"name": "Everything", "type": "static", "formats": formats, "layers": layers}


def _check(event: dict[str, Any], answer: dict[str, Any]) -> None:
    status, headers = answer["statusCode"], answer["headers"]
    if status not in STATUSES:
        raise BrokenPromiseError(f"status {status}")
    for name, value in headers.items():
        if not re.fullmatch(r"[a-z0-9-]+", name) or not re.fullmatch(r"[\x20-\x7e]*", value):
            raise BrokenPromiseError(f"the header {name} can't be sent: {value!r}")
    if len(json.dumps(answer)) > 6 * 1024 * 1024:
        raise BrokenPromiseError("the answer is larger than Lambda takes")
    if headers.get("content-type") == "application/json":
        body = json.loads(answer["body"])
        if not {"id", "message", "version"} <= body.keys() or body.get("errors") == []:
            raise BrokenPromiseError(f"no error body of the contract: {body}")
        strict = "_strict" in event["rawQueryString"] or "%5f" in event["rawQueryString"].lower()
        if status != 405 and not strict:
            raise BrokenPromiseError(f"an error body, though nobody asked for it: {body}")
    elif status != 304 and answer["body"]:
        _check_picture(b64decode(answer["body"], validate=True), headers)
    elif status != 304 and event["requestContext"]["http"]["method"].upper() != "HEAD":
        raise BrokenPromiseError(f"nothing was answered, with status {status}")


def _check_picture(data: bytes, headers: dict[str, str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        picture = Image.open(io.BytesIO(data))
        picture.load()
    if picture.format != FORMATS[headers["content-type"]]:
        raise BrokenPromiseError(f"{headers['content-type']} holds {picture.format}")
    if int(headers["content-length"]) != len(data):
        raise BrokenPromiseError("the length is not that of the picture")
