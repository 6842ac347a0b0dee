"""The exact palette form of a picture with few colours: a third of the bytes to deflate, and none of them lost."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import combinations
from operator import itemgetter
from typing import cast

from PIL import Image, ImageChops

_LIMIT = 256
# Smaller pictures of few colours are a few kilobytes anyway, and the search would take longer than encoding them.
_WORTH_PIXELS = 1 << 18
_GREY_FROM = 17
_SAMPLE_STEP = 16

Colour = tuple[int, ...]


def indexed(image: Image.Image, worth_pixels: int = _WORTH_PIXELS) -> Image.Image | None:
    """The RGB or RGBA `image` in mode P (or L, if it is grey) with exactly the same pixels.

    None if it has more than 256 colours, fewer than `worth_pixels` pixels, or colours that have no index tables: any
    one colour on one background has them, several antialiased colours often don't.
    """
    if image.width * image.height < worth_pixels:
        return None
    colours = _few_colours(image)
    if colours is None:
        return None
    # Up to 16 colours a palette packs several pixels into a byte, which L does not.
    if len(colours) >= _GREY_FROM and all(r == g == b and not alpha for r, g, b, *alpha in colours):
        return image.getchannel(0)
    tables = index_tables(colours)
    if tables is None:
        return None
    channels = [image.getchannel(channel).point(table) for channel, table in tables.items()]
    indices = reduce(ImageChops.add_modulo, channels)
    indices.putpalette(b"".join(map(bytes, colours)), image.mode)
    return indices


def _few_colours(image: Image.Image) -> list[Colour] | None:
    """Every colour of `image`; None if there are more than 256."""
    sample = image.resize((image.width, max(1, image.height // _SAMPLE_STEP)), Image.Resampling.NEAREST)
    if sample.getcolors(_LIMIT) is None:
        return None
    counted = cast("list[tuple[int, Colour]] | None", image.getcolors(_LIMIT))
    return None if counted is None else [colour for _, colour in counted]


def index_tables(colours: Sequence[Colour]) -> dict[int, list[int]] | None:
    """Tables of 256 entries for some channels, such that a colour's entries add up (modulo 256) to its own place.

    Pillow maps single channels through a table, but not whole colours to indices exactly. As few channels as will do
    are used, since each costs a pass over the picture. None if not even all of them will do.
    """
    channels = range(len(colours[0]))
    for count in range(1, len(channels) + 1):
        for chosen in combinations(channels, count):
            tables = _perfect_hash(colours, chosen)
            if tables is not None:
                return tables
    return None


def _perfect_hash(colours: Sequence[Colour], channels: tuple[int, ...]) -> dict[int, list[int]] | None:
    """The acyclic perfect hash of Czech, Havas and Majewski, or None if the colours have none on these `channels`.

    While some channel value belongs to only one remaining colour, set that colour aside; in the reverse order, each
    of them has an entry that is still its own, with which to put its sum right.
    """
    if len(set(map(itemgetter(*channels), colours))) < len(colours):
        return None
    keys = [[(channel, colour[channel]) for channel in channels] for colour in colours]
    owners: dict[tuple[int, int], set[int]] = {}
    for place, key in enumerate(keys):
        for value in key:
            owners.setdefault(value, set()).add(place)
    lone = [value for value, places in owners.items() if len(places) == 1]
    order: list[tuple[int, tuple[int, int]]] = []
    while lone:
        last = lone.pop()
        if not owners[last]:
            continue
        (place,) = owners[last]
        order.append((place, last))
        for other in keys[place]:
            owners[other].discard(place)
            if len(owners[other]) == 1:
                lone.append(other)
    if len(order) < len(keys):
        return None
    tables = {channel: [0] * 256 for channel in channels}
    for place, (own, mine) in reversed(order):
        others = sum(tables[channel][level] for channel, level in keys[place] if channel != own)
        tables[own][mine] = (place - others) % 256
    return tables
