"""Text: every property group, and the torture sheet of scripts and emoji."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from tests.golden.build import element, picture
from tests.golden.compare import assert_golden
from tintype.engine.plate import Element

SENTENCE = "The quick brown fox jumps over the lazy dog"
SCRIPTS: dict[str, str] = json.loads((Path(__file__).parent / "text" / "scripts.json").read_text(encoding="utf-8"))
ALIGNMENTS = (
    "top left", "top center", "top right", "middle left", "middle center", "middle right", "bottom left",
    "bottom center", "bottom right", "justify", "middle justify-center", "bottom justify-right",
)  # fmt: skip
GRADIENT = "linear-gradient(0% 0% 100% 0%,0% #D7263D 1,100% #1A47FF 1)"


def grid(cells: list[dict[str, Any]], columns: int, width: int, height: int) -> list[Element]:
    """Text elements side by side, each on a pale ground of its own."""
    elements = []
    for index, given in enumerate(cells):
        box = (10 + index % columns * (width + 10), 10 + index // columns * (height + 10), width, height)
        elements += [element("shape", box, background_color="#EEF1F6"), element("text", box, **given)]
    return elements


def drawn(cells: list[dict[str, Any]], columns: int, width: int, height: int) -> Image.Image:
    rows = -(-len(cells) // columns)
    size = (10 + columns * (width + 10), 10 + rows * (height + 10))
    return picture(grid(cells, columns, width, height), size)


def test_alignments() -> None:
    cells = [{"payload": SENTENCE, "font_size": 13, "alignment": alignment} for alignment in ALIGNMENTS]
    assert_golden(drawn(cells, 3, 130, 64), "text-alignments")


def test_fitting() -> None:
    cells: list[dict[str, Any]] = [
        {"auto_resize": True, "min_font_size": 6, "font_size": 60},
        {"auto_resize": True, "min_font_size": 6, "font_size": 60, "max_lines": 1},
        {"text_truncation": True, "font_size": 22},
        {"text_truncation": True, "font_size": 22, "max_lines": 1},
        {"text_harmony": True, "font_size": 15, "alignment": "middle center"},
        {"line_height": 170, "font_size": 14},
    ]
    assert_golden(drawn([{"payload": SENTENCE, **cell} for cell in cells], 2, 190, 60), "text-fitting")


def test_styles() -> None:
    cells: list[dict[str, Any]] = [
        {"payload": "Stroke", "stroke_width": 3, "stroke_color": "#F46036", "color": "#FFFFFF", "font_weight": 800},
        {"payload": "Gradient", "color": GRADIENT, "font_weight": 800},
        {"payload": "See through", "color": "#1A47FF66", "font_size": 28},
        {"payload": "Spaced out", "letter_spacing": 5, "font_size": 20},
        {"payload": "Ground<br>of lines", "background_color": "#F4D35E", "background_padding": "2 8", "font_size": 20},
        {"payload": "Slanted", "skew_y": -8, "font_size": 30},
        {"payload": "Side<br>border", "side_border": "left", "side_border_thickness": 5, "side_border_padding": 6,
         "side_border_color": "#1B998B", "side_border_rounded": True, "font_size": 20},
        {"payload": "straße ǆ", "text_transform": "titlecase", "font_size": 24},
    ]  # fmt: skip
    common = {"font_size": 34, "alignment": "middle center"}
    assert_golden(drawn([{**common, **cell} for cell in cells], 2, 180, 64), "text-styles")


def test_markup() -> None:
    cells = [
        {"payload": "<b>bold</b> <i>italic</i> <u>under</u> <s>struck</s>", "font_size": 18},
        {"payload": "<c=#D7263D>red</c> <w=900>black</w> <size=150%>large</size> <b>open", "font_size": 18},
    ]
    assert_golden(drawn(cells, 1, 260, 40), "text-markup")


@pytest.mark.parametrize(
    "font",
    ["Inter", "Roboto", "Open Sans", "Lato", "Montserrat", "Poppins", "Oswald", "Playfair Display", "Merriweather",
     "Roboto Slab", "JetBrains Mono", "Caveat"],
)  # fmt: skip
def test_families(font: str) -> None:
    cells = [
        {"payload": "Waffle 1<2 -> fi", "font": font, "font_weight": weight, "font_size": 20} for weight in (400, 700)
    ]
    assert_golden(drawn(cells, 1, 240, 28), f"text-{font.lower().replace(' ', '-')}")


def torture_sheet() -> Image.Image:
    """Every script of ``text/scripts.json``, set in Inter, so that most of it comes from the fallback faces."""
    elements, rows = [], -(-len(SCRIPTS) // 3)
    for index, (name, text) in enumerate(SCRIPTS.items()):
        x, y = 10 + index // rows * 360, 8 + index % rows * 42
        elements.append(element("text", (x, y, 350, 10), payload=name, font_size=8, color="#778"))
        elements.append(element("text", (x, y + 12, 350, 26), payload=text, font_size=16))
    return picture(elements, (1090, 16 + rows * 42))


def test_scripts_and_emoji() -> None:
    assert_golden(torture_sheet(), "text-scripts")


def test_spacing_decoration_and_borrowed_marks() -> None:
    cells: list[dict[str, Any]] = [
        {"payload": "-> 3x4 office AVATAR", "letter_spacing": 5},
        {"payload": "-> 3x4 office AVATAR"},
        {"payload": "<u>A whole line, under</u><br><s>and another, out</s>"},
        {"payload": "un\u00adbe\u00adliev\u00adably ex\u00adtra\u00ador\u00addinary", "alignment": "justify"},
        {"payload": "ل\u035cم א\u0323ב 本\u0338 क\u0301 ж\u0489 x\u0591"},
        {"payload": "Άδης ή προϊόν", "text_transform": "uppercase", "lang": "el"},
        {"payload": "Oui, vrai ? and/or {this} «a» — A-1", "letter_spacing": 1},
        {"payload": "มนุษย์ทั้งหลายเกิดมามีอิสระ"},
    ]
    image = drawn([{"font_size": 24, **cell} for cell in cells], 2, 250, 66)
    assert_golden(image, "text-spacing-marks")


def test_different_strings_never_draw_alike() -> None:
    seen: dict[bytes, str] = {}
    for text in SCRIPTS.values():
        pixels = picture([element("text", (0, 0, 400, 40), payload=text, font_size=20)], (400, 40)).tobytes()
        assert pixels not in seen, f"{text} looks like {seen[pixels]}"
        seen[pixels] = text


def test_a_second_drawing_is_the_same() -> None:
    elements = [element("text", (7.3, 3.1, 300, 60), payload=f"{SENTENCE} سلام हिन्दी 😀", font_size=17.5)]
    first, second, third = (picture(elements, (320, 80)) for _ in range(3))
    assert ImageChops.difference(first, second).getbbox() is None
    assert ImageChops.difference(first, third).getbbox() is None


def test_brackets_are_mirrored_from_right_to_left() -> None:
    hebrew, english = (
        picture([element("text", (0, 0, 200, 40), payload=text, font_size=30, font="Noto Sans Hebrew")], (200, 40))
        for text in ("\u200f(", ")")
    )
    assert ImageChops.difference(hebrew, english).getbbox() is None
