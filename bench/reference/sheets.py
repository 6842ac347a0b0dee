"""`python -m bench.reference.sheets`: every starter in every format, and every script, each on a sheet in docs/sheets/."""

from __future__ import annotations

from PIL import Image, ImageDraw

from bench.places import ROOT
from bench.reference.draw import Drawer
from tests.golden.test_text import torture_sheet
from tintype import gallery

_TILE = (440, 340)
_COLUMNS = 4


def main() -> None:
    """Draw both sheets."""
    folder = ROOT / "docs" / "sheets"
    folder.mkdir(exist_ok=True)
    starters().save(folder / "starters.webp", quality=88)
    torture_sheet().save(folder / "scripts.png")


def starters() -> Image.Image:
    """The contact sheet: all designs of the gallery, a tile for each format, under its name and size."""
    drawer = Drawer()
    tiles = []
    for template in gallery.TEMPLATES:
        pictures = {name: template.asset(name) for name in template.assets}
        for index, format_ in enumerate(template.document["formats"]):
            label = f"{template.slug}, {format_['name']}, {format_['width']} x {format_['height']}"
            tiles.append((label, drawer.drawn(template.document, pictures, index)))
    rows = -(-len(tiles) // _COLUMNS)
    sheet = Image.new("RGB", (_COLUMNS * _TILE[0], rows * _TILE[1]), "#E5E7EB")
    draw = ImageDraw.Draw(sheet)
    for index, (label, image) in enumerate(tiles):
        left, top = (index % _COLUMNS) * _TILE[0], (index // _COLUMNS) * _TILE[1]
        draw.text((left + 12, top + 8), label, fill="#111827")
        image.thumbnail((_TILE[0] - 24, _TILE[1] - 36), Image.Resampling.LANCZOS)
        sheet.paste(image, (left + 12, top + 26))
    return sheet


if __name__ == "__main__":
    main()
