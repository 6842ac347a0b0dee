"""Text is drawn as wide as it is measured: what was laid out is compared with the pixels' extents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.golden.build import faces
from tests.unit.engine.text.plain_fonts import text_values
from tintype.engine.plate import Box
from tintype.engine.raster.canvas import Canvas
from tintype.engine.raster.text import paint_text
from tintype.engine.scene import TextContent
from tintype.engine.text import set_text

SCRIPTS: dict[str, str] = json.loads(
    (Path(__file__).parents[3] / "golden" / "text" / "scripts.json").read_text(encoding="utf-8")
)
NEAR = 1.5  # pixels: a quarter each for both texts' places, and half a pixel each for what edges' pixels are worth
LATIN = ("Inter", "Lato", "Playfair Display", "Poppins", "JetBrains Mono", "Caveat")


class Line(NamedTuple):
    """A set line: where its runs begin and end, and where its ink does."""

    left: float
    right: float
    ink_left: int
    ink_right: int


def content_of(text: str, width: float = 4000, **given: Any) -> TextContent:
    values = text_values(payload=text, **{"font_size": 40, "color": "#000000", **given})
    return set_text(values, Box(20, 20, width, 4000), faces())


def drawn(content: TextContent, index: int = 0) -> Line:
    """One line of the content, painted alone."""
    _, runs = content.lines[index]
    alone = TextContent(box=content.box, fill=content.fill, lines=((80.0, runs),))
    canvas = Canvas(Image.new("RGB", (4200, 160), "white"))
    paint_text(canvas, alone, faces())
    box = canvas.image.convert("L").point(lambda level: 255 if level < 160 else 0).getbbox()
    assert box is not None, "nothing was drawn"
    return Line(min(run.x for run in runs), max(run.x + run.width for run in runs), box[0], box[2])


def assert_drawn_as_measured(text: str, **given: Any) -> None:
    """The second of two copies stands where the first one's measured width says."""
    once, twice = drawn(content_of(text, **given)), drawn(content_of(f"{text} {text}", **given))
    measured = (twice.right - twice.left) - (once.right - once.left)
    assert twice.ink_right - once.ink_right == pytest.approx(measured, abs=NEAR)
    assert twice.ink_left - once.ink_left == pytest.approx(twice.left - once.left, abs=NEAR)


@pytest.mark.parametrize("spacing", [0, 5, -1.5])
@pytest.mark.parametrize("script", SCRIPTS)
def test_every_script(script: str, spacing: float) -> None:
    assert_drawn_as_measured(SCRIPTS[script], letter_spacing=spacing)


@pytest.mark.parametrize("spacing", [0, 4])
@pytest.mark.parametrize("family", LATIN)
@pytest.mark.parametrize(
    "text",
    ["-> -> <=", "office fluffy ffi", "AVATAR To-Ty P.,", "3x4 (x) 12:30 ->", "e\u0301a\u0308n\u0303x\u0323",
     "we\u00adll-known", "<b>A</b>V<i>fi</i>-<c=#ff0000>V</c>A", "a\u00a0b  c", "well-known/and–other"],
)  # fmt: skip
def test_ligatures_kerning_marks_and_hyphens(text: str, family: str, spacing: float) -> None:
    assert_drawn_as_measured(text, font=family, letter_spacing=spacing)


@given(
    st.text(st.sampled_from("AVTyPfil.,-–>='’()3x:0/“”éñ\u0301 "), min_size=1, max_size=16),
    st.sampled_from(LATIN),
    st.sampled_from([0, 3, -1]),
)
@example("->fi-AV", "Inter", 3)
@settings(max_examples=60, deadline=None)
def test_any_latin_text(text: str, family: str, spacing: float) -> None:
    assert_drawn_as_measured(f"H{text}H", font=family, letter_spacing=spacing)


def test_letter_spacing_turns_ligatures_off() -> None:
    for text, apart in (("->", 2), ("3x4", 3)):
        spaced = drawn(content_of(text, letter_spacing=10))
        (width,) = faces().spaced_advances(faces().face("Inter", 400, False), [text])
        assert spaced.right - spaced.left == pytest.approx(40 * width + 10 * apart)
    # As Chromium measures them: 132.17 and 210.97 at 100 pixels with 10 between the letters.
    assert [faces().spaced_advances("inter-400", [text])[0] for text in ("->", "3x4")] == pytest.approx(
        [1.1217, 1.8097], abs=1e-3
    )


@pytest.mark.parametrize(
    "text",
    [
        "fluffy office ->-> AVATAR", "<b>Bold</b> and plain -> text", "e\u0301te\u0301 a\u0300 la plage",
        "سلام عليكم يا عالم", "שלום עולם טוב", "समस्त मनुष्य क्षत्रिय",
    ],
)  # fmt: skip
@pytest.mark.parametrize("spacing", [0, 3])
def test_justified_lines_end_at_the_box(text: str, spacing: float) -> None:
    content = content_of(f"{text} {text} {text}", 700, alignment="justify", letter_spacing=spacing)
    assert len(content.lines) > 1
    line = drawn(content)
    assert (line.left, line.right) == pytest.approx((20, 720))
    ragged = drawn(content_of(f"{text} {text} {text}", 700, letter_spacing=spacing))
    assert line.right - line.ink_right == pytest.approx(ragged.right - ragged.ink_right, abs=NEAR)
    assert line.ink_left - line.left == pytest.approx(ragged.ink_left - ragged.left, abs=NEAR)


@pytest.mark.parametrize("width", range(130, 420, 9))
@pytest.mark.parametrize("spacing", [0, 4])
def test_a_hyphen_that_a_line_ends_with_stays_in_the_box(width: int, spacing: float) -> None:
    text = "un\u00adbe\u00adliev\u00adably ex\u00adtra\u00ador\u00addinary Wort\u00adtren\u00adnung ab\u00ada"
    content = content_of(text, width, letter_spacing=spacing)
    for index in range(len(content.lines)):
        assert drawn(content, index).ink_right <= 20 + width + NEAR
