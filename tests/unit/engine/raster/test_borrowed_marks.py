"""A mark that its base's face hasn't: the base stays, and another face's mark stands over or under its middle."""

from __future__ import annotations

import pytest
from PIL import Image, ImageChops

from tests.golden.build import faces
from tests.unit.engine.text.plain_fonts import text_values
from tintype.engine.plate import Box
from tintype.engine.raster.canvas import Canvas
from tintype.engine.raster.text import paint_text
from tintype.engine.scene import TextContent
from tintype.engine.text import set_text

FOREIGN = (
    "ل\u035c", "א\u0323", "日\u0323", "本\u0338", "क\u0301", "ক\u0308", "ж\u0489", "ა\u0302", "x\u0591", "ε\u05b7",
    "ก\u0323", "ש\u0301",
)  # fmt: skip


def content_of(text: str, **given: object) -> TextContent:
    values = text_values(payload=text, **{"font_size": 80, "color": "#000000", "alignment": "middle", **given})
    return set_text(values, Box(60, 0, 500, 300), faces())


def painted(content: TextContent) -> Image.Image:
    canvas = Canvas(Image.new("RGB", (620, 300), "white"))
    paint_text(canvas, content, faces())
    return ImageChops.invert(canvas.image.convert("L")).point(lambda level: 255 if level > 96 else 0)


@pytest.mark.parametrize("grapheme", FOREIGN)
@pytest.mark.parametrize("spacing", [0, 5])
def test_the_base_stays_and_the_mark_is_over_or_under_it(grapheme: str, spacing: float) -> None:
    whole, base = (content_of(text, letter_spacing=spacing) for text in (grapheme, grapheme[0]))
    ((_, (run,)),), ((_, (alone,)),) = whole.lines, base.lines
    assert whole.missing == ()
    assert (run.text, run.face) == (grapheme, alone.face)
    assert run.width == pytest.approx(alone.width)
    left_out = ImageChops.subtract(painted(base), painted(whole)).getbbox()
    assert left_out is None, "something of the base is gone"
    mark = ImageChops.subtract(painted(whole), painted(base)).getbbox()
    assert mark is not None, "there is no mark"
    middle = run.x + (run.width - spacing) / 2
    if grapheme[1] == "\u035c":  # stands between two letters, here from right to left
        middle = run.x
    # What the base covers of the mark can't be told from it.
    assert mark[0] - 16 <= middle <= mark[2] + 16


@pytest.mark.parametrize("text", ["سل\u035cم", "א\u0323ב", "漢\u0301字", "क\u0301ख", "ж\u0489ж"])
def test_the_letters_around_it_are_where_they_are_without(text: str) -> None:
    (_, runs), (_, bare) = content_of(text).lines[0], content_of(text.replace(text[-2], "", 0)).lines[0]
    without = content_of("".join(each for each in text if each not in "\u035c\u0323\u0301\u0489")).lines[0][1]
    assert [run.width for run in runs] == pytest.approx([run.width for run in without])
    assert len(runs) == len(bare) == 1


@pytest.mark.parametrize("text", ["א\u0941", "ก\u0901", "ж\u0e38", "日\u0e34", "ა\u102d"])
def test_marks_that_belong_to_letters_of_their_own_follow_in_their_face(text: str) -> None:
    content = content_of(text)
    assert sorted(run.text for run in content.lines[0][1]) == sorted(text)
    assert content.missing == ()


@pytest.mark.parametrize("mark", ["\U00016af0", "\U0001e8d0", "\U00011f5a", "\U0001e2ec"])
def test_a_mark_that_no_face_has_is_named_and_its_base_drawn(mark: str) -> None:
    if faces().fallback(faces().face("Inter", 400, False), mark, ""):
        pytest.skip("there is a font for it now")
    content = content_of(f"ab{mark}c")
    assert [run.text for run in content.lines[0][1]] == ["abc"]
    assert content.missing == (f"b{mark}",)


@pytest.mark.parametrize("hidden", ["\u200b", "\u2060", "\ufe0f", "\u034f", "\u061c", "\u2063", "\U000e0101", "\u17b4"])
def test_what_is_never_seen_changes_no_pixel(hidden: str) -> None:
    for around in ("ab", "日本", "שב"):
        plain, with_it = (painted(content_of(around[0] + each + around[1])) for each in ("", hidden))
        assert ImageChops.difference(plain, with_it).getbbox() is None
