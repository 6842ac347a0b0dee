"""Arranges illustrations: square drawings from a bundled set."""

from __future__ import annotations

from collections.abc import Mapping

from tintype.engine.layout.boxes import snapped
from tintype.engine.layout.image import PLAIN, WHOLE, contain
from tintype.engine.plate import Box
from tintype.engine.properties.kinds import Value
from tintype.engine.scene import Content, PictureContent

BUNDLED = "illustration:"  # begins the source of a drawing that comes with the painter: set, slash, name
_SQUARE = (24, 24)


def arrange_illustration(values: Mapping[str, Value], box: Box) -> tuple[Content, ...]:
    """The drawing as large as its box allows; only one-coloured sets take the primary colour."""
    set_ = values["illustration_type"]
    target = contain(_SQUARE, snapped(box), values["alignment"])
    ink = None if set_ == "twemoji" else values["illustration_properties.primary_color"]
    source = f"{BUNDLED}{set_}/{values['illustration_file']}"
    return (PictureContent(source, WHOLE, target, target, PLAIN, ink=ink),)
