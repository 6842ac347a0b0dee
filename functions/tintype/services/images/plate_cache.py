"""Plates at hand: read once, kept for seconds while fresh, and for as long as they fit when the table is out."""

from __future__ import annotations

import sys
from collections.abc import Callable

from tintype.base.caches import ByteCache
from tintype.base.errors import GoneError, NotFoundError, UnavailableError
from tintype.base.record import Record, replace
from tintype.engine import UNWATCHED, Watch
from tintype.engine.plate import Plate, plate_from
from tintype.model.records import Card, FindPlate, Found


class CachedPlate(Record):
    """A design's card and its plate in one format. `stale` says that the table could not be asked whether they still
    are so.
    """

    card: Card
    plate: Plate
    stale: bool = False


PATIENCE = 1.0  # seconds that the table gets where there is a plate to go on with
_ELEMENT_BYTES = 4_000  # what a parsed element takes, measured with tracemalloc on the starter designs, rounded up


class PlateCache:
    """Plates by image and format. `seconds` is how long one counts as fresh, `clock` a monotonic clock."""

    def __init__(self, find: FindPlate, seconds: float, byte_limit: int, clock: Callable[[], float]) -> None:
        self._find, self._seconds, self._clock = find, seconds, clock
        self._out_until = 0.0
        self._kept: ByteCache[tuple[str, str | None], tuple[CachedPlate, float]] = ByteCache(byte_limit)

    def find(self, image_id: str, format_: str | None, deadline: float, watch: Watch = UNWATCHED) -> CachedPlate:
        """The plate of a created dynamic image.

        Raises NotFoundError for an unknown image or format, GoneError for a deleted image or design.
        Where the table can't be read the last good plate serves on, and the table is left in peace for `seconds`;
        UnavailableError means that there is none.
        `watch` counts ``plate_fresh``, ``plate_read`` or ``plate_stale``.
        """
        key = (image_id, format_)
        kept = self._kept.get(key)
        now = self._clock()
        if kept and now < self._out_until:
            watch.count("plate_stale")
            return replace(kept[0], stale=True)
        if kept and now - kept[1] < self._seconds:
            watch.count("plate_fresh")
            return kept[0]
        try:
            # What is left after half of the time has to do for everything else.
            patience = PATIENCE if kept else (deadline - now) / 2
            found = self._find(image_id, format_, min(deadline, now + patience))
        except UnavailableError:
            self._out_until = self._clock() + self._seconds
            if kept:
                watch.count("plate_stale")
                return replace(kept[0], stale=True)
            raise
        self._out_until = 0.0
        watch.count("plate_read")
        if found is None or (found.card.image is None and found.card.image_deleted_at is None):
            raise NotFoundError("dynamic_image_not_found", "there is no dynamic image with this id")
        if found.card.deleted_at is not None or found.card.image is None:
            self._kept.drop(key)
            raise GoneError("dynamic_image_gone", "this dynamic image, or its design, was deleted")
        if found.plate is None:
            raise NotFoundError("format_not_found", "the design has no such format")
        cached = kept[0] if kept and _same(kept[0], found) else CachedPlate(found.card, plate_from(found.plate))
        self._kept.put(key, (cached, now), _bytes_of(cached.plate))
        return cached

    @property
    def size(self) -> int:
        """What the plates at hand take, in bytes."""
        return self._kept.size


def _bytes_of(plate: Plate) -> int:
    """What a plate takes: its texts, and pictures that it carries itself, may be larger than all the rest."""
    elements = (plate.root, *plate.elements)
    texts = sum(sys.getsizeof(value) for one in elements for value in one.values.values() if isinstance(value, str))
    return _ELEMENT_BYTES * len(elements) + texts


def _same(kept: CachedPlate, found: Found) -> bool:
    return found.plate is not None and kept.card == found.card and kept.plate.revision == found.plate["revision"]
