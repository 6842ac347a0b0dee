"""Bundled illustrations: Feather (MIT), Material Icons (Apache-2.0) and Twemoji (graphics CC-BY 4.0), found by name."""

from __future__ import annotations

import unicodedata
import zlib
from contextlib import suppress
from functools import cache
from pathlib import Path

SETS = ("feather", "material_icons", "twemoji")
_FOLDER = Path(__file__).parent
_VARIATION = "️"  # emoji presentation, which most of Twemoji's names leave out


def illustration(set_: str, name: str) -> bytes | None:
    """The SVG called `name` in one of SETS, or None.

    Spaces, hyphens and underscores are alike, as are upper and lower case. Twemoji's drawings go by their code points
    (``1f600``), by the emoji itself, or by its Unicode name (``grinning face``).
    """
    text = _text(set_)
    for key in _keys(set_, name.strip()):
        start = text.find(f"\n{key}\t".encode())
        if start >= 0:
            start += len(key.encode()) + 2
            return text[start : text.index(b"\n", start)]
    return None


def names(set_: str, words: str = "") -> list[str]:
    """The names in one of SETS that contain all of the `words`, for people who look for one."""
    found = (line.split(b"\t", 1)[0].decode() for line in _text(set_).split(b"\n") if line)
    wanted = words.lower().split()
    return [name for name in found if all(word in name or word in _spoken(set_, name) for word in wanted)]


@cache  # three sets: 0.1, 0.9 and 6 MB
def _text(set_: str) -> bytes:
    return zlib.decompress((_FOLDER / f"{set_}.svgs").read_bytes())


def _keys(set_: str, name: str) -> list[str]:
    lower = name.lower()
    if set_ != "twemoji":
        joint = "-" if set_ == "feather" else "_"
        return [lower, joint.join(lower.replace("-", " ").replace("_", " ").split())]
    if lower and all(part and part.isascii() and part.isalnum() for part in lower.split("-")) and not name.isalpha():
        return [lower]
    with suppress(KeyError):
        name = unicodedata.lookup(name.replace("_", " "))
    return ["-".join(f"{ord(each):x}" for each in kept) for kept in (name, name.replace(_VARIATION, ""))]


def _spoken(set_: str, name: str) -> str:
    """The Unicode names of an emoji's code points."""
    if set_ != "twemoji":
        return ""
    return " ".join(unicodedata.name(chr(int(part, 16)), "").lower() for part in name.split("-"))
