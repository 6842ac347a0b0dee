"""Pillow's inside: which way in is gone when Pillow moves, and that the public way round it makes the same pixels.

A test of the first half that fails means that engine/pillow.py has taken the way round already: pictures are right, and
slower than they need be. Find the new way in, or give it up.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import PIL
import pytest
from PIL import Image, ImageFont

from tests.golden.build import element, plate
from tintype.engine import pillow
from tintype.engine.encode import StripCache, encode
from tintype.engine.fonts.font_set import FontSet
from tintype.engine.layout.arrange import arrange
from tintype.engine.raster.scene import paint

ROOT = Path(__file__).parents[3]
FONTS = ROOT / "layers" / "fonts"
INTER, EMOJI = FONTS / "inter" / "400.ttf", FONTS / "noto" / "noto-color-emoji-400.ttf"
CORE: Any = getattr(Image, "core", None)


def inter() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(INTER), 40)


def emoji() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(EMOJI), 109)


def gradient(mode: str, size: tuple[int, int] = (37, 23)) -> Image.Image:
    """A picture in which neighbours differ, across and down."""
    grey = Image.linear_gradient("L").resize(size)
    bands = [grey, grey.transpose(Image.Transpose.ROTATE_180), grey.rotate(90), grey.rotate(180)]
    if mode == "P":
        image = grey.point([value // 16 for value in range(256)])
        image.putpalette([value for shade in range(16) for value in (shade, 255 - shade, 7)])
        return image
    return grey if mode == "L" else Image.merge(mode, bands[: len(mode)])


def saved_jpeg(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=80, subsampling="4:2:0", restart_marker_rows=1)
    return file.getvalue()


# Canaries.


def filled() -> bool:
    return bytes(CORE.fill("L", (2, 1), 7)) == b"\7\7"


def pasted() -> bool:
    mask, surface = CORE.fill("L", (1, 1), 128), CORE.fill("RGB", (2, 1), (0, 0, 0))
    surface.paste((255, 255, 255), (1, 0, 2, 1), mask)
    return list(surface) == [(0, 0, 0), (128, 128, 128)]


def averaged() -> bool:
    surface = CORE.fill("L", (4, 2), 0)
    surface.paste(200, (2, 0, 4, 2))
    return bytes(surface.reduce((2, 2), (0, 0, 4, 2))) == b"\0\xc8"


def mapped() -> bool:
    return bytes(CORE.fill("L", (1, 1), 3).point([9] * 256, None)) == b"\t"


def exposed() -> bool:
    image = Image.new("L", (1, 1))
    image.im.paste(5, (0, 0, 1, 1))
    return image.tobytes() == b"\5"


def drawn() -> bool:
    core, (left, top) = inter().getmask2("A", "L", anchor="ls", stroke_width=0.5, direction="ltr")
    known = type(CORE.fill("L", (1, 1), 0))
    as_known = (type(core), core.mode, len(core)) == (known, "L", core.size[0] * core.size[1])
    return as_known and -2 <= left <= 0 and -33 <= top <= -29


def drawn_in_colour() -> bool:
    core, _ = emoji().getmask2("🎉", "RGBA", anchor="ls")
    return (core.mode, len({pixel[:3] for pixel in core}) > 16) == ("RGBA", True)


def wrapped() -> bool:
    image = Image.new("L", (1, 1), 3)
    made = Image.Image()._new(image.im)
    image.putpixel((0, 0), 4)  # both have the same pixels
    return (made.tobytes(), made.info) == (b"\4", {})


def packed() -> bool:
    encoder = CORE.raw_encoder("RGB", "RGB", 7, 1)
    encoder.setimage(Image.new("RGB", (2, 3), (1, 2, 3)).im, (0, 1, 2, 3))
    return bool(encoder.encode(14)[2] == bytes((1, 2, 3, 1, 2, 3, 0)) * 2)


def set_up() -> bool:
    image = gradient("RGB")
    saved_jpeg(image)
    setup: Any = getattr(image, "encoderconfig", ())
    return (setup[0], setup[9]) == (80, 1)


def coded() -> bool:
    image = gradient("RGB")
    saved_jpeg(image)
    encoder = CORE.jpeg_encoder("RGB", "RGB", *getattr(image, "encoderconfig", ()))
    encoder.setimage(image.im, (0, 16, image.width, 23))
    _, status, data = encoder.encode(1 << 17)
    encoder.cleanup()
    return bool(status > 0 and data == saved_jpeg(image.crop((0, 16, image.width, 23))))


def drafted() -> bool:
    image = Image.open(io.BytesIO(saved_jpeg(gradient("RGB", (64, 40)))))
    return image.draft(None, (16, 10)) == ("RGB", (0, 0, 16, 10))


GLYPHS = "glyphs and words are kept and pasted as Images, three times slower"
WAYS: list[tuple[str, Callable[[], bool], str]] = [
    ("Image.core.fill(mode, size, value)", filled, GLYPHS),
    ("paste(colour, box, mask) of a C image", pasted, GLYPHS),
    ("reduce(factor, box) of a C image", averaged, GLYPHS),
    ("point(table, None) of a C image", mapped, GLYPHS),
    ("Image.im, the C image behind an Image", exposed, GLYPHS),
    ("what ImageFont's getmask2 returns for text", drawn, GLYPHS),
    ("what ImageFont's getmask2 returns for emoji", drawn_in_colour, GLYPHS),
    ("Image._new(a C image)", wrapped, "a photo under a card is copied once, a radial gradient takes 15 ms more"),
    ("Image.core.raw_encoder", packed, "the rows of a PNG are copied and packed in pieces of 64 kB"),
    ("Image.encoderconfig after save", set_up, "the rows of a JPEG that change are copied and saved as files"),
    ("Image.core.jpeg_encoder", coded, "the rows of a JPEG that change are copied and saved as files"),
    ("what Image.draft returns", drafted, "images/decode.py crops a scaled JPEG by sides that are off by a pixel"),
]


@pytest.mark.parametrize(("way", "holds", "lost"), WAYS, ids=[way for way, _, _ in WAYS])
def test_the_way_in_is_still_there(way: str, holds: Callable[[], bool], lost: str) -> None:
    try:
        found: object = holds()
    except Exception as error:  # whatever a way in that is gone leads to
        found = f"{type(error).__name__}: {error}"
    assert found is True, f"{way} is not what it was, in Pillow {PIL.__version__} ({found}). Meanwhile {lost}."


def test_every_way_in_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pillow.blank is CORE.fill
    assert pillow.packed_rows is pillow._rows_in_place
    assert (pillow._SURFACES, pillow._NEW) == (True, True)
    image = gradient("RGB")
    expected = saved_jpeg(image)

    def save(_: Image.Image) -> bytes:
        raise AssertionError("a copy was saved")

    assert pillow.jpeg_rows(image, 0, image.height, pillow.jpeg_setup(image), save) == expected


def test_nothing_else_goes_inside() -> None:
    inside = re.compile(r"\bImage\.core\b|_imaging|\._new\(|encoderconfig|_encoder\(|getmask2|\.im\b")
    found = {
        str(path.relative_to(ROOT))
        for folder in ("functions", "local", "bench")
        for path in (ROOT / folder).rglob("*.py")
        if inside.search(path.read_text())
    }
    assert found == {"functions/tintype/engine/pillow.py"}


# The ways round.


class Without:
    """Pillow's C module without some of its names; `instead` stands in their place."""

    def __init__(self, *names: str, instead: Any = None) -> None:
        self._names, self._instead = names, instead

    def __getattr__(self, name: str) -> Any:
        if name not in self._names:
            return getattr(CORE, name)
        if self._instead is None:
            raise AttributeError(name)
        return self._instead


def fail(*_: object) -> Any:
    raise TypeError("Pillow moved")


Load = Callable[..., ModuleType]


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> Load:
    """Imports engine/pillow.py anew, as it finds Pillow with other things under some of its names."""

    def load(*names: tuple[Any, str, Any]) -> ModuleType:
        spec = spec_from_file_location("moved", pillow.__file__)
        assert spec is not None
        assert spec.loader is not None
        module = module_from_spec(spec)
        with monkeypatch.context() as patch:
            for owner, name, value in names:
                patch.setattr(owner, name, value)
            spec.loader.exec_module(module)
        return module

    return load


NO_SURFACES = [
    (Image, "core", Without("fill")),
    (Image, "core", None),
    (Image.Image, "im", property(fail)),
]


def scene_of_text() -> bytes:
    """The pixels of text of every kind, with faces that remember nothing."""
    fonts = FontSet(FONTS, 32 << 20)
    words = "to be or not to be, to be or not"
    texts: tuple[dict[str, Any], ...] = (
        {"payload": words, "font_size": 20},
        {"payload": "spaced WORDS", "font_size": 18, "letter_spacing": 3},
        {"payload": "مرحبا بالعالم", "font_size": 24},
        {"payload": "party 🎉 🎉", "font_size": 30},
        {"payload": "🎉", "font_size": 109},
        {"payload": "outlined", "font_size": 40, "stroke_width": 2, "stroke_color": "#D7263D"},
        {"payload": words, "font_size": 16, "color": "#1B998B80", "opacity": 60},
        {"payload": "large", "font_size": 130},
        {"payload": "larger", "font_size": 410},
    )
    elements = [element("text", (5, 5 + 60 * row, 390, 120), **text) for row, text in enumerate(texts)]
    filled = plate((400, 640), "#FFF8E7", elements)
    return paint(arrange(filled, {}, fonts), {}, fonts).image.convert("RGBA").tobytes()


@pytest.mark.parametrize("change", NO_SURFACES, ids=["fill", "core", "im"])
def test_text_is_the_same_without_surfaces(
    change: tuple[Any, str, Any], moved: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = scene_of_text()
    other = moved(change)
    assert isinstance(other.blank("L", (1, 1), 0), Image.Image)
    for name in ("blank", "text_mask", "colour_glyph"):
        monkeypatch.setattr(f"tintype.engine.fonts.glyphs.{name}", getattr(other, name))
    monkeypatch.setattr("tintype.engine.raster.text.surface_of", other.surface_of)
    assert scene_of_text() == expected


def test_pixels_of_glyphs_are_the_same_without_surfaces(moved: Load) -> None:
    other, font = moved(NO_SURFACES[0]), inter()
    for text in ("A", "g", "", " ", "\U000fffff"):
        assert other.glyph_pixels(font, text) == pillow.glyph_pixels(font, text)


def other_packing(*_: object) -> Any:
    """An encoder that answers otherwise than the one that is known."""
    return CORE.raw_encoder("L", "L", 0, -1)


@pytest.mark.parametrize("core", [Without("raw_encoder"), Without("raw_encoder", instead=other_packing)])
@pytest.mark.parametrize(
    ("mode", "rawmode"),
    [("L", "L"), ("P", "P"), ("P", "P;4"), ("P", "P;2"), ("P", "P;1"), ("RGB", "RGB"), ("RGBA", "RGBA")],
)
def test_rows_are_the_same_without_the_raw_encoder(core: Without, mode: str, rawmode: str, moved: Load) -> None:
    other, image = moved((Image, "core", core)), gradient(mode)
    assert other.packed_rows is other._rows_of_a_copy
    for top, bottom in ((0, 23), (5, 6), (22, 23)):
        rows = (image, rawmode, 4 * image.width + 1, top, bottom)
        assert other.packed_rows(*rows) == pillow.packed_rows(*rows)


@pytest.mark.parametrize("mode", ["L", "P", "RGB", "RGBA"])
def test_a_png_is_the_same_without_the_raw_encoder(mode: str, moved: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = encode(gradient(mode), "png")
    other = moved((Image, "core", Without("raw_encoder")))
    monkeypatch.setattr("tintype.engine.encode.scanlines.packed_rows", other.packed_rows)
    assert encode(gradient(mode), "png") == expected


@pytest.mark.parametrize("gone", ["jpeg_encoder", "encoderconfig"])
@pytest.mark.parametrize("quality", [80, 95])
@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA"])
def test_a_jpeg_is_the_same_without_the_jpeg_encoder(
    gone: str, quality: int, mode: str, moved: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    def second() -> bytes:
        strips, image = StripCache(1 << 20).of("key"), gradient(mode, (61, 83))
        encode(image, "jpeg", quality, strips=strips, damage=[(20, 44)])
        image.paste(image.crop((0, 0, 61, 24)), (0, 20))
        return encode(image, "jpeg", quality, strips=strips, damage=[(20, 44)])

    expected = second()
    other = moved((Image, "core", Without(gone)))
    monkeypatch.setattr("tintype.engine.encode.jpeg.jpeg_rows", other.jpeg_rows)
    if gone == "encoderconfig":
        monkeypatch.setattr("tintype.engine.encode.jpeg.jpeg_setup", lambda _: other.jpeg_setup(object()))
    assert second() == expected


def test_what_can_not_be_saved_either_is_an_error(moved: Load) -> None:
    other = moved((Image, "core", Without("jpeg_encoder")))
    with pytest.raises(OSError, match="cannot write mode"):
        other.jpeg_rows(gradient("RGBA"), 0, 8, (), saved_jpeg)


def test_a_bare_picture_is_the_same_without_new(moved: Load) -> None:
    other = moved((Image.Image, "_new", fail))
    image = Image.open(io.BytesIO(saved_jpeg(gradient("RGB"))))
    image.load()
    image.info["comment"] = b"from a camera"
    ours, theirs = pillow.bare(image), other.bare(image)
    assert (type(theirs), theirs.mode, theirs.size, theirs.info) == (type(ours), "RGB", image.size, {})
    assert theirs.tobytes() == ours.tobytes() == image.tobytes()
    assert image.info["comment"] == b"from a camera"


def test_numbers_are_looked_up_the_same_without_new(moved: Load) -> None:
    other = moved((Image.Image, "_new", fail))
    image = Image.frombytes("I", (3, 1), b"".join(each.to_bytes(4, "little") for each in (0, 300, 65_535)))
    table = [each % 251 for each in range(65_536)]
    assert other.looked_up(image, table).tobytes() == pillow.looked_up(image, table).tobytes()
