"""What fonts keep stays within a bound, and goes with the font."""

from __future__ import annotations

import gc
import io
import weakref
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from tests.engines import FONTS
from tintype.engine.fonts.font_set import FontSet


def test_long_graphemes_are_remembered_within_a_bound() -> None:
    few = FontSet(FONTS, 1 << 18)
    face = few.face("Inter", 400, False)
    for number in range(400):
        few.fallback(face, chr(0x4E00 + number) + "\u0301" * 1000, "")
        assert few.memos.size < 1 << 17


def test_opened_fonts_keep_to_a_bound_whatever_faces_and_sizes_there_are() -> None:
    few = FontSet(FONTS, 4 << 20)
    for family in few.catalogue.families[:20]:
        for size in range(10, 60):
            face = few.get(few.face(family.name, 400, False))
            if not face.colour:
                face.font(size)
                face.font(size, shaping=False)
                assert few.opened.size <= 4 << 20
    assert 10 < len(few.opened) < 50


def test_masks_keep_to_a_bound_when_tables_that_are_there_grow() -> None:
    """Only a new table made room for itself: 256 old ones might grow to half of the bound each."""
    few = FontSet(FONTS, 1 << 20)
    faces = [few.get(few.face("Noto Sans SC", 400, False))]
    tables = [(face, size) for face in faces for size in (20, 21, 22, 23, 24, 25, 26, 27)]
    for point in range(0x4E00, 0x4E00 + 300):
        for face, size in tables:
            few.glyphs.table(face, size, 0.0, 3).mask(chr(point), 0)
        assert few.glyphs.size < 1 << 20


@pytest.mark.parametrize("flavor", [None, "woff2"])
def test_an_uploaded_font_that_gives_way_is_gone_at_once_with_all_that_was_made_of_it(flavor: str | None) -> None:
    """At once, and not when the garbage collector comes: of objects so few and so large it hears late."""
    data = font_bytes(FONTS / "inter" / "400.ttf", flavor)
    few = FontSet(FONTS, len(data) + 20_000)
    few.add("first", data)
    face = few.get(few.face("first", 400, False))
    assert few.covers(face.key, "A")
    for size in range(10, 60):
        few.glyphs.table(face, size, 0.0, 3).mask("A", 0)
    gone = weakref.ref(face), weakref.ref(few._uploaded["first"])
    del face
    gc.disable()
    try:
        few.add("second", data)
        assert [each() for each in gone] == [None, None]
    finally:
        gc.enable()


def font_bytes(path: Path, flavor: str | None) -> bytes:
    font = TTFont(path)
    font.flavor = flavor
    data = io.BytesIO()
    font.save(data)
    return data.getvalue()
