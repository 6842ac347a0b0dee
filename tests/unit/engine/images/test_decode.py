"""Pictures that people bring are opened cheaply, decoded as drawn, and refused clearly."""

import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image, ImageCms

from tests.pixels import pixel
from tintype.engine.images import icc
from tintype.engine.images.decode import WHOLE, PictureLimits, open_picture
from tintype.engine.images.errors import PictureError


def saved(image: Image.Image, format_: str, **options: Any) -> bytes:
    data = io.BytesIO()
    image.save(data, format_, **options)
    return data.getvalue()


def colour(data: bytes, size: tuple[int, int] = (4, 4)) -> tuple[int, ...]:
    return pixel(open_picture(data).at(WHOLE, size), (1, 1))


ORANGE = Image.new("RGB", (40, 30), (240, 120, 40))


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "WEBP", "GIF", "TIFF", "BMP", "AVIF"])
def test_formats_are_known_by_their_first_bytes(format_: str) -> None:
    red, green, blue = colour(saved(ORANGE, format_))[:3]
    assert abs(red - 240) < 6
    assert abs(green - 120) < 6
    assert abs(blue - 40) < 6


@pytest.mark.parametrize("format_", ["JPEG2000", "PPM", "ICO", "TGA", "PCX", "SGI", "DDS", "ICNS", "MSP"])
def test_formats_that_nobody_may_upload_are_not_read_from_a_url_either(format_: str) -> None:
    image = ORANGE.convert("1") if format_ == "MSP" else ORANGE
    with pytest.raises(PictureError) as raised:
        open_picture(saved(image, format_))
    assert raised.value.reason == "not_a_picture"


@pytest.mark.parametrize(
    ("image", "expected"),
    [(Image.new("1", (8, 8), 1), (255, 255, 255)),
     (Image.new("L", (8, 8), 90), (90, 90, 90)),
     (Image.new("LA", (8, 8), (90, 128)), (90, 90, 90, 128)),
     (Image.new("RGBA", (8, 8), (10, 20, 30, 200)), (10, 20, 30, 200)),
     (Image.new("I;16", (8, 8), 0x8000), (128, 128, 128)),
     (ORANGE.convert("P", palette=Image.Palette.ADAPTIVE), (240, 120, 40))],
)  # fmt: skip
def test_every_mode_becomes_eight_bit_colour(image: Image.Image, expected: tuple[int, ...]) -> None:
    assert colour(saved(image, "PNG")) == pytest.approx(expected, abs=1)


def test_a_palette_with_a_clear_colour_is_transparent_there() -> None:
    image = Image.new("P", (8, 8), 0)
    image.putpalette([255, 0, 0, 0, 255, 0])
    assert colour(saved(image, "GIF", transparency=0))[3] == 0


def test_cmyk_becomes_rgb() -> None:
    red, green, blue = colour(saved(Image.new("CMYK", (16, 16), (0, 255, 255, 0)), "JPEG", quality=95))
    assert red > 240
    assert max(green, blue) < 20


def test_colours_with_another_profile_are_converted_to_srgb() -> None:
    """The profile is sRGB with red and blue primaries exchanged, so that the conversion exchanges them."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    profile = profile.replace("sRGB".encode("utf-16-be"), "swap".encode("utf-16-be"))
    profile = profile.replace(b"rXYZ", b"?XYZ").replace(b"bXYZ", b"rXYZ").replace(b"?XYZ", b"bXYZ")
    for mode in ("RGB", "RGBA"):
        data = saved(ORANGE.convert(mode), "PNG", icc_profile=profile)
        assert colour(data)[:3] == pytest.approx((40, 120, 240), abs=3)


def test_an_srgb_profile_changes_nothing() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert colour(saved(ORANGE, "PNG", icc_profile=profile)) == colour(saved(ORANGE, "PNG"))


def test_profiles_of_megabytes_are_kept_within_a_bound() -> None:
    own = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes().replace(b"s\0R\0G\0B", b"m\0i\0n\0e")
    for number in range(12):
        data = saved(ORANGE, "JPEG", icc_profile=own + bytes([number]) * 1_000_000)
        assert len(colour(data)) == 3
    assert 1_000_000 < icc._TRANSFORMS.size <= 4 << 20


def test_a_profile_that_is_no_profile_is_ignored() -> None:
    assert colour(saved(ORANGE, "PNG", icc_profile=b"nonsense")) == colour(saved(ORANGE, "PNG"))


def test_the_first_frame_of_an_animation_is_drawn() -> None:
    frames = [Image.new("RGB", (8, 8), shade) for shade in ("#FF0000", "#00FF00")]
    for format_ in ("GIF", "PNG", "WEBP"):
        data = saved(frames[0], format_, save_all=True, append_images=frames[1:], duration=100)
        assert colour(data)[:2] == pytest.approx((255, 0), abs=4)


def test_a_part_of_a_picture_is_drawn_at_its_own_size() -> None:
    image = Image.new("RGB", (100, 100), "#FFFFFF")
    image.paste("#D7263D", (50, 50, 100, 100))
    part = open_picture(saved(image, "PNG")).at((0.6, 0.6, 1, 1), (10, 20))
    assert part.getcolors() == [(200, (215, 38, 61))]


def test_the_same_picture_can_be_drawn_more_than_once() -> None:
    opened = open_picture(saved(ORANGE.resize((400, 300)), "JPEG"))
    assert opened.at(WHOLE, (40, 30)).size == (40, 30)
    assert opened.at(WHOLE, (400, 300)).size == (400, 300)


@pytest.mark.parametrize("data", [b"", b"\0", b"nonsense", b"<svg/>", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"\xff\xd8\xff"])
def test_what_is_no_picture_is_said_so(data: bytes) -> None:
    with pytest.raises(PictureError) as raised:
        open_picture(data)
    assert raised.value.reason == "not_a_picture"


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "WEBP", "TIFF"])
def test_a_truncated_picture_is_broken_when_it_is_drawn(format_: str) -> None:
    data = saved(Image.effect_noise((200, 200), 80).convert("RGB"), format_)
    with pytest.raises(PictureError) as raised:
        open_picture(data[: len(data) // 2]).at(WHOLE, (50, 50))
    assert raised.value.reason in ("broken", "not_a_picture")


def png_claiming(width: int, height: int) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def test_a_bomb_is_refused_by_its_header() -> None:
    for data in (png_claiming(50_000, 50_000), png_claiming(400_000, 2)[:60]):
        with pytest.raises(PictureError):
            open_picture(data, PictureLimits(pixels=500_000))
    with pytest.raises(PictureError) as raised:
        open_picture(saved(ORANGE, "PNG"), PictureLimits(pixels=1199))
    assert raised.value.reason == "too_large"


def test_a_picture_without_pixels_is_refused() -> None:
    with pytest.raises(PictureError):
        open_picture(png_claiming(0, 5))


def test_a_kept_picture_is_copied_before_anybody_paints_on_it() -> None:
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "#D7263D").save(file, "PNG")
    for _ in range(4):  # what is asked for again is kept
        opened = open_picture(file.getvalue(), key="the digest of a red square")
        mine = opened.given_away(opened.at(WHOLE, (4, 4)))
        assert set(mine.get_flattened_data()) == {(0xD7, 0x26, 0x3D)}
        mine.paste("#FFFFFF", (0, 0, 4, 4))
        assert set(opened.at(WHOLE, (4, 4)).get_flattened_data()) == {(0xD7, 0x26, 0x3D)}
