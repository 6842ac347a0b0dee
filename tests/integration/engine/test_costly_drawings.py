"""Drawings that cost more than there is time for: drawn coarser, named, and not kept as if they were whole."""

from __future__ import annotations

import time
from base64 import b64encode

import pytest

from tests.engines import engine_with
from tests.unit.engine.pipeline.test_pipeline import plate
from tintype.base.record import replace
from tintype.engine import Engine
from tintype.engine.plate import Box


@pytest.fixture
def engine() -> Engine:
    return engine_with({})


class TestDrawingsThatTakeTooLong:
    """A drawing that is costly by the pixel is drawn coarser, named, and not kept as if it were whole."""

    stops = '<stop stop-color="#D7263D"/><stop offset="1" stop-color="#F4D35E" stop-opacity="0.5"/>'
    rings = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
        f'<radialGradient id="g" r="0.7">{stops}</radialGradient>'
        + '<rect width="9" height="9" fill="url(#g)"/>' * 120
        + "</svg>"
    )

    def test_it_is_named_and_the_picture_stands(self, engine: Engine) -> None:
        large = plate(("photo", "image", {"image_encoded": b64encode(self.rings.encode()).decode()}))
        large = replace(
            large, width=3000, height=3000, elements=(replace(large.elements[0], box=Box(0, 0, 3000, 3000)),)
        )
        for _ in range(2):
            picture = engine.render(large, deadline=time.monotonic() + 4)
            assert [f"{each.path}:{each.code}" for each in picture.problems] == ["photo.image_encoded:too_costly"]
            assert (picture.width, picture.height) == (3000, 3000)
