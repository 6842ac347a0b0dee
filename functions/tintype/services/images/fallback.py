"""What is shown where the picture that was asked for isn't to be: the design's own, or what somebody chose instead."""

from __future__ import annotations

from tintype import query
from tintype.base.record import replace
from tintype.engine.plate import Box, Plate, element_from
from tintype.query import Query
from tintype.services.images.plate_cache import CachedPlate


def fallback_of(found: CachedPlate) -> tuple[Plate, Query]:
    """The plate to draw and the changes to make in it.

    ``asset:NAME`` covers the format with that picture; anything else is a query string; nothing is the design as it is.
    """
    image = found.card.image
    chosen = image.fallback if image else None
    if image is None or not chosen:
        return found.plate, Query()
    plate = replace(found.plate, key=f"{found.plate.key}!{chosen}")
    if not chosen.startswith("asset:"):
        return plate, replace(query.parse(chosen), type=None, scale=1.0, strict=False, expires=None)
    box = Box(0, 0, plate.width, plate.height)
    elements = (element_from("fallback", "image", box, {"image_url": chosen}),)
    assets = {chosen.removeprefix("asset:"): image.fallback_sha256 or ""}
    return replace(plate, key=f"{plate.key}/{image.fallback_sha256}", elements=elements, assets=assets), Query()
