"""QR codes are what a scanner reads, whatever they say and however long it is."""

from collections.abc import Sequence

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tintype.engine.layout.qr_matrix import qr_rows
from tintype.engine.layout.qrcode import readable
from tintype.engine.properties.kinds import Colour


def scanned(rows: Sequence[bytes] | None) -> list[str]:
    assert rows is not None
    size = len(rows)
    code = Image.frombytes("L", (size, size), bytes(0 if cell else 255 for cell in b"".join(rows)))
    sheet = Image.new("L", (4 * size + 32, 4 * size + 32), 255)
    sheet.paste(code.resize((4 * size, 4 * size), Image.Resampling.NEAREST), (16, 16))
    return [found.text for found in zxingcpp.read_barcodes(sheet)]


@pytest.mark.parametrize("level", "LMQH")
@pytest.mark.parametrize("length", [1, 14, 33, 78, 154, 230, 367, 520, 858, 1273])
def test_every_size_of_code_can_be_read(level: str, length: int) -> None:
    text = ("https://example.com/?q=" + "abc-0123456789/" * 100)[:length]
    assert scanned(qr_rows(text, level)) == [text]


@settings(deadline=None, max_examples=40)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    assert scanned(qr_rows(text)) == [text]


def test_the_first_level_with_room_is_used_and_too_much_is_none() -> None:
    assert qr_rows("a" * 2000) == qr_rows("a" * 2000, "M") is not None
    assert qr_rows("a" * 2953, "L") is not None
    assert qr_rows("a" * 2954) is None


def test_colours_that_stand_out_stay_and_others_are_moved() -> None:
    white, navy = Colour(255, 255, 255), Colour(20, 20, 90)
    assert readable(navy, white) == navy
    assert readable(Colour(240, 240, 240), white).red < 150
    assert readable(Colour(30, 30, 30), Colour(0, 0, 0)).red > 90
