"""Designs in numbers: cards of many sizes, each with text, a photo, shapes and a button."""

from __future__ import annotations

import io
import json
from random import Random
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from PIL import Image

from tests.faults.serve import KEY
from tests.load.viewer import Viewer

PHOTOS = 24


def put_designs(url: str, count: int, random: Random) -> list[str]:
    """Put `count` designs with dynamic images in production mode; the path of each image."""
    photos, viewer = [photo(random) for _ in range(PHOTOS)], Viewer(urlsplit(url).netloc)
    return [_put(viewer, random, photos[index % PHOTOS]) for index in range(count)]


def photo(random: Random, width: int = 640, height: int = 480) -> bytes:
    """A JPEG of soft colours, as large as photos for cards are."""
    corners = Image.new("RGB", (2, 2))
    corners.putdata([tuple(random.randrange(256) for _ in range(3)) for _ in range(4)])
    data = io.BytesIO()
    corners.resize((width, height), Image.Resampling.BICUBIC).save(data, "JPEG", quality=85)
    return data.getvalue()


def _put(viewer: Viewer, random: Random, picture: bytes) -> str:
    design = f"/designs/{UUID(int=random.getrandbits(128), version=4)}"
    headers = {"x-api-key": KEY, "content-type": "application/octet-stream"}
    for path, body in ((f"{design}/assets/photo.jpg", picture), (design, json.dumps(_document(random)).encode())):
        answer = viewer.ask(path, "PUT", headers, body)
        assert answer.status == 201, answer.body
    flags = json.dumps({"enable_production_mode": True}).encode()
    created: dict[str, Any] = json.loads(viewer.ask(f"{design}/dynamic-image-url", "POST", headers, flags).body)
    return str(urlsplit(created["formats"][0]["dynamic_image_url"]).path)


def _document(random: Random) -> dict[str, Any]:
    width, height = random.choice(((1200, 630), (600, 200), (1080, 1080), (800, 418), (320, 100)))
    colour = f"#{random.getrandbits(24):06X}"
    half, third = width // 2, height // 3
    layers = [
        _layer("photo", "image", (half, 0, half, height), image_url="asset:photo.jpg", fitting_type="cover"),
        _layer("band", "shape", (0, 2 * third, width, third), background_color=f"{colour}80"),
        _layer("title", "text", (20, 10, half - 30, third), payload="Hello {name|there}, look at this",
               font=random.choice(("Inter", "Lato", "Merriweather", "Oswald")), font_weight=700,
               font_size=max(14, height // 9), auto_resize=True, color="#FFFFFF", max_lines=2, text_truncation=True),
        _layer("button", "button", (20, 2 * third, min(220, half - 30), third // 2 + 8), payload="Have a look",
               background_color="#FFD166", font_size=max(12, height // 24)),
    ]  # fmt: skip
    name = f"Card {random.getrandbits(32):08x}"
    ground = {"name": "card", "width": width, "height": height, "background_color": colour}
    return {"name": name, "type": "static", "formats": [ground], "layers": layers}


def _layer(name: str, type_: str, box: tuple[int, int, int, int], **properties: Any) -> dict[str, Any]:
    layout = dict(zip(("x", "y", "width", "height"), box, strict=True))
    return {"name": name, "type": type_, "layout": layout, "properties": properties}
