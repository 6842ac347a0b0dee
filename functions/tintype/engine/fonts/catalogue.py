"""The bundled fonts as ``catalogue.json`` lists them: families, faces and what each covers."""

from __future__ import annotations

import json
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple


class FaceFile(NamedTuple):
    """Where a face comes from: a file (or the file's bytes), the member of a collection, and its metrics in ems.

    `line` is ascent, descent and line gap.
    `square` says that every ideograph is an em wide.
    """

    key: str
    source: Path | bytes
    member: int
    weight: int
    italic: bool
    line: tuple[float, float, float]
    pairs: Path | None = None
    colour: bool = False
    square: bool = False


class Family(NamedTuple):
    """A family: its faces, its place in the fallback order (0: none), the language whose ideographs it has."""

    name: str
    id: str
    faces: tuple[FaceFile, ...]
    fallback: int = 0
    lang: str = ""

    @property
    def colour(self) -> bool:
        """True where its glyphs are pictures."""
        return self.faces[0].colour

    def nearest(self, weight: int, italic: bool) -> FaceFile:
        """The face nearest in weight; italic only where the family has italics. Ties go away from the middle."""
        alike = [face for face in self.faces if face.italic == italic] or list(self.faces)
        return min(alike, key=lambda face: (abs(face.weight - weight), (face.weight - weight) * (450 - weight)))


class Ranges:
    """A set of code points kept as ranges."""

    def __init__(self, text: str) -> None:
        self._starts, self._ends = array("I"), array("I")
        for part in text.split(","):
            low, _, high = part.partition("-")
            self._starts.append(int(low, 16))
            self._ends.append(int(high or low, 16))

    def __contains__(self, character: str) -> bool:
        point = ord(character)
        index = bisect_right(self._starts, point) - 1
        return index >= 0 and point <= self._ends[index]

    def points(self) -> Iterator[int]:
        """All of them, in order."""
        for start, end in zip(self._starts, self._ends, strict=True):
            yield from range(start, end + 1)


class Catalogue:
    """What ``catalogue.json`` and ``coverage.json`` in `folder` say."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._entries = json.loads((folder / "catalogue.json").read_bytes())["families"]
        self._by_name = {name: entry for entry in self._entries for name in (entry["name"].lower(), entry["id"])}
        self._families: dict[str, Family] = {}
        self._ranges: dict[str, Ranges] = {}

    def family(self, name: str) -> Family | None:
        """The family of this name, in small letters, or id."""
        entry = self._by_name.get(name)
        return self._family(entry) if entry else None

    @cached_property
    def families(self) -> list[Family]:
        """All of them, in the catalogue's order."""
        return [self._family(entry) for entry in self._entries]

    @cached_property
    def family_of(self) -> dict[str, Family]:
        """The family by the key of each of its faces."""
        return {face.key: family for family in self.families for face in family.faces}

    @cached_property
    def fallbacks(self) -> list[Family]:
        """Those that stand in for others, in the order in which they are asked."""
        return sorted((family for family in self.families if family.fallback), key=lambda one: one.fallback)

    @cached_property
    def _coverage(self) -> dict[str, str]:
        loaded: dict[str, str] = json.loads((self.folder / "coverage.json").read_bytes())
        return loaded

    def ranges(self, family: str) -> Ranges:
        """The code points that every face of the family called `family` has."""
        if family not in self._ranges:
            self._ranges[family] = Ranges(self._coverage[family])
        return self._ranges[family]

    def _family(self, entry: dict[str, Any]) -> Family:
        """The family of an entry, made once: a picture needs one or two of a hundred."""
        found = self._families.get(entry["id"])
        if found is None:
            faces = tuple(self._face(face, bool(entry.get("colour")), "lang" in entry) for face in entry["faces"])
            found = Family(entry["name"], entry["id"], faces, entry.get("fallback", 0), entry.get("lang", ""))
            self._families[entry["id"]] = found
        return found

    def _face(self, face: dict[str, Any], colour: bool, square: bool) -> FaceFile:
        pairs = face.get("pairs")
        ascent, descent, gap = face["line"]
        return FaceFile(
            face["key"], self.folder / face["file"], face.get("index", 0), face["weight"], face["italic"],
            (ascent, descent, gap),
            self.folder / pairs if pairs else None, colour, square,
        )  # fmt: skip
