"""Write a face's ``.pairs`` file: the advances and pair kerning of its plain characters, as HarfBuzz shapes them.

Plain are the Latin, Greek and Cyrillic letters, digits and punctuation that always draw as their own glyph, whatever
stands around them; others are left out, and text with them goes through the shaper. Two characters that form a
ligature or otherwise change when they meet are marked with `INTERACTS`.

The file, little-endian: ``TP01``; em, count, rows, columns (uint16); then for each character its code point,
advance, row and column (four arrays of uint16); then rows × columns kerning values (int16), all in font units.
"""

from __future__ import annotations

import struct
from array import array
from pathlib import Path

import uharfbuzz as hb
from fontTools.ttLib import TTFont

COMMON = [
    *range(0x20, 0x41), *range(0x5B, 0x61), *range(0x7B, 0x7F), *range(0xA0, 0xAD), *range(0xAE, 0xC0), 0xD7, 0xF7,
    *range(0x2010, 0x2016), *range(0x2018, 0x201F), 0x2020, 0x2021, 0x2022, 0x2026, 0x2030, 0x2039, 0x203A, 0x20AC,
    0x2116, 0x2122, 0x2212,
]  # fmt: skip
LATIN = [*range(0x41, 0x5B), *range(0x61, 0x7B), *range(0xC0, 0xD7), *range(0xD8, 0xF7), *range(0xF8, 0x180),
         *range(0x218, 0x21C), 0x1E9E]  # fmt: skip
CYRILLIC = [*range(0x400, 0x460), 0x490, 0x491]
GREEK = [*range(0x386, 0x3CF)]
INTERACTS = -32768
# Not ccmp: it concerns combining marks, which are never plain.
DEFAULT_ON = {"liga", "clig", "calt", "rlig", "rclt"}


def write(font_path: Path, target: Path) -> None:
    """Shape every pair of plain characters of the font at `font_path` and write the table to `target`."""
    font = TTFont(font_path)
    shaper = hb.Font(hb.Face(font_path.read_bytes()))
    cmap = font.getBestCmap()
    everything = (*COMMON, *LATIN, *GREEK, *CYRILLIC)
    plain = [point for point in everything if point in cmap and alone(shaper, font, cmap, point)]
    advance = {point: shaper.get_glyph_h_advance(font.getGlyphID(cmap[point])) for point in plain}
    scripts = [set(COMMON) | set(script) for script in (LATIN, CYRILLIC, GREEK)]
    rows = {
        left: tuple(
            kerning(shaper, font, cmap, left, right, advance)
            if any(left in script and right in script for script in scripts)
            else 0
            for right in plain
        )
        for left in plain
    }
    for left, middle in dependent(shaper, font, cmap, plain, rows):
        row = list(rows[left])
        row[plain.index(middle)] = INTERACTS
        rows[left] = tuple(row)
    target.write_bytes(pack(font["head"].unitsPerEm, plain, advance, rows))


def pack(em: int, plain: list[int], advance: dict[int, int], rows: dict[int, tuple[int, ...]]) -> bytes:
    """The table as bytes; equal rows, and then equal columns, are stored once."""
    distinct_rows = list(dict.fromkeys(rows.values()))
    columns = list(zip(*distinct_rows, strict=True))
    distinct_columns = list(dict.fromkeys(columns))
    row_at = {row: index for index, row in enumerate(distinct_rows)}
    column_at = {column: index for index, column in enumerate(distinct_columns)}
    parts = [
        array("H", plain),
        array("H", [advance[point] for point in plain]),
        array("H", [row_at[rows[point]] for point in plain]),
        array("H", [column_at[column] for column in columns]),
        array("h", [value for row in zip(*distinct_columns, strict=True) for value in row]),
    ]
    header = struct.pack("<4sHHHH", b"TP01", em, len(plain), len(distinct_rows), len(distinct_columns))
    return header + b"".join(part.tobytes() for part in parts)


def shape(shaper: hb.Font, points: list[int]) -> tuple[list[int], list[tuple[int, int, int, int]]]:
    buffer = hb.Buffer()
    buffer.add_codepoints(points)
    buffer.guess_segment_properties()
    hb.shape(shaper, buffer)
    return [info.codepoint for info in buffer.glyph_infos], [place.position for place in buffer.glyph_positions]


def alone(shaper: hb.Font, font: TTFont, cmap: dict[int, str], point: int) -> bool:
    """Whether the character by itself is just its own glyph, unmoved."""
    glyphs, places = shape(shaper, [point])
    return glyphs == [font.getGlyphID(cmap[point])] and not any(places[0][:2]) and not places[0][3]


def kerning(shaper: hb.Font, font: TTFont, cmap: dict[int, str], left: int, right: int, advance: dict[int, int]) -> int:
    """What the pair's advance has beyond its two characters', or INTERACTS."""
    glyphs, places = shape(shaper, [left, right])
    if glyphs != [font.getGlyphID(cmap[left]), font.getGlyphID(cmap[right])]:
        return INTERACTS
    (x1, y1, first, _), (x2, y2, second, _) = ((place[0], place[1], place[2], place[3]) for place in places)
    if x1 or y1 or x2 or y2 or second != advance[right]:
        return INTERACTS
    return first - advance[left]


def dependent(
    shaper: hb.Font, font: TTFont, cmap: dict[int, str], plain: list[int], rows: dict[int, tuple[int, ...]]
) -> set[tuple[int, int]]:
    """Pairs that change only when a third ASCII character follows: found by shaping, around contextual glyphs."""
    context = contextual(font)
    ascii_ = [point for point in plain if point < 0x7F]
    at = {point: index for index, point in enumerate(plain)}
    found = set()
    for middle in (point for point in ascii_ if cmap[point] in context):
        for left in ascii_:
            if rows[left][at[middle]] == INTERACTS:
                continue
            for right in ascii_:
                if rows[middle][at[right]] == INTERACTS:
                    continue
                glyphs, _ = shape(shaper, [left, middle, right])
                if glyphs != [font.getGlyphID(cmap[point]) for point in (left, middle, right)]:
                    found.add((left, middle))
                    break
    return found


def contextual(font: TTFont) -> set[str]:
    """Glyphs that a contextual lookup of a feature that is on by default may replace."""
    if "GSUB" not in font:
        return set()
    table = font["GSUB"].table
    wanted = {
        index
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag in DEFAULT_ON
        for index in record.Feature.LookupListIndex
    }
    found: set[str] = set()
    for index in wanted:
        lookup = table.LookupList.Lookup[index]
        for subtable in lookup.SubTable:
            found |= replaced(getattr(subtable, "ExtSubTable", subtable))
    return found


def replaced(subtable: object) -> set[str]:
    """The glyphs at the positions of a contextual subtable where a lookup is applied."""
    kind = type(subtable).__name__
    if kind not in {"ChainContextSubst", "ContextSubst"}:
        return set()
    form = subtable.Format
    if form == 3:
        coverages = subtable.InputCoverage if kind == "ChainContextSubst" else subtable.Coverage
        records = subtable.SubstLookupRecord
        return {glyph for record in records for glyph in coverages[record.SequenceIndex].glyphs}
    if form == 2:
        classes = (subtable.InputClassDef if kind == "ChainContextSubst" else subtable.ClassDef).classDefs
        return set(subtable.Coverage.glyphs) | set(classes)
    glyphs = set(subtable.Coverage.glyphs)
    sets = subtable.ChainSubRuleSet if kind == "ChainContextSubst" else subtable.SubRuleSet
    rules = "ChainSubRule" if kind == "ChainContextSubst" else "SubRule"
    return glyphs | {name for entry in sets if entry for rule in getattr(entry, rules) for name in rule.Input}
