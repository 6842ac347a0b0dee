"""Text cut into pieces: the quick way of plain text and the general way come to the same."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.unit.engine.text.plain_fonts import PlainTypesetter, text_values, words_of
from tintype.engine.fonts.font_set import FontSet
from tintype.engine.plate import Box
from tintype.engine.text import set_text
from tintype.engine.text.font_protocol import Typesetter
from tintype.engine.text.itemize import Setting
from tintype.engine.text.opportunities import clings
from tintype.engine.text.pieces import Paragraph, Style

FONTS = Path(__file__).parents[4] / "layers" / "fonts"
PLAIN = st.text(
    st.one_of(
        st.sampled_from(" -?!/|.,:;()[]{}<>'\"%$5aé«»“”’–…"),
        st.characters(min_codepoint=0x20, max_codepoint=0x52F, exclude_categories=["C", "M", "Z"]) | st.just(" "),
    ),
    min_size=1,
    max_size=30,
)
SOUTH_EAST_ASIAN = st.text(
    st.sampled_from(
        "กขมนยเแโใไะาำิีุู่้๊็์ๆฯກຂມເແໂະາຳິົ່້ຽကခမယတ\u1031\u102c\u102d\u1037\u1039\u103a\u103b\u103e\u1038"
        "កខមនស\u17d2\u17b6\u17c1\u17c6\u17cb"
    ),
    min_size=1,
    max_size=24,
)


class Everything(PlainTypesetter):
    """Its one face has every character."""

    def covers(self, face: str, text: str) -> bool:
        return True


@cache
def faces() -> FontSet:
    return FontSet(FONTS, 8 << 20)


def cut(paragraph: Paragraph) -> list[tuple[str, str, int]]:
    """Each piece's text, the spaces after it, and its letters."""
    return [
        ("".join(part.text for part in piece.fragments), "".join(part.text for part in piece.tail), piece.letters)
        for piece in paragraph.pieces
    ]


def both_ways(typesetter: Typesetter, text: str) -> tuple[Paragraph, Paragraph]:
    style = Style(typesetter.face("Inter", 400, False))
    setting = Setting(typesetter, "")
    return setting.paragraph([(text, style)]), setting._rich([(text, style)])


@given(PLAIN)
@example("Oui, vrai ?")
@example("(a)(b) e.g.(c) «d» ?")
@example("a-1 -1 a- b")
@example(" a  b ")
@settings(max_examples=400, deadline=None)
def test_plain_text_is_cut_alike_both_ways(text: str) -> None:
    quick, general = both_ways(PlainTypesetter(), text)
    assert cut(quick) == cut(general)


@given(PLAIN)
@example("AV To. «Ty»  f(x)-1")
@settings(max_examples=200, deadline=None)
def test_plain_text_is_as_wide_both_ways(text: str) -> None:
    quick, general = both_ways(faces(), text)
    assert [piece.width for piece in quick.pieces] == pytest.approx([piece.width for piece in general.pieces])
    assert [piece.space for piece in quick.pieces] == pytest.approx([piece.space for piece in general.pieces])


@given(SOUTH_EAST_ASIAN, st.sampled_from([0, 15, 25, 45, 70]))
@example("กำำำำเกะะๆๆ", 15)
@settings(max_examples=300, deadline=None)
def test_no_line_begins_with_a_dependent_sign(text: str, width: float) -> None:
    values = text_values(payload=text, font_size=20, line_height=100)
    lines = words_of(set_text(values, Box(0, 0, width, 5000), Everything()))
    assert "".join(lines) == text
    for above, line in pairwise(lines):
        assert not clings(line, above)
