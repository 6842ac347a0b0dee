"""Build the fonts of this layer from their published packages: `python layers/fonts/tools/build.py SOURCES`.

Not part of the service: a tool that is run once whenever a font is added or updated. It needs fonttools and
uharfbuzz. SOURCES holds ``node_modules/@expo-google-fonts/*`` (npm packages, named in `families.json`) and ``debian/``,
where the packages fonts-noto-core, fonts-noto-extra, fonts-noto-cjk and fonts-noto-color-emoji are unpacked.

For every family it writes the files (hints and unreachable glyphs removed, which halves them; a family whose licence
reserves its name is copied byte for byte), the licence text, one ``.pairs`` file for each Latin face (advances and
kerning, so that plain text needs no shaping), `catalogue.json`, which the renderer reads, and `coverage.json`, which
it reads when a text has characters beyond the plain ones. What is already there is not built again.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import uuid
from pathlib import Path
from typing import Any

import pairs
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont, newTable
from fontTools.ttLib.tables.ttProgram import Program

TOOLS = Path(__file__).parent
HERE = TOOLS.parent
NAMESPACE = uuid.UUID("4f2f4c5e-6a83-5b8e-9d0a-7a1d0f6a9c11")
# FreeType runs its slow auto-hinter on a TrueType font without instructions, unless `prep` is longer than 7 bytes.
PREP = bytes([0xB8, 0x01, 0xFF, 0x85, 0xB0, 0x04, 0x8D, 0xB0, 0x00, 0x21])
NAMES = ["Thin", "ExtraLight", "Light", "Regular", "Medium", "SemiBold", "Bold", "ExtraBold", "Black"]
COLOUR = "CBDT"


def main(sources: Path) -> None:
    families = json.loads((TOOLS / "families.json").read_text())
    catalogue = [build(family, sources) for family in families]
    # Apart, because most texts never need it.
    covered = {entry["name"]: entry.pop("coverage") for entry in catalogue}
    (HERE / "coverage.json").write_text(json.dumps(covered, indent=0) + "\n")
    text = ",\n".join(json.dumps(entry, ensure_ascii=False, separators=(",", ":")) for entry in catalogue)
    (HERE / "catalogue.json").write_text(f'{{"families":[\n{text}\n]}}\n')


def build(family: dict[str, Any], sources: Path) -> dict[str, Any]:
    """One family: its files, pairs and licence written; its entry of the catalogue returned."""
    name = family["name"]
    slug = name.lower().replace(" ", "-")
    group = slug if "npm" in family and "fallback" not in family else "noto"
    folder = HERE / group
    folder.mkdir(exist_ok=True)
    faces: list[dict[str, Any]] = []
    fonts: list[TTFont] = []
    for weight, italic, source in sorted(files(family, sources), key=lambda row: row[:2]):
        style = f"{weight}{'i' if italic else ''}"
        key = f"{slug}-{style}"
        target = folder / f"{style if group == slug else key}{source.suffix}"
        index = family.get("index", 0)
        if "like" in family:  # another member of a collection that is already there
            target = folder / f"{family['like']}-{style}{source.suffix}"
        elif not target.exists():
            convert(source, target, family)
        font = TTFont(target, fontNumber=index if target.suffix == ".ttc" else -1, lazy=True)
        fonts.append(font)
        entry = {"key": key, "file": str(target.relative_to(HERE)), "weight": weight, "italic": italic}
        if index:
            entry["index"] = index
        faces.append(entry | metrics(font))
        if family.get("pairs"):
            if not target.with_suffix(".pairs").exists():
                pairs.write(target, target.with_suffix(".pairs"))
            entry_pairs = str(target.with_suffix(".pairs").relative_to(HERE))
            faces[-1]["pairs"] = entry_pairs
    licence(fonts[0], folder, sources, family)
    return {
        "name": name,
        "id": str(uuid.uuid5(NAMESPACE, slug)),
        "category": family["category"],
        "licence": family["licence"],
        **{key: family[key] for key in ("fallback", "lang", "listed", "colour", "leading") if key in family},
        "coverage": coverage(fonts),
        "faces": faces,
    }


def files(family: dict[str, Any], sources: Path) -> list[tuple[int, bool, Path]]:
    """(weight, italic, path) of every face that the family's package has."""
    if "npm" in family:
        package = sources / "node_modules/@expo-google-fonts" / family["npm"]
        named = [(path, re.search(r"_(\d{3})[A-Za-z]+?(_Italic)?$", path.stem)) for path in package.rglob("*.ttf")]
        rows = [(int(match[1]), bool(match[2]), path) for path, match in named if match]
        return [row for row in rows if row[0] in family.get("weights", range(1000))]
    root = sources / "debian"
    found = []
    for weight in family.get("weights", [400]):
        pattern = family["debian"].replace("*", NAMES[weight // 100 - 1])
        found.append((weight, False, next(root.rglob(pattern))))
    return found


def convert(source: Path, target: Path, family: dict[str, Any]) -> None:
    """Write `source` without hints and unreachable glyphs, or as it is where it must not be changed."""
    if family.get("reserved") or family.get("colour"):
        shutil.copyfile(source, target)
        return
    if source.suffix == ".ttc":
        convert_collection(source, target)
        return
    font = TTFont(source)
    options = Options(hinting=False, notdef_outline=True, glyph_names=False, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14])
    options.drop_tables += ["STAT", "MVAR", "meta"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=font.getBestCmap())
    subsetter.subset(font)
    if "glyf" in font:
        font["prep"] = newTable("prep")
        font["prep"].program = Program()
        font["prep"].program.fromBytecode(PREP)
    font.save(target)


def convert_collection(source: Path, target: Path) -> None:
    """Write the JP, KR, SC, TC and HK faces (not the monospaced five) without hints, sharing one table of outlines."""
    collection = TTCollection(source, shareTables=True)
    collection.fonts = collection.fonts[:5]
    outlines = collection.fonts[0]["CFF "]
    outlines.cff.remove_hints()
    compiled = outlines.compile(collection.fonts[0])
    outlines.compile = lambda _font: compiled  # else each face would get its own copy
    for font in collection.fonts:
        font["CFF "] = outlines
        for table in ("vhea", "vmtx", "VORG", "BASE", "DSIG"):
            if table in font:
                del font[table]
    collection.save(target)


def metrics(font: TTFont) -> dict[str, Any]:
    """Ascent, descent and line gap in fractions of the em, as browsers on Linux choose them."""
    em, os2, hhea = font["head"].unitsPerEm, font["OS/2"], font["hhea"]
    if os2.fsSelection & 128:
        line = os2.sTypoAscender, -os2.sTypoDescender, os2.sTypoLineGap
    else:
        line = hhea.ascent, -hhea.descent, hhea.lineGap
    return {"line": [round(value / em, 4) for value in line]}


def coverage(fonts: list[TTFont]) -> str:
    """The code points that every face of a family has, as hexadecimal ranges."""
    shared = set.intersection(*(set(font.getBestCmap()) for font in fonts))
    ranges: list[list[int]] = []
    for point in sorted(shared):
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return ",".join(f"{low:x}" if low == high else f"{low:x}-{high:x}" for low, high in ranges)


def licence(font: TTFont, folder: Path, sources: Path, family: dict[str, Any]) -> None:
    """The licence text beside the files: the package's own, or the copyright line and the OFL."""
    target = folder / "LICENCE.txt"
    packages = sources / "node_modules/@expo-google-fonts"
    own = packages / family.get("npm", "") / "LICENSE_FONT"
    if target.exists():
        return
    if own.exists() and folder.name != "noto":
        shutil.copyfile(own, target)
        return
    terms = (packages / "inter/LICENSE_FONT").read_text()
    terms = terms[terms.index("This Font Software is licensed") :]
    target.write_text(f"{font['name'].getDebugName(0)}\n\n{terms}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
