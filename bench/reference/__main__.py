"""`make reference`: every case drawn three times, measured, and reported in docs/fidelity/."""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from PIL import Image, ImageDraw

from bench.install import install
from bench.places import ROOT
from bench.reference import shapes, texts
from bench.reference.case import SIZE, Case
from bench.reference.draw import Drawer
from bench.reference.html import in_chromium, in_satori
from bench.reference.measure import distance
from bench.reference.report import Row, write


def main() -> int:
    install()
    cases = [*shapes.cases(), *texts.cases()]
    pictures = samples()
    with tempfile.TemporaryDirectory() as folder:
        chromium = in_chromium(cases, pictures, Path(folder))
        satori = in_satori(cases, pictures, Path(folder))
    drawer = Drawer()
    rows = []
    for case, theirs in zip(cases, chromium, strict=True):
        mine, other = ours(case, pictures, drawer), satori.get(case.name)
        rows.append(
            Row(case, mine, theirs, other, distance(mine, theirs), None if other is None else distance(other, theirs))
        )
    return write(rows, ROOT / "docs" / "fidelity")


def ours(case: Case, pictures: Mapping[str, bytes], drawer: Drawer) -> Image.Image:
    """The case as this renderer draws it, from a document that passes the product's own validation."""
    sides = ("x", "y", "width", "height")
    layers = [
        {
            "name": f"layer {index}",
            "type": layer.type,
            "layout": dict(zip(sides, layer.box, strict=True)),
            "properties": dict(layer.properties) | ({"lang": case.extra["lang"]} if "lang" in case.extra else {}),
        }
        for index, layer in enumerate(case.layers)
    ]
    format_ = {"name": "case", "width": SIZE[0], "height": SIZE[1], "background_color": case.background}
    document = {"name": case.name, "formats": [format_], "layers": layers}
    return drawer.drawn(document, {f"{name}.png": data for name, data in pictures.items()})


def samples() -> dict[str, bytes]:
    """The pictures of the cases: a photograph-like one, a small one, a cut-out."""
    photo = Image.new("RGB", (960, 640), "#8FB8DE")
    draw = ImageDraw.Draw(photo)
    for index, colour in enumerate(("#D7263D", "#F4D35E", "#1B998B", "#2E294E", "#F46036")):
        left, top = 40 + 190 * index, 60 + 90 * (index % 3)
        draw.ellipse((left, top, left + 240, top + 240), fill=colour)
        draw.line((left, 0, 960 - left, 639), fill="#FFFFFF", width=5)
    photo = Image.blend(photo, Image.effect_noise((960, 640), 60).convert("RGB"), 0.15)
    mark = Image.new("RGBA", (400, 400))
    draw = ImageDraw.Draw(mark)
    draw.rounded_rectangle((20, 20, 379, 379), 90, fill="#B45309")
    draw.ellipse((110, 110, 290, 290), fill=(255, 255, 255, 200))
    sources = {"photo": photo, "small": photo.resize((60, 40)), "mark": mark}
    return {name: _png(image) for name, image in sources.items()}


def _png(image: Image.Image) -> bytes:
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


if __name__ == "__main__":
    sys.exit(main())
