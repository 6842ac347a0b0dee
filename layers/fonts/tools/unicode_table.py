"""Write ``unicode.bin``, the character properties that text layout needs: `python unicode_table.py TARGET`.

Needs the package regex, whose Unicode data it reads. The file, little-endian: the number of ranges (uint32), then the
first code point of each (uint32) and its properties (uint16): line break class, grapheme break class << 6, Indic
conjunct break << 10, extended pictographic << 12, emoji presentation << 13.
"""

from __future__ import annotations

import struct
import sys
from array import array
from pathlib import Path

import regex

LINE = (  # noqa: SIM905  fifty lines otherwise
    "XX BK CR LF CM NL SG WJ ZW GL SP ZWJ B2 BA BB HY CB CL CP EX IN NS OP QU IS NU PO PR SY AI AL CJ EB EM H2 H3 HL "
    "ID JL JV JT RI SA AK AP AS VF VI HH"
).split()
GRAPHEME = ["XX", "CR", "LF", "CN", "EX", "ZWJ", "RI", "PP", "SM", "L", "V", "T", "LV", "LVT"]
CONJUNCT = ["None", "Linker", "Consonant", "Extend"]


def main(target: Path) -> None:
    points = [*range(0xD800), *range(0xE000, 0x110000)]
    everything = "".join(map(chr, points))
    values = dict.fromkeys(points, 0)
    for name, shift, classes in (
        ("Line_Break", 0, LINE), ("Grapheme_Cluster_Break", 6, GRAPHEME), ("InCB", 10, CONJUNCT)
    ):  # fmt: skip
        for index, value in enumerate(classes):
            for match in members(name, value, everything):
                values[ord(match)] |= index << shift
    for name, bit in (("Extended_Pictographic", 12), ("Emoji_Presentation", 13)):
        for match in regex.findall(rf"\p{{{name}}}", everything):
            values[ord(match)] |= 1 << bit
    starts, properties = array("I"), array("H")
    for point in points:
        if not properties or properties[-1] != values[point]:
            starts.append(point)
            properties.append(values[point])
    target.write_bytes(struct.pack("<I", len(starts)) + starts.tobytes() + properties.tobytes())


def members(name: str, value: str, everything: str) -> list[str]:
    if value in {"None", "XX"}:  # the rest
        return []
    try:
        return regex.findall(rf"\p{{{name}={value}}}", everything)
    except regex.error:
        print(f"unknown to this regex: {name}={value}", file=sys.stderr)  # noqa: T201
        return []


if __name__ == "__main__":
    main(Path(sys.argv[1]))
