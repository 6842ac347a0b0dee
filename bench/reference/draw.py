"""A design document drawn in one format, straight through the rooms: validated, compiled, arranged, painted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PIL import Image

from tintype.document.check import check_document
from tintype.document.compile import compile_plate
from tintype.engine.fonts.font_set import Faces
from tintype.engine.images.decode import open_picture
from tintype.engine.layout.arrange import arrange
from tintype.engine.plate import plate_from
from tintype.engine.plate.fill import fill
from tintype.engine.raster.scene import paint


def drawn(document: Any, pictures: Mapping[str, bytes], faces: Faces, format_: int = 0) -> Image.Image:
    """The design's format number `format_`, with its variables' defaults. `pictures` are the assets by name."""
    families = {family.name.lower() for family in faces.catalogue.families}
    design = check_document(document, dict.fromkeys(pictures, "picture"), families)
    record = compile_plate(design, design.formats[format_], "design", "uid", {}) | {"revision": 1}
    plate = fill(plate_from(record), [], {}).plate
    opened = {f"asset:{name}": open_picture(data) for name, data in pictures.items()}
    scene = arrange(plate, {source: one.size for source, one in opened.items()}, faces)
    return paint(scene, opened, faces).image.convert("RGB")
