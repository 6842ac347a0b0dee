"""Boxes within boxes: alignment, fitting, and the pixel grid."""

from __future__ import annotations

import math

from tintype.engine.plate import Box

_ACROSS = {"left": 0.0, "center": 0.5, "right": 1.0}
_DOWN = {"top": 0.0, "middle": 0.5, "bottom": 1.0}


def fractions(alignment: str) -> tuple[float, float]:
    """Where an alignment such as ``top left`` lies between the edges, across and down; custom is the centre."""
    words = alignment.split()
    across = next((_ACROSS[word] for word in words if word in _ACROSS), 0.5)
    down = next((_DOWN[word] for word in words if word in _DOWN), 0.5)
    return across, down


def aligned(width: float, height: float, box: Box, alignment: str) -> Box:
    """A box of the given size that stands in `box` as `alignment` says."""
    across, down = fractions(alignment)
    return Box(box.x + (box.width - width) * across, box.y + (box.height - height) * down, width, height)


def snapped(box: Box) -> Box:
    """The box with its edges on whole pixels, as browsers do; what has a size keeps at least one pixel."""
    left, top = _nearest(box.x), _nearest(box.y)
    width = max(_nearest(box.x + box.width) - left, 1 if box.width > 0 else 0)
    height = max(_nearest(box.y + box.height) - top, 1 if box.height > 0 else 0)
    return Box(left, top, width, height)


def _nearest(value: float) -> int:
    """Halves go up everywhere, so that boxes that touch still touch."""
    return math.floor(value + 0.5)
