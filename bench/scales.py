"""The designs that one thing grows in at a time: pixels, layers, text, remote pictures."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench.values import Values, words

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Scale:
    """One point of one series: at `amount` units, a design and what makes the values of its call `number`."""

    series: str
    amount: float
    document: Document
    values: Callable[[int, str], Values]


_SIDES = ((400, 210), (800, 420), (1200, 630), (1600, 840), (2400, 1260), (3200, 1680), (4096, 3904))
_LAYERS = (1, 2, 5, 10, 20, 50, 100)
_LENGTHS = (10, 30, 100, 300, 1000, 3000, 10000)
_REMOTE = (1, 2, 4, 8, 16)
AXES = {
    "pixels": "megapixels",
    "layers": "text layers that change",
    "text": "characters",
    "remote": "remote pictures",
}


def _document(width: int, height: int, layers: list[Document]) -> Document:
    formats = [{"name": "only", "width": width, "height": height, "background_color": "#F8FAFC"}]
    return {"name": "scale", "type": "static", "formats": formats, "layers": layers}


def _text(name: str, box: tuple[int, int, int, int], size: float) -> Document:
    x, y, width, height = box
    properties = {"payload": "Text", "font": "Inter", "font_size": size, "color": "#0F172A"}
    return {"name": name, "type": "text", "layout": {"x": x, "y": y, "width": width, "height": height},
            "properties": properties}  # fmt: skip


def _image(name: str, box: tuple[int, int, int, int]) -> Document:
    x, y, width, height = box
    return {"name": name, "type": "image", "layout": {"x": x, "y": y, "width": width, "height": height},
            "properties": {"fitting_type": "cover"}}  # fmt: skip


def _sized(width: int, height: int) -> Scale:
    """A photo over the whole picture and two lines of text: every pixel is new in every call."""
    title = _text("title", (width // 20, height // 3, width * 9 // 10, height // 2), height / 12)
    document = _document(width, height, [_image("photo", (0, 0, width, height)), title])

    def values(number: int, photos: str) -> Values:
        return {"photo": f"{photos}/wide{number % 80}.jpg?view={number}", "title": f"Picture number {number}"}

    return Scale("pixels", width * height / 1e6, document, values)


def _layered(count: int) -> Scale:
    layers = [_text(f"t{i}", (20 + i % 4 * 290, 5 + i // 4 * 25, 280, 22), 16) for i in range(count)]

    def values(number: int, _: str) -> Values:
        source = random.Random(f"{count}/{number}")
        return {f"t{i}": words(source, 30) for i in range(count)}

    return Scale("layers", count, _document(1200, 630, layers), values)


def _written(length: int) -> Scale:
    layers = [_text("text", (20, 20, 1560, 1560), 20)]

    def values(number: int, _: str) -> Values:
        return {"text": words(random.Random(f"{length}/{number}"), length).ljust(length, ".")}

    return Scale("text", length, _document(1600, 1600, layers), values)


def _remote(count: int) -> Scale:
    layers = [_image(f"i{i}", (i % 4 * 160, i // 4 * 160, 150, 150)) for i in range(count)]

    def values(number: int, photos: str) -> Values:
        return {f"i{i}": f"{photos}/avatar{(number * count + i) % 96}.jpg?view={number}" for i in range(count)}

    return Scale("remote", count, _document(640, 640, layers), values)


SCALES = {
    f"{scale.series}-{scale.amount:g}": scale
    for scale in (
        *(_sized(*side) for side in _SIDES),
        *(_layered(count) for count in _LAYERS),
        *(_written(length) for length in _LENGTHS),
        *(_remote(count) for count in _REMOTE),
    )
}
