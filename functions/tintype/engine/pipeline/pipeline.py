"""Drawing a filled plate and encoding it: the engine that dynamic images, generated files and batches share."""

from __future__ import annotations

import time

from tintype.engine.encode import STRIPPED
from tintype.engine.encode.fit import LAMBDA_LIMIT, encode_within
from tintype.engine.layout.arrange import arrange
from tintype.engine.pipeline.context import Easel
from tintype.engine.pipeline.missing_glyphs import with_missing_glyphs
from tintype.engine.pipeline.resolve import ResolvedPlate, resolve_assets
from tintype.engine.pipeline.timing import UNWATCHED, Watch
from tintype.engine.plate import Plate
from tintype.engine.raster.fill import is_opaque
from tintype.engine.raster.scene import Painted, paint


def draw(
    filled: Plate, plate: Plate, easel: Easel, deadline: float, watch: Watch = UNWATCHED
) -> tuple[ResolvedPlate, Painted]:
    """The plate painted, and painted again without each picture that turns out not to decode.

    `filled` is `plate` with a request's changes in it; `deadline` is an instant of `time.monotonic`. What could not
    be had is in the problems of what was resolved.
    """
    broken: dict[str, str] = {}
    until = deadline - reserve(plate, deadline - time.monotonic())
    while True:
        watch.stage("resolve")
        resolved = resolve_assets(filled, plate, easel.sources, easel.faces, until, broken)
        watch.stage("layout")
        sizes = {source: picture.size for source, picture in resolved.pictures.items()}
        scene = arrange(resolved.plate, sizes, easel.faces)
        resolved = with_missing_glyphs(resolved, scene)
        watch.stage("paint")
        painted = paint(scene, resolved.pictures, easel.faces, easel.bases, static_key(resolved))
        if not painted.broken:
            return resolved, painted
        broken |= dict.fromkeys(painted.broken, "broken")
        for source in painted.broken:
            if source.startswith("http"):
                easel.sources.forget(source)


def reserve(plate: Plate, left: float) -> float:
    """Of the seconds `left` those that painting and encoding need, so that no picture is waited for in them.

    A quarter of a second and another for each megapixel, which is three times what a photo takes as WebP on one core,
    but never more than half of what is left.
    """
    return min(0.25 + 0.25 * plate.width * plate.height / 1_000_000, left / 2)


def encode_drawn(
    resolved: ResolvedPlate, painted: Painted, type_: str, quality: int | None, easel: Easel, limit: int = LAMBDA_LIMIT
) -> tuple[bytes, str]:
    """The picture's bytes and their type: another type where it would take more than `limit` bytes in its own."""
    strips = easel.strips.of(f"{static_key(resolved)}.{type_}") if type_ in STRIPPED else None
    return encode_within(painted.image, type_, quality, limit, strips=strips, damage=painted.damage)


def natural_type(plate: Plate) -> str:
    """The type of a picture that nobody chose one for: PNG where the ground lets something through, else JPEG."""
    return "jpeg" if is_opaque(plate.root.values["background_color"]) else "png"


def static_key(resolved: ResolvedPlate) -> str:
    """The same for all requests that change the same elements, so that what they share is painted once."""
    elements = (resolved.plate.root, *resolved.plate.elements)
    changed = ",".join(str(index) for index, element in enumerate(elements) if not element.static)
    return f"{resolved.plate.key}/{changed}/{resolved.edition}"
