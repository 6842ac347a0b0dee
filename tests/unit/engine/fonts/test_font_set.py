"""The bundled and uploaded faces: resolution, coverage, fallback, measuring."""

from __future__ import annotations

import io
import json
from functools import cache
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from PIL import ImageFont, features

from tintype.engine.fonts.font_set import FontSet

FONTS = Path(__file__).parents[4] / "layers" / "fonts"
SCRIPTS: dict[str, str] = json.loads(
    (Path(__file__).parents[3] / "golden" / "text" / "scripts.json").read_text(encoding="utf-8")
)
PLAIN = "Hamburgefonstiv AVATAR To Ty LT 0123 P. “Quoted” — ГАТУ Ωάλ"


@cache
def faces() -> FontSet:
    return FontSet(FONTS, 8 << 20)


def all_faces() -> list[tuple[str, int, bool]]:
    families = json.loads((FONTS / "catalogue.json").read_text())["families"]
    return [
        (family["name"], face["weight"], face["italic"])
        for family in families
        if "pairs" in family["faces"][0]
        for face in family["faces"]
    ]


def test_the_shaper_is_there() -> None:
    assert features.check("raqm")


@pytest.mark.parametrize(
    ("family", "weight", "italic", "key"),
    [
        ("Inter", 400, False, "inter-400"),
        ("inter", 700, True, "inter-700i"),
        ("Lato", 500, False, "lato-400"),
        ("Lato", 800, False, "lato-900"),
        ("Oswald", 100, True, "oswald-200"),
        ("No Such Family", 700, False, "inter-700"),
    ],
)
def test_the_nearest_face_is_taken(family: str, weight: int, italic: bool, key: str) -> None:
    assert faces().face(family, weight, italic) == key


def test_families_are_also_known_by_id() -> None:
    family = json.loads((FONTS / "catalogue.json").read_text())["families"][3]
    assert faces().face(family["id"].upper(), 400, False) == faces().face(family["name"], 400, False)
    assert faces().known(family["id"])
    assert not faces().known("No Such Family")


@pytest.mark.parametrize(("family", "weight", "italic"), all_faces())
def test_pair_tables_measure_as_the_shaper_does(family: str, weight: int, italic: bool) -> None:
    face = faces().get(faces().face(family, weight, italic))
    font = face.font(2048)
    for word in PLAIN.split():
        assert face.shape(word).width == pytest.approx(font.getlength(word) / 2048, abs=1e-3), word


def test_words_whose_glyphs_change_go_to_the_shaper() -> None:
    lato = faces().get(faces().face("Lato", 400, False))
    assert lato.shape("fish").glyphs is None
    assert lato.shape("dish").glyphs is not None


def test_spaces_are_kerned() -> None:
    playfair = faces().face("Playfair Display", 700, False)
    whole = faces().get(playfair).font(2048).getlength("fox AVA") / 2048
    words = faces().advances(playfair, ["fox", "AVA"])
    assert sum(words) + faces().gaps(playfair, ["fox", "AVA"])[0] == pytest.approx(whole, abs=1e-3)


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_script_has_its_glyphs(script: str) -> None:
    face = faces().face("Inter", 400, False)
    for character in SCRIPTS[script]:
        invisible = character in "\u200b\u200c\u200d\u00ad\u00a0\ufe0e\ufe0f"
        assert invisible or faces().covers(face, character) or faces().fallback(face, character, ""), character


@pytest.mark.parametrize(
    ("lang", "key"),
    [("", "noto-sans-sc-400"), ("ja", "noto-sans-jp-400"), ("ko-KR", "noto-sans-kr-400"), ("zh-TW", "noto-sans-tc-400"),
     ("zh-Hant-HK", "noto-sans-hk-400"), ("zh", "noto-sans-sc-400")],
)  # fmt: skip
def test_the_language_picks_among_cjk_faces(lang: str, key: str) -> None:
    assert faces().fallback(faces().face("Inter", 400, False), "直", lang) == key


def test_fallback_keeps_the_weight() -> None:
    assert faces().fallback(faces().face("Inter", 800, False), "ع", "") == "noto-sans-arabic-700"


def test_what_nobody_has_has_no_face() -> None:
    assert faces().fallback(faces().face("Inter", 400, False), "\U000e1234", "") is None


class TestUploaded:
    @pytest.mark.parametrize("flavor", [None, "woff", "woff2"])
    def test_a_font_file_works_like_a_bundled_face(self, flavor: str | None) -> None:
        ours = FontSet(FONTS, 8 << 20)
        ours.add("digest:1", font_bytes(FONTS / "poppins/400.ttf", flavor))
        face = ours.face("digest:1", 700, False)
        assert ours.known("digest:1")
        assert ours.covers(face, "Hé")
        assert not ours.covers(face, "ж")
        assert ours.fallback(face, "ж", "") == "noto-sans-700"
        bundled = ours.face("Poppins", 400, False)
        assert ours.advances(face, ["Hello"]) == pytest.approx(ours.advances(bundled, ["Hello"]), abs=1e-3)
        assert ours.line(face, 40) == ours.line(bundled, 40)

    @pytest.mark.parametrize("text", ["\u200d", "\u200c", "\u2060"])
    def test_what_is_never_drawn_takes_no_room_in_a_font_without_a_space(self, text: str) -> None:
        """The shaper takes it away where there is no space to put in its place, and then fails for want of glyphs."""
        font = TTFont(FONTS / "poppins/400.ttf")
        for table in font["cmap"].tables:
            table.cmap.pop(0x20, None)
            table.cmap.pop(0xA0, None)
        data = io.BytesIO()
        font.save(data)
        ours = FontSet(FONTS, 8 << 20)
        ours.add("digest:1", data.getvalue())
        face = ours.get(ours.face("digest:1", 400, False))
        assert ours.advances(face.key, [text]) == [0.0]
        assert ours.glyphs.table(face, 20, 0.0, 3).mask(text, 0) is None

    @pytest.mark.parametrize("damage", ["empty", "text", "cut", "no map"])
    def test_a_broken_file_is_refused_in_words(self, damage: str) -> None:
        whole = (FONTS / "poppins/400.ttf").read_bytes()
        data = {"empty": b"", "text": b"<html>", "cut": whole[:3000], "no map": whole.replace(b"cmap", b"xmap")}[damage]
        with pytest.raises(ValueError, match="not a font that can be used"):
            FontSet(FONTS, 8 << 20).add("digest:2", data)

    def test_fonts_that_were_used_longest_ago_give_way(self) -> None:
        data = (FONTS / "poppins/400.ttf").read_bytes()
        ours = FontSet(FONTS, int(len(data) * 2.5))
        for name in ("digest:1", "digest:2", "digest:1", "digest:3"):
            ours.add(name, data)
        assert [ours.known(f"digest:{number}") for number in (1, 2, 3)] == [True, False, True]


def font_bytes(path: Path, flavor: str | None) -> bytes:
    font = TTFont(path)
    font.flavor = flavor
    data = io.BytesIO()
    font.save(data)
    return data.getvalue()


def test_every_face_of_the_catalogue_opens() -> None:
    for family in json.loads((FONTS / "catalogue.json").read_text())["families"]:
        for face in family["faces"]:
            font = ImageFont.truetype(str(FONTS / face["file"]), 109, face.get("index", 0))
            assert font.getname()[0]


def test_every_family_has_its_licence_beside_it() -> None:
    for family in json.loads((FONTS / "catalogue.json").read_text())["families"]:
        licence = (FONTS / family["faces"][0]["file"]).with_name("LICENCE.txt").read_text(encoding="utf-8")
        assert {"OFL-1.1": "SIL Open Font License", "Apache-2.0": "Apache License"}[family["licence"]] in licence


def test_words_are_remembered_within_a_bound() -> None:
    """Whoever asks with ever new words of thousands of letters must not fill the memory of a container."""
    few = FontSet(FONTS, 1 << 18)
    kept = few.get(few.face("Inter", 400, False))
    for number in range(400):
        few.advances(kept.key, [f"{number}{'word' * 100}"])
        few.advances(kept.key, ["مرحبا" * 10 + str(number)], rtl=True)
        assert sum(len(word) for word in (*kept.shapes, *kept.rtl_shapes)) < 1 << 10
    again = FontSet(FONTS, 8 << 20)
    assert few.advances(kept.key, ["Tintype"]) == again.advances(again.face("Inter", 400, False), ["Tintype"])


@pytest.mark.parametrize("size", [1, 6, 20, 109, 200])
def test_a_space_among_emoji_shows_nothing(size: float) -> None:
    emoji = faces().get(faces().fallback(faces().face("Inter", 400, False), "😀", "und-Zsye") or "")
    assert faces().glyphs.emoji(emoji, " ", size).picture.getbbox() is None


def test_looking_up_a_fallback_makes_each_face_once() -> None:
    """It made one at every look-up, with two dictionaries that stayed for ever: 3,000 look-ups, 6,000 of them."""
    ours = FontSet(FONTS, 8 << 20)
    face = ours.face("Inter", 400, False)
    for point in range(0x4E00, 0x4E00 + 500):
        ours.fallback(face, chr(point), "")
    faces = ours.get(face), ours.get("noto-sans-sc-400")
    assert len(ours.memos) == 1 + sum(
        len((one.shapes, one.rtl_shapes, one._spaced, one._rtl_spaced, one._kerns)) for one in faces
    )


def test_every_opened_size_of_an_uploaded_font_counts_with_its_copy_of_the_file() -> None:
    data = (FONTS / "inter" / "400.ttf").read_bytes()
    few = FontSet(FONTS, 4 << 20)
    few.add("first", data)
    for weight in range(100, 900):
        few.get(few.face("first", weight, False)).font(20)
    assert len(few.opened) <= (4 << 20) // len(data)


def test_words_of_a_face_that_is_gone_are_forgotten() -> None:
    data = (FONTS / "inter" / "400.ttf").read_bytes()
    few = FontSet(FONTS, len(data) + 20_000)
    few.add("first", data)
    face = few.get(few.face("first", 400, False))
    face.font(20)
    few.advances(face.key, ["Tintype"])
    assert few.memos.size > 0
    assert len(few.opened) > 0
    del face
    few.add("second", data)
    assert not few.known("first")
    assert (few.memos.size, len(few.opened)) == (0, 0)


def test_the_font_that_was_used_last_stays() -> None:
    data = (FONTS / "poppins/400.ttf").read_bytes()
    ours = FontSet(FONTS, 2 * (len(data) + 20_000))
    ours.add("digest:1", data)
    ours.add("digest:2", data)
    assert ours.known("digest:1")  # as every render asks before it adds
    ours.add("digest:3", data)
    assert [ours.known(f"digest:{number}") for number in (1, 2, 3)] == [True, False, True]
