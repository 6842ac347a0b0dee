"""Drawing a filled plate and encoding it: the engine that dynamic images, generated files and batches share."""

from __future__ import annotations

import time

from tintype.engine.encode import STRIPPED
from tintype.engine.encode.fit import LAMBDA_LIMIT, encode_within
from tintype.engine.layout.arrange import arrange
from tintype.engine.pipeline.context import Easel
from tintype.engine.pipeline.missing_glyphs import with_missing_glyphs
from tintype.engine.pipeline.resolve import Gathered, gather
from tintype.engine.pipeline.timing import UNWATCHED, Watch
from tintype.engine.plate import Plate
from tintype.engine.raster.fill import is_opaque
from tintype.engine.raster.scene import Painted, paint


def draw(
    filled: Plate, plate: Plate, easel: Easel, deadline: float, watch: Watch = UNWATCHED
) -> tuple[Gathered, Painted]:
    """The plate painted, and painted again without each picture that turns out not to decode.

    `filled` is `plate` with a request's changes in it; `deadline` is an instant of `time.monotonic`. What could not
    be had is in the problems of what was gathered.
    """
    broken: dict[str, str] = {}
    until = deadline - reserve(plate, deadline - time.monotonic())
    while True:
        watch.stage("gather")
        gathered = gather(filled, plate, easel.sources, easel.faces, until, broken)
        watch.stage("arrange")
        sizes = {source: picture.size for source, picture in gathered.pictures.items()}
        scene = arrange(gathered.plate, sizes, easel.faces)
        gathered = with_missing_glyphs(gathered, scene)
        watch.stage("paint")
        painted = paint(scene, gathered.pictures, easel.faces, easel.bases, look_of(gathered))
        if not painted.broken:
            return gathered, painted
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
    gathered: Gathered, painted: Painted, type_: str, quality: int | None, easel: Easel, limit: int = LAMBDA_LIMIT
) -> tuple[bytes, str]:
    """The picture's bytes and their type: another type where it would take more than `limit` bytes in its own."""
    strips = easel.strips.of(f"{look_of(gathered)}.{type_}") if type_ in STRIPPED else None
    return encode_within(painted.image, type_, quality, limit, strips=strips, dirty=painted.dirty)


def natural_type(plate: Plate) -> str:
    """The type of a picture that nobody chose one for: PNG where the ground lets something through, else JPEG."""
    return "jpeg" if is_opaque(plate.root.values["background_color"]) else "png"


def look_of(gathered: Gathered) -> str:
    """The same for all requests that change the same elements, so that what they share is painted once."""
    elements = (gathered.plate.root, *gathered.plate.elements)
    changed = ",".join(str(index) for index, element in enumerate(elements) if not element.fixed)
    return f"{gathered.plate.key}/{changed}/{gathered.edition}"
