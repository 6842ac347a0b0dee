"""Files that lie about themselves, opened by a process that may have no more memory than the function does."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
import zlib
from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

ROOT = Path(__file__).parents[3]
FONT = (ROOT / "layers/fonts/inter/400.ttf").read_bytes()
MEGABYTE = 1 << 20
# Opens each file that stands on a line of its input, draws it at 300×200, and says how it went and what memory the
# process ever took; with a limit on its address space, so that taking more than the function has would be an error.
OPENER = """
import json, resource, sys
from base64 import b64decode
from tintype.engine.images.apart import open_anywhere
from tintype.engine.images.decode import WHOLE
from tintype.engine.images.errors import PictureError
from tintype.engine.images.sandbox import Sandbox
from tintype.engine.fonts.uploaded import read_font
from PIL import ImageFont
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]), int(sys.argv[1])))
sandbox = Sandbox()
for line in sys.stdin:
    kind, _, data = line.partition(' ')
    data = b64decode(data)
    try:
        if kind == "picture":
            open_anywhere(data, lambda: sandbox).at(WHOLE, (300, 200))
        else:
            read_font("f", data)
            ImageFont.truetype(__import__("io").BytesIO(data), 40).getmask2("Hagfi VA")
        answer = "drawn"
    except PictureError as error:
        answer = error.reason
    except (ValueError, OSError):
        answer = "broken_font"
    print(json.dumps([answer, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024]), flush=True)
"""


class Opener:
    """A process that opens files within `limit` bytes of address space."""

    def __init__(self, limit: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", OPENER, str(limit)],
            cwd=ROOT,
            env={"PYTHONPATH": "functions"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def open(self, data: bytes, kind: str = "picture") -> tuple[str, int]:
        """How it went, and the most bytes of memory that the process has had so far."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{kind} {b64encode(data).decode()}\n")
        self._process.stdin.flush()
        answer, peak = json.loads(self._process.stdout.readline())
        return answer, peak

    def close(self) -> None:
        self._process.communicate()


@pytest.fixture(scope="module")
def opener() -> Any:
    running = Opener(1769 * MEGABYTE)
    yield running
    running.close()


def png(width: int, height: int, row: bytes, rows: int = 1, depth: int = 8, colours: int = 2) -> bytes:
    """A PNG that claims these sides, whatever rows it has."""
    header = struct.pack(">IIBBBBB", width, height, depth, colours, 0, 0, 0)
    squeeze = zlib.compressobj(1)
    content = b"".join([*(squeeze.compress(row) for _ in range(rows)), squeeze.flush()])
    parts = ((b"IHDR", header), (b"IDAT", content), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def icon(inner: bytes) -> bytes:
    """An ICO that says 16×16 of the picture in it."""
    return b"\x00\x00\x01\x00\x01\x00" + struct.pack("<BBBBHHII", 16, 16, 0, 0, 1, 32, len(inner), 22) + inner


def saved(image: Image.Image, format_: str, **options: Any) -> bytes:
    data = io.BytesIO()
    image.save(data, format_, **options)
    return data.getvalue()


def gif(width: int, height: int) -> bytes:
    """A GIF whose screen has these sides, around a frame of one pixel."""
    small = bytearray(saved(Image.new("P", (1, 1)), "GIF"))
    small[6:10] = struct.pack("<HH", width, height)
    return bytes(small)


@cache
def jpeg(width: int, height: int) -> bytes:
    """A photo whose sides these are; all grey, which takes as long to decode as anything."""
    return saved(Image.new("L", (width, height), 90), "JPEG")


REFUSED = {
    "a bomb of 900 megapixels": (png(30_000, 30_000, bytes(1 << 20)), "too_large"),
    "a bomb just over the limit": (png(4096, 4097, bytes(1 << 20)), "too_large"),
    "a photo of 80 megapixels": (jpeg(10_000, 8000), "too_large"),
    "the largest sides there are": (png(0x7FFFFFFF, 0x7FFFFFFF, b""), "too_large"),
    "sides that are no numbers": (png(0xFFFFFFFF, 0xFFFFFFFF, b""), "too_large"),
    "a GIF with a screen of 4 gigapixels": (gif(65_535, 65_535), "too_large"),
    "no width": (png(0, 40, b""), "not_a_picture"),
    "nothing": (b"", "not_a_picture"),
    "one byte": (b"\x89", "not_a_picture"),
    "HTML": (b"<!doctype html><title>Log in</title>", "not_a_picture"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_claims_too_much_is_refused_before_memory_is_taken(opener: Opener, name: str) -> None:
    data, reason = REFUSED[name]
    _, before = opener.open(png(4, 4, bytes(52)))
    answer, after = opener.open(data)
    assert answer == reason
    assert after - before < 30 * MEGABYTE


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "WEBP", "GIF", "AVIF", "TIFF", "BMP"])
def test_half_a_file_is_refused(opener: Opener, format_: str) -> None:
    whole = saved(Image.effect_noise((200, 100), 80).convert("RGB"), format_)
    for share in (0.1, 0.5, 0.9):
        assert opener.open(whole[: int(share * len(whole))])[0] in ("not_a_picture", "broken")


DRAWABLE = {
    "50,000 pixels wide": lambda: png(50_000, 4, bytes(150_001), 4),
    "50,000 pixels tall": lambda: png(4, 50_000, bytes(13), 50_000),
    "one pixel": lambda: png(1, 1, bytes(4)),
    "16 megapixels in colour": lambda: png(4096, 4096, bytes(12_289), 4096),
    "16 megapixels with 16 bits and transparency": lambda: png(4096, 4096, bytes(32_769), 4096, 16, 6),
    "a photo of 64 megapixels": lambda: jpeg(9000, 7100),
}


@pytest.mark.parametrize("name", DRAWABLE)
def test_a_file_that_is_only_large_is_drawn_within_the_functions_memory(opener: Opener, name: str) -> None:
    assert opener.open(DRAWABLE[name]())[0] == "drawn"


def test_a_bomb_inside_an_icon_is_refused(opener: Opener) -> None:
    assert opener.open(icon(png(12_000, 12_000, bytes(1 << 20))))[0] in ("broken", "too_large", "not_a_picture")


def without(table: bytes) -> bytes:
    """The font with nothing but zeros in one of its tables."""
    at, length = _table(table)
    return FONT[:at] + bytes(length) + FONT[at + length :]


def extreme(table: bytes) -> bytes:
    """The font with nothing but ones in the first 64 bytes of one of its tables."""
    at, length = _table(table)
    return FONT[:at] + b"\xff" * min(64, length) + FONT[at + min(64, length) :]


def elsewhere(table: bytes) -> bytes:
    """The font with one of its tables said to be 4 GB long, far behind its end."""
    at = FONT.index(table, 12, 12 + 16 * TABLES)
    return FONT[: at + 8] + struct.pack(">II", 0xFFFFFF00, 0xFFFFFFFF) + FONT[at + 16 :]


TABLES = int.from_bytes(FONT[4:6], "big")
NAMES = [FONT[12 + 16 * index : 16 + 16 * index] for index in range(TABLES)]


def _table(name: bytes) -> tuple[int, int]:
    record = FONT.index(name, 12, 12 + 16 * TABLES)
    at, length = struct.unpack(">II", FONT[record + 8 : record + 16])
    return at, length


@pytest.mark.parametrize("table", NAMES, ids=lambda name: name.decode().strip())
@pytest.mark.parametrize("damage", [without, extreme, elsewhere])
def test_a_font_with_a_broken_table_is_refused_or_drawn_in_little_memory(
    opener: Opener, damage: Any, table: bytes
) -> None:
    _, before = opener.open(FONT, "font")
    answer, after = opener.open(damage(table), "font")
    assert answer in ("drawn", "broken_font")
    assert after - before < 60 * MEGABYTE


@pytest.mark.parametrize("length", [0, 3, 11, 12, 200, 5000])
def test_the_beginning_of_a_font_is_refused(opener: Opener, length: int) -> None:
    assert opener.open(FONT[:length], "font")[0] == "broken_font"
