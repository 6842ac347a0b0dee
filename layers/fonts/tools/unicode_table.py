"""Write ``unicode.bin``, the character properties that text layout needs: `python unicode_table.py TARGET`.

Needs the package regex, whose Unicode data it reads: 2026.11.15 has Unicode 18.0.0. The file, little-endian: the
number of ranges (uint32), then the first code point of each (uint32) and its properties (uint32), which are indices
into the lists below: line break class, grapheme break class << 6, Indic conjunct break << 10, bidirectional class
<< 12; and flags: extended pictographic << 17, emoji presentation << 18, East Asian wide << 19.
"""

from __future__ import annotations

import struct
import sys
from array import array
from pathlib import Path

import regex

# Line break classes with LB1 applied, so that AI, SG and XX are AL and marks among SA are CM; and with what the rules
# ask of single characters beside their class: QI and QF are quotation marks that open and close, OW and CW wide OP and
# CP, DC the dotted circle, XP pictographs that are not assigned yet.
LINE = (  # noqa: SIM905  fifty lines otherwise
    "AL BK CR LF CM NL WJ ZW GL SP ZWJ B2 BA BB HY CB CL CP EX IN NS OP QU IS NU PO PR SY CJ EB EM H2 H3 HL ID JL JV "
    "JT RI SA AK AP AS VF VI HH QI QF OW CW DC XP"
).split()
GRAPHEME = ["XX", "CR", "LF", "CN", "EX", "ZWJ", "RI", "PP", "SM", "L", "V", "T", "LV", "LVT"]
CONJUNCT = ["None", "Linker", "Consonant", "Extend"]
BIDI = (  # noqa: SIM905
    "L R AL EN ES ET AN CS NSM BN B S WS ON LRE RLE LRO RLO PDF LRI RLI FSI PDI"
).split()
# What characters that are not assigned yet will be, by the @missing lines of DerivedBidiClass.txt; elsewhere L.
RESERVED = [
    ("R", 0x590, 0x5FF), ("AL", 0x600, 0x7BF), ("R", 0x7C0, 0x85F), ("AL", 0x860, 0x8FF), ("ET", 0x20A0, 0x20CF),
    ("R", 0xFB1D, 0xFB4F), ("AL", 0xFB50, 0xFDCF), ("AL", 0xFDF0, 0xFDFF), ("AL", 0xFE70, 0xFEFF),
    ("R", 0x10800, 0x10CFF), ("AL", 0x10D00, 0x10D3F), ("R", 0x10D40, 0x10EBF), ("AL", 0x10EC0, 0x10EFF),
    ("R", 0x10F00, 0x10F2F), ("AL", 0x10F30, 0x10F6F), ("R", 0x10F70, 0x10FFF), ("R", 0x1E800, 0x1EC6F),
    ("AL", 0x1EC70, 0x1ECBF), ("R", 0x1ECC0, 0x1ECFF), ("AL", 0x1ED00, 0x1ED4F), ("R", 0x1ED50, 0x1EDFF),
    ("AL", 0x1EE00, 0x1EEFF), ("R", 0x1EF00, 0x1EFFF),
]  # fmt: skip

POINTS = [*range(0xD800), *range(0xE000, 0x110000)]
EVERYTHING = "".join(map(chr, POINTS))


def main(target: Path) -> None:
    values = dict.fromkeys(POINTS, 0)
    for shift, found in (
        (0, line_classes()), (6, classes("Grapheme_Cluster_Break", GRAPHEME)), (10, classes("InCB", CONJUNCT)),
        (12, bidi_classes()),
    ):  # fmt: skip
        for point, index in found.items():
            values[point] |= index << shift
    for bit, points in ((17, having("Extended_Pictographic")), (18, having("Emoji_Presentation")), (19, wide())):
        for point in points:
            values[point] |= 1 << bit
    starts, properties = array("I"), array("I")
    for point in POINTS:
        if not properties or properties[-1] != values[point]:
            starts.append(point)
            properties.append(values[point])
    target.write_bytes(struct.pack("<I", len(starts)) + starts.tobytes() + properties.tobytes())


def having(property_: str) -> set[int]:
    """The code points that have a property, which may be written ``name=value``."""
    return set(map(ord, regex.findall(rf"\p{{{property_}}}", EVERYTHING)))


def classes(name: str, values: list[str]) -> dict[int, int]:
    """The index in `values` of each code point's value of the property `name`, where that isn't the first."""
    return {point: index for index, value in enumerate(values) if index for point in having(f"{name}={value}")}


def line_classes() -> dict[int, int]:
    special = {"QI", "QF", "OW", "CW", "DC", "XP"}
    found = {
        point: name for name in LINE if name not in special | {"AL"} for point in having(f"Line_Break={name}")
    }  # fmt: skip
    initial, final, east_asian = having("General_Category=Pi"), having("General_Category=Pf"), wide()
    marks = having("General_Category=Mn") | having("General_Category=Mc")
    unassigned = having("Extended_Pictographic") & having("General_Category=Cn")
    for point, name in found.items():
        if name == "QU" and point in initial | final:
            found[point] = "QI" if point in initial else "QF"
        elif name in {"OP", "CP"} and point in east_asian:
            found[point] = {"OP": "OW", "CP": "CW"}[name]
        elif name == "SA" and point in marks:
            found[point] = "CM"
        elif name == "ID" and point in unassigned:
            found[point] = "XP"
    found[0x25CC] = "DC"
    return {point: LINE.index(name) for point, name in found.items()}


def bidi_classes() -> dict[int, int]:
    found = classes("Bidi_Class", BIDI)
    for point in having("General_Category=Cn") - having("Bidi_Class=BN"):
        name = next((name for name, low, high in RESERVED if low <= point <= high), "L")
        found[point] = BIDI.index(name)
    return found


def wide() -> set[int]:
    return set().union(*(having(f"East_Asian_Width={value}") for value in "FWH"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
