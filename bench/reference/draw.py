"""A design document drawn in one format: validated, compiled, and handed to an engine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from PIL import Image

from bench.places import FONTS
from tintype.document.check import check_document
from tintype.document.compile import compile_plate
from tintype.engine import Engine
from tintype.engine.plate import plate_from


class Drawer:
    """An engine for documents whose pictures are at hand."""

    def __init__(self) -> None:
        self._assets: dict[str, bytes] = {}
        self._engine = Engine(FONTS, lambda digest, _: self._assets[digest])

    def drawn(self, document: Any, pictures: Mapping[str, bytes], format_: int = 0) -> Image.Image:
        """The design's format number `format_` in RGB, with its variables' defaults. `pictures` are assets by name.

        Raises RuntimeError where something in it could not be drawn as it is asked for.
        """
        digests = {name: sha256(data).hexdigest() for name, data in pictures.items()}
        self._assets.update((digests[name], data) for name, data in pictures.items())
        families = {family.name.lower() for family in self._engine.fonts.catalogue.families}
        design = check_document(document, dict.fromkeys(pictures, "picture"), families)
        name = sha256(json.dumps(document).encode()).hexdigest()  # what the engine keeps is kept by design
        record = compile_plate(design, design.formats[format_], name, str(format_), digests) | {"revision": 1}
        drawing = self._engine.draw(plate_from(record), type="webp")
        if any(problem.code != "missing_glyph" for problem in drawing.problems):
            raise RuntimeError(f"not as asked: {[problem.body() for problem in drawing.problems]}")
        return drawing.painted.image.convert("RGB")
