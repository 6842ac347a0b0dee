"""QR codes by ISO/IEC 18004: bytes in, dark and light modules out.

A cell is one byte, 0 or 1, and a symbol of n×n cells one long number, so that masks are applied by a single XOR.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from functools import lru_cache

# For each level the error correction bytes of a block, and the number of blocks, of versions 1 to 40.
_CORRECTION = {
    "L": bytes([7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28]
               + [28, 28, 30, 30, 26, 28] + [30] * 14),
    "M": bytes([10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26] + [28] * 19),
    "Q": bytes([13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30]
               + [28, 30, 30, 30, 30, 28] + [30] * 14),
    "H": bytes([17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28, 30, 24] + [30] * 18),
}  # fmt: skip
_BLOCKS = {
    "L": bytes([1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8,
                8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25]),
    "M": bytes([1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16,
                17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49]),
    "Q": bytes([1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20,
                23, 23, 25, 27, 29, 34, 34, 35, 38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68]),
    "H": bytes([1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25,
                25, 34, 30, 32, 35, 37, 40, 42, 45, 48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81]),
}  # fmt: skip
_LEVEL_BITS = {"L": 1, "M": 0, "Q": 3, "H": 2}
_MASKS = (
    lambda row, column: (row + column) % 2 == 0,
    lambda row, _column: row % 2 == 0,
    lambda _row, column: column % 3 == 0,
    lambda row, column: (row + column) % 3 == 0,
    lambda row, column: (row // 2 + column // 3) % 2 == 0,
    lambda row, column: row * column % 2 + row * column % 3 == 0,
    lambda row, column: (row * column % 2 + row * column % 3) % 2 == 0,
    lambda row, column: ((row + column) % 2 + row * column % 3) % 2 == 0,
)


def qr_rows(text: str, levels: str = "HQML") -> tuple[bytes, ...] | None:
    """The symbol's rows, one byte a module, 1 for dark; None if the text (as UTF-8) is too long for any.

    The first of `levels` (L, M, Q, H correct 7, 15, 25 and 30 % of damage) that has room is used, in the smallest
    symbol of that level.
    """
    data = text.encode()
    for level in levels:
        for version in range(1, 41):
            if 4 + _length_bits(version) + 8 * len(data) <= 8 * _room(version, level):
                return _symbol(data, version, level)
    return None


def _length_bits(version: int) -> int:
    return 8 if version < 10 else 16


def _room(version: int, level: str) -> int:
    """The data bytes of a symbol."""
    return len(_places(version)) // 8 - _CORRECTION[level][version - 1] * _BLOCKS[level][version - 1]


def _symbol(data: bytes, version: int, level: str) -> tuple[bytes, ...]:
    size = 17 + 4 * version
    cells = bytearray(_frame(version)[0])
    for place, bit in zip(_places(version), _bits(_codewords(data, version, level)), strict=False):
        cells[place] = bit
    plain = int.from_bytes(cells, "big")
    masked = (plain ^ _mask(version, mask) for mask in range(8))
    symbols = [_with_format(number, size, level, mask) for mask, number in enumerate(masked)]
    best = min(symbols, key=lambda symbol: _penalty(symbol, size))
    return tuple(best[start : start + size] for start in range(0, size * size, size))


def _bits(data: bytes) -> Iterator[int]:
    return (byte >> shift & 1 for byte in data for shift in range(7, -1, -1))


def _codewords(data: bytes, version: int, level: str) -> bytes:
    """Data in byte mode, padded, cut into blocks, each followed by its error correction, all interleaved."""
    room = _room(version, level)
    length = _length_bits(version)
    number = ((4 << length | len(data)) << 8 * len(data) | int.from_bytes(data, "big")) << 4  # mode, length, end
    filled = number.to_bytes((4 + length + 8 * len(data) + 4) // 8, "big")
    filled = (filled + b"\xec\x11" * (room // 2 + 1))[:room]
    count, degree = _BLOCKS[level][version - 1], _CORRECTION[level][version - 1]
    short, longer = divmod(room, count)
    blocks, start = [], 0
    for index in range(count):
        end = start + short + (index >= count - longer)
        blocks.append(filled[start:end])
        start = end
    corrections = [_correction(block, degree) for block in blocks]
    woven = bytearray()
    for column in range(short + 1):
        woven.extend(block[column] for block in blocks if column < len(block))
    for column in range(degree):
        woven.extend(correction[column] for correction in corrections)
    return bytes(woven)


def _correction(block: bytes, degree: int) -> bytes:
    """The remainder of the block by the Reed-Solomon generator of `degree`."""
    remainder, keep = 0, (1 << 8 * degree) - 1
    for byte in block:
        factor = byte ^ remainder >> 8 * (degree - 1)
        remainder = (remainder << 8 & keep) ^ _multiple(degree, factor)
    return remainder.to_bytes(degree, "big")


@lru_cache(maxsize=8192)  # of 24 degrees and 256 factors, 60 bytes each
def _multiple(degree: int, factor: int) -> int:
    """The generator times `factor`, less its leading term, as one number."""
    return int.from_bytes(bytes(_product(term, factor) for term in _generator(degree)), "big")


@lru_cache(maxsize=32)  # at most 30 bytes each
def _generator(degree: int) -> bytes:
    """The product of (x - 2^i) for i below `degree`, less its leading term."""
    terms = [0] * (degree - 1) + [1]
    root = 1
    for _ in range(degree):
        for index in range(degree):
            terms[index] = _product(terms[index], root) ^ (terms[index + 1] if index + 1 < degree else 0)
        root = _product(root, 2)
    return bytes(terms)


def _product(one: int, other: int) -> int:
    """In the field of 256 elements, modulo x⁸ + x⁴ + x³ + x² + 1."""
    result = 0
    for shift in range(7, -1, -1):
        result = result << 1 ^ (result >> 7) * 0x11D ^ (other >> shift & 1) * one
    return result


@lru_cache(maxsize=40)  # one a version: 1 MB together
def _frame(version: int) -> tuple[bytes, bytes]:
    """The cells of the static patterns, and which cells are taken by them (or by format and version)."""
    size = 17 + 4 * version
    cells, taken = bytearray(size * size), bytearray(size * size)

    def put(row: int, column: int, dark: int) -> None:
        if 0 <= row < size and 0 <= column < size:
            cells[row * size + column], taken[row * size + column] = dark, 1

    for index in range(size):
        put(6, index, 1 - index % 2)
        put(index, 6, 1 - index % 2)
    for row, column in ((3, 3), (3, size - 4), (size - 4, 3)):
        for down in range(-4, 5):
            for across in range(-4, 5):
                put(row + down, column + across, max(abs(down), abs(across)) not in (2, 4))
    centres = _alignment(version)
    last = len(centres) - 1
    for i, row in enumerate(centres):
        for j, column in enumerate(centres):
            if (i, j) not in ((0, 0), (0, last), (last, 0)):
                for down in range(-2, 3):
                    for across in range(-2, 3):
                        put(row + down, column + across, max(abs(down), abs(across)) != 1)
    for place in (*_format_places(size)[0], *_format_places(size)[1]):
        put(*divmod(place, size), 0)
    put(size - 8, 8, 1)
    if version >= 7:
        bits = version << 12 | _remainder(version, 0x1F25, 12)
        for index in range(18):
            put(index // 3, size - 11 + index % 3, bits >> index & 1)
            put(size - 11 + index % 3, index // 3, bits >> index & 1)
    return bytes(cells), bytes(taken)


def _alignment(version: int) -> list[int]:
    """Rows, and columns, of the alignment patterns' middles."""
    if version == 1:
        return []
    count = version // 7 + 2
    step = 26 if version == 32 else (version * 4 + count * 2 + 1) // (count * 2 - 2) * 2
    return [6, *sorted(17 + 4 * version - 7 - index * step for index in range(count - 1))]


def _remainder(number: int, generator: int, degree: int) -> int:
    """The check bits of a BCH code."""
    for _ in range(degree):
        number = number << 1 ^ (number >> degree - 1 & 1) * generator
    return number & (1 << degree) - 1


@lru_cache(maxsize=40)  # one a version: 30 places each
def _format_places(size: int) -> tuple[list[int], list[int]]:
    """The cells of both copies of the format's 15 bits, the lowest bit first."""
    around = [(row, 8) for row in (0, 1, 2, 3, 4, 5, 7, 8)] + [(8, column) for column in (7, 5, 4, 3, 2, 1, 0)]
    apart = [(8, size - 1 - index) for index in range(8)] + [(size - 15 + index, 8) for index in range(8, 15)]
    first = [row * size + column for row, column in around]
    return first, [row * size + column for row, column in apart]


@lru_cache(maxsize=40)  # one a version: 1 MB together
def _places(version: int) -> array[int]:
    """The cells for data in the order of their bits: in pairs of columns, up and down, from the right."""
    size = 17 + 4 * version
    taken = _frame(version)[1]
    places = array("H")
    for right in (*range(size - 1, 6, -2), 5, 3, 1):
        upwards = (right + 1) & 2 == 0
        for step in range(size):
            row = size - 1 - step if upwards else step
            places.extend(row * size + column for column in (right, right - 1) if not taken[row * size + column])
    return places


@lru_cache(maxsize=64)  # at most 31 kB each
def _mask(version: int, mask: int) -> int:
    """The cells that a mask inverts."""
    size = 17 + 4 * version
    # All masks repeat every twelve rows and columns.
    rows = [bytes(_MASKS[mask](row, column) for column in range(12)) * (size // 12 + 1) for row in range(12)]
    whole = b"".join(rows[row % 12][:size] for row in range(size))
    free = bytes(1 - cell for cell in _frame(version)[1])
    return int.from_bytes(whole, "big") & int.from_bytes(free, "big")


def _with_format(number: int, size: int, level: str, mask: int) -> bytes:
    """The symbol's cells with the level's and the mask's code."""
    cells = bytearray(number.to_bytes(size * size, "big"))
    data = _LEVEL_BITS[level] << 3 | mask
    bits = (data << 10 | _remainder(data, 0x537, 10)) ^ 0x5412
    for places in _format_places(size):
        for index, place in enumerate(places):
            cells[place] = bits >> index & 1
    return bytes(cells)


def _penalty(cells: bytes, size: int) -> int:
    """The penalty of a symbol that is hard to read (ISO/IEC 18004, 7.8.3): runs, shapes like finders, uneven shades."""
    rows = [cells[start : start + size] for start in range(0, size * size, size)]
    columns = [cells[start::size] for start in range(size)]
    score = 20 * abs(2 * sum(cells) - size * size) // (size * size) * 10
    for line in (*rows, *columns):
        score += 3 * (line.count(b"\0" * 5) + line.count(b"\1" * 5))
        score += 40 * (line.count(b"\0\0\0\0\1\0\1\1\1\0\1") + line.count(b"\1\0\1\1\1\0\1\0\0\0\0"))
    return score
