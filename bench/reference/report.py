"""The report: a table of distances, sheets of pictures, and whether the bounds are met."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageChops, ImageDraw

from bench.reference.case import SIZE, Case
from bench.reference.measure import Distance

LEAST_TEXT, LEAST_OTHER = 0.90, 0.97
# Where two rasterisers agree this closely, which of them is nearer to a third is chance.
_EVEN = 0.005
_ROWS = 12  # cases on a sheet
_OTHERS = "\n## Unicode's conformance files\n"  # from here on the page is that of `make conformance`


class Row(NamedTuple):
    """A case, its drawings (None: not drawn), and how far each is from Chromium's."""

    case: Case
    ours: Image.Image
    chromium: Image.Image
    satori: Image.Image | None
    distance: Distance
    satoris: Distance | None

    @property
    def least(self) -> float:
        return LEAST_TEXT if self.case.text else LEAST_OTHER

    @property
    def near(self) -> bool:
        return self.distance.ssim >= self.least

    @property
    def not_worse(self) -> bool:
        return self.satoris is None or self.distance.ssim >= self.satoris.ssim - _EVEN


def write(rows: Sequence[Row], folder: Path) -> int:
    """Write the report into `folder`; the exit code: 1 where a bound is missed and no note explains it."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("sheet-*.webp"):
        old.unlink()
    sheets = [rows[start : start + _ROWS] for start in range(0, len(rows), _ROWS)]
    for index, part in enumerate(sheets, 1):
        _sheet(part).save(folder / f"sheet-{index}.webp", quality=90)
    missed = [row for row in rows if not (row.near and row.not_worse)]
    page = folder / "README.md"
    _, own, kept = page.read_text().partition(_OTHERS) if page.exists() else ("", "", "")  # not this report's to write
    page.write_text(_text(rows, missed, len(sheets)) + own + kept)
    for row in rows:
        mark = "" if row.near and row.not_worse else "   <- explained" if row.case.note else "   <- MISSED"
        satori = f"{row.satoris.ssim:.3f}" if row.satoris else "  –  "
        print(f"{row.case.name:42} {row.distance.ssim:.3f} {row.distance.difference:6.2f}   satori {satori}{mark}")
    unexplained = [row for row in missed if not row.case.note]
    print(f"{len(rows)} cases, {len(rows) - len(missed)} within the bounds, {len(unexplained)} missed and unexplained")
    return 1 if unexplained else 0


def _sheet(rows: Sequence[Row]) -> Image.Image:
    width, height = SIZE
    sheet = Image.new("RGB", (4 * (width + 8) + 8, len(rows) * (height + 24) + 8), "#E5E7EB")
    draw = ImageDraw.Draw(sheet)
    for index, row in enumerate(rows):
        top = 8 + index * (height + 24)
        draw.text((10, top - 2), f"{row.case.name}: ours, Chromium, difference (times 4), satori", fill="#111827")
        apart = ImageChops.difference(row.ours, row.chromium).point(lambda level: 255 - min(255, 4 * level))
        for column, image in enumerate((row.ours, row.chromium, apart, row.satori)):
            if image is not None:
                sheet.paste(image, (8 + column * (width + 8), top + 12))
    return sheet


def _text(rows: Sequence[Row], missed: Sequence[Row], sheets: int) -> str:
    lines = [
        "# Beside Chromium",
        "",
        "Every case drawn by this renderer, by Debian's Chromium from the same thing in HTML and CSS with the same",
        "font files, and by satori with resvg where satori can draw it. SSIM is the mean structural similarity of the",
        "luma over windows of 8 × 8 pixels at full resolution, against Chromium's drawing; the difference is the mean",
        f"absolute one of the channels in levels of 255. Bounds: {LEAST_OTHER} without text, {LEAST_TEXT} with text,",
        f"and not worse than satori (by more than {_EVEN}). Drawn anew by `make reference`.",
        "",
        "Thai is the farthest from Chromium because Chromium breaks its lines with a dictionary and we break before",
        "leading vowels only; the letters themselves agree.",
        "",
        f"{len(rows)} cases, {len(rows) - len(missed)} within the bounds.",
        "",
        "| case | SSIM | difference | satori's SSIM | |",
        "|---|---|---|---|---|",
    ]
    for row in rows:
        satori = f"{row.satoris.ssim:.3f}" if row.satoris else ""
        remark = row.case.note if row in missed else ""
        lines.append(
            f"| {row.case.name} | {row.distance.ssim:.3f} | {row.distance.difference:.2f} | {satori} | {remark} |"
        )
    lines += ["", "Ours, Chromium's, the difference times 4, satori's:", ""]
    lines += [f"![Cases, sheet {number}](sheet-{number}.webp)" for number in range(1, sheets + 1)]
    return "\n".join(lines) + "\n"
