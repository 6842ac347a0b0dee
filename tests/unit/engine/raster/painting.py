"""Plates arranged and painted, without what the pipeline does before and after."""

from __future__ import annotations

from collections.abc import Mapping

from tests.golden.build import faces, photo
from tintype.engine.images.decode import open_picture
from tintype.engine.layout.arrange import arrange
from tintype.engine.plate import Plate
from tintype.engine.raster.scene import BaseCache, Painted, paint


def painted(
    filled: Plate,
    pictures: Mapping[str, bytes] | None = None,
    bases: BaseCache | None = None,
    key: str | None = None,
    shades: int = 256,
) -> Painted:
    """The plate, painted; `pictures` are the contents of its sources."""
    opened = {source: open_picture(data) for source, data in (pictures or {"asset:photo": photo()}).items()}
    scene = arrange(filled, {source: one.size for source, one in opened.items()}, faces())
    return paint(scene, opened, faces(), bases, key, shades)
