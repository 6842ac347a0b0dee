"""Outlines as masks: cut into solid pieces, which need no mask, and the few that do."""

from __future__ import annotations

import math
from collections.abc import Iterable

from PIL import Image

from tintype.base.caches import ByteCache
from tintype.engine.plate import Box
from tintype.engine.raster.coverage import Region, coverage
from tintype.engine.raster.paths import fitted_radii, outline_path, square_in
from tintype.engine.raster.rotation import Rotation
from tintype.engine.scene import Outline

Piece = tuple[Region, Image.Image | None]  # a mask of the region's size, or None where all of it is covered

_MASKS: ByteCache[tuple[Outline, Box, tuple[int, int]], Image.Image] = ByteCache(16 << 20)


def pieces(outline: Outline, box: Box, clip: Region, rotation: Rotation | None = None) -> list[Piece]:
    """The parts of `clip` that the (turned) outline covers, wholly or through a mask."""
    region = intersection(rotated_bounds(box, rotation), clip)
    if region is None:
        return []
    if rotation:
        return [(region, coverage([rotation.points(outline_path(outline, box))], region))]
    if outline.name == "circle" and not outline.skew:
        box = square_in(box)
        outline = Outline("rectangle", (box.width / 2,) * 4)
    if outline.name != "rectangle" or outline.skew or not _is_whole(box):
        return [(region, _mask(outline, box, region))]
    corners = _corners(outline, box)
    parts: list[Piece] = [(solid, None) for solid in _solid(bounds(box), corners)]
    parts += _cut(outline, box, corners)
    return [piece for part in parts for piece in _clipped(part, clip)]


def bounds(box: Box) -> Region:
    """The whole pixels that the box touches."""
    # A box that comes out of arithmetic may miss a whole pixel by a rounding error.
    return (
        math.floor(box.x + 1e-6),
        math.floor(box.y + 1e-6),
        math.ceil(box.x + box.width - 1e-6),
        math.ceil(box.y + box.height - 1e-6),
    )


def rotated_bounds(box: Box, rotation: Rotation | None) -> Region:
    """The whole pixels that the box touches when it is turned."""
    return rotation.region(bounds(box)) if rotation else bounds(box)


def intersection(one: Region, other: Region) -> Region | None:
    """What two regions share, or None."""
    left, top = max(one[0], other[0]), max(one[1], other[1])
    right, bottom = min(one[2], other[2]), min(one[3], other[3])
    return (left, top, right, bottom) if left < right and top < bottom else None


def union(regions: Iterable[Region]) -> Region | None:
    """The smallest region that holds all of them, or None if there are none."""
    every = list(regions)
    if not every:
        return None
    lefts, tops, rights, bottoms = zip(*every, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _is_whole(box: Box) -> bool:
    return all(abs(side - round(side)) < 1e-6 for side in (box.x, box.y, box.width, box.height))


def _corners(outline: Outline, box: Box) -> tuple[int, int, int, int]:
    """The whole pixels that each rounded corner takes (tl, tr, br, bl)."""
    tl, tr, br, bl = (math.ceil(radius) for radius in fitted_radii(outline.radii, box))
    return tl, tr, br, bl


def _cut(outline: Outline, box: Box, corners: tuple[int, int, int, int]) -> list[Piece]:
    """The parts that need a mask: one in each rounded corner, or the whole where corners overlap."""
    left, top, right, bottom = region = bounds(box)
    tl, tr, br, bl = corners
    if _crowded(region, corners):
        return [(region, _mask(outline, box, region))]
    upper, lower = max(tl, tr), max(bl, br)
    regions = [
        (left, top, left + tl, top + upper),
        (right - tr, top, right, top + upper),
        (right - br, bottom - lower, right, bottom),
        (left, bottom - lower, left + bl, bottom),
    ]
    if tl and tl == tr == br == bl and len(set(outline.radii)) == 1:
        corner = _mask(outline, box, regions[0])
        flipped = [corner if flip is None else corner.transpose(flip) for flip in _FLIPS]
        return list(zip(regions, flipped, strict=True))
    return [(corner, _mask(outline, box, corner)) for corner in regions if corner[0] < corner[2]]


# What makes the mask of a top left corner those of the others, clockwise.
_FLIPS = (
    None, Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.ROTATE_180, Image.Transpose.FLIP_TOP_BOTTOM,
)  # fmt: skip


def _solid(region: Region, corners: tuple[int, int, int, int]) -> list[Region]:
    """The regions between the corners, which are covered wholly."""
    left, top, right, bottom = region
    tl, tr, br, bl = corners
    if _crowded(region, corners):
        return []
    upper, lower = max(tl, tr), max(bl, br)
    found = [
        (left + tl, top, right - tr, top + upper),
        (left, top + upper, right, bottom - lower),
        (left + bl, bottom - lower, right - br, bottom),
    ]
    return [solid for solid in found if solid[0] < solid[2] and solid[1] < solid[3]]


def _crowded(region: Region, corners: tuple[int, int, int, int]) -> bool:
    left, top, right, bottom = region
    tl, tr, br, bl = corners
    return max(tl + tr, bl + br) > right - left or max(tl, tr) + max(bl, br) > bottom - top


def _clipped(piece: Piece, clip: Region) -> list[Piece]:
    region, mask = piece
    inside = intersection(region, clip)
    if inside is None:
        return []
    if mask is None or inside == region:
        return [(inside, mask)]
    left, top = region[0], region[1]
    return [(inside, mask.crop((inside[0] - left, inside[1] - top, inside[2] - left, inside[3] - top)))]


def _mask(outline: Outline, box: Box, region: Region) -> Image.Image:
    """The outline's mask of `region`, kept for every box of the same size that lies alike on the pixel grid."""
    left, top = region[0], region[1]
    here = Box(box.x - left, box.y - top, box.width, box.height)
    size = (region[2] - left, region[3] - top)
    key = (outline, here, size)
    mask = _MASKS.get(key)
    if mask is None:
        mask = coverage([outline_path(outline, here)], (0, 0, *size))
        _MASKS.put(key, mask, size[0] * size[1] + 500)
    return mask
