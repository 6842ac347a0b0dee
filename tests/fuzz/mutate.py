"""Real files made wrong: bytes flipped, cut out, doubled, numbers made extreme, and two files grown together."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from random import Random

EXTREMES = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 50_000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)


def mutated(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """`data` with one to six things wrong; half of the PNGs have their checksums set right again."""
    wrong = bytearray(data)
    for _ in range(random.randint(1, 6)):
        _change(wrong, random)
    if random.random() < 0.05:
        other = random.choice(others)
        wrong = wrong[: random.randint(0, len(wrong))] + other[random.randint(0, len(other)) :]
    result = bytes(wrong)
    return with_checksums(result) if result[1:4] == b"PNG" and random.random() < 0.5 else result


def _change(data: bytearray, random: Random) -> None:
    """One thing wrong; every second time near the beginning, where the numbers are that matter."""
    reach = len(data) if random.random() < 0.5 else min(len(data), 256)
    at = random.randint(0, max(0, reach - 1))
    end = min(len(data), at + random.choice((1, 2, 4, 16, 64, 1024)))
    kind = random.randrange(7)
    if kind == 0 and at < len(data):
        data[at] ^= 1 << random.randrange(8)
    elif kind == 1:
        data[at:end] = random.randbytes(end - at)
    elif kind == 2:
        order, size = random.choice("<>"), random.choice("HI")
        number = struct.pack(order + size, random.choice(EXTREMES) & (0xFFFF if size == "H" else 0xFFFFFFFF))
        data[at : at + len(number)] = number
    elif kind == 3:
        del data[at:end]
    elif kind == 4:
        data[at:at] = data[at:end]
    elif kind == 5:
        data[at:at] = random.randbytes(end - at)
    elif random.random() < 0.3:
        del data[at:]


def with_checksums(png: bytes) -> bytes:
    """A PNG whose chunks have the checksums of what they hold, as far as its chunks can be followed."""
    fixed, at = bytearray(png), 8
    while at + 12 <= len(fixed):
        length = int.from_bytes(fixed[at : at + 4], "big")
        end = at + 8 + length
        if end + 4 > len(fixed):
            break
        fixed[end : end + 4] = struct.pack(">I", zlib.crc32(fixed[at + 4 : end]))
        at = end + 4
    return bytes(fixed)
