"""What images and logos look like."""

import io
import math
from typing import Any

import pytest
from PIL import Image, ImageDraw

from tests.golden.build import element, photo, picture
from tests.golden.compare import assert_golden
from tests.pixels import pixel
from tintype.engine.properties.elements import DUOTONES, MASKS

TALL, WIDE = (10, 10, 60, 100), (80, 10, 110, 40)
PHOTO: dict[str, Any] = {"image_url": "asset:photo"}


@pytest.mark.parametrize("alignment", ["top left", "middle center", "bottom right", "custom custom"])
def test_cover_fills_the_box_and_keeps_the_aligned_part(alignment: str) -> None:
    images = [element("image", box, alignment=alignment, **PHOTO) for box in (TALL, WIDE)]
    name = "custom custom" if alignment == "middle center" else alignment
    assert_golden(picture(images), f"picture-cover-{name.replace(' ', '-')}")


@pytest.mark.parametrize("alignment", ["top left", "middle center", "bottom right"])
def test_fill_shows_the_whole_picture_at_the_aligned_place(alignment: str) -> None:
    images = [element("image", box, alignment=alignment, fitting_type="fill", **PHOTO) for box in (TALL, WIDE)]
    assert_golden(picture(images, background="#EEEEEE"), f"picture-fill-{alignment.replace(' ', '-')}")


def test_a_logo_is_never_cropped() -> None:
    logos = [element("logo", box, **PHOTO) for box in (TALL, WIDE)]
    assert_golden(picture(logos, background="#EEEEEE"), "picture-logo")


def test_rounded_corners_and_circles() -> None:
    images = [
        element("image", (10, 10, 80, 50), mask_name="rounded_corners", mask_properties__radius=14, **PHOTO),
        element("image", (10, 70, 80, 45), mask_name="rounded_corners", mask_properties__radius__tr=30, **PHOTO),
        element("image", (100, 10, 90, 90), mask_name="circle", **PHOTO),
    ]
    assert_golden(picture(images), "picture-corners")


def test_pictures_on_layers() -> None:
    images = [
        element("image", (20, 20, 70, 70), rotation=15, shadow_color="#000000A0", shadow_blur=10, **PHOTO),
        element("image", (110, 20, 70, 70), mask_name="circle", opacity=50, **PHOTO),
    ]
    assert_golden(picture(images), "picture-layers")


def test_masks() -> None:
    images = [
        element("image", (10 + index % 4 * 90, 10 + index // 4 * 80, 80, 70), mask_name=name,
                mask_properties__radius=16, **PHOTO)
        for index, name in enumerate(MASKS)
    ]  # fmt: skip
    assert_golden(picture(images, (370, 170)), "picture-masks")


def test_masks_may_be_slanted() -> None:
    images = [
        element("image", (10, 10, 80, 100), mask_name="rounded_corners", mask_properties__skew_y=22, **PHOTO),
        element("image", (100, 10, 80, 100), mask_name="rounded_corners", mask_properties__skew_y=-10,
                mask_properties__radius=16, **PHOTO),
        element("image", (190, 10, 80, 100), mask_name="window", mask_properties__skew_y=12, **PHOTO),
    ]  # fmt: skip
    assert_golden(picture(images, (280, 120)), "picture-skew")


def test_frames_lie_outside_and_follow_the_mask() -> None:
    images = [
        element("image", (20 + index % 4 * 100, 20 + index // 4 * 90, 70, 60), mask_name=name, stroke_width=8,
                mask_properties__radius=16, stroke_color="#D7263D", **PHOTO)
        for index, name in enumerate((None, *MASKS[1:6], "parallelogram", "window"))
    ]  # fmt: skip
    images.append(
        element("image", (420, 20, 70, 60), fitting_type="fill", stroke_width=5, stroke_color="#1A47FF80", **PHOTO)
    )
    images.append(
        element("image", (425, 110, 60, 50), mask_name="rounded_corners", mask_properties__radius=10,
                stroke_width=6, stroke_color="#2E294E", rotation=20, **PHOTO)
    )  # fmt: skip
    assert_golden(picture(images, (520, 190), "#EEEEEE"), "picture-frames")


def test_filters() -> None:
    images = [element("image", (10, 10, 80, 50), filter_name="grayscale", **PHOTO)]
    images += [
        element("image", (10 + (index + 1) % 5 * 90, 10 + (index + 1) // 5 * 60, 80, 50), filter_name="duotone",
                filter_properties__name=name, **PHOTO)
        for index, name in enumerate(DUOTONES)
    ]  # fmt: skip
    assert_golden(picture(images, (460, 190)), "picture-filters")


def test_overlays() -> None:
    colours: dict[str, Any] = {"overlay_color_1": "#00000000", "overlay_color_2": "#D7263DFF"}
    images = [
        element("image", (10 + index * 90, 10, 80, 60), overlay_direction=direction, **colours, **PHOTO)
        for index, direction in enumerate(("horizontal", "vertical", "diagonal"))
    ]
    images.append(element("image", (280, 10, 80, 60), overlay_color_1="#1A47FF80", mask_name="circle", **PHOTO))
    assert_golden(picture(images, (370, 80)), "picture-overlays")


def test_the_focus_stays_in_the_middle_as_far_as_the_picture_goes() -> None:
    boxes = [(10 + index * 50, 10, 40, 60) for index in range(4)]
    focuses: list[dict[str, Any]] = [{"focus_x": 10}, {"focus_x": 40}, {"focus_x": 95}, {"focus_x": 50, "focus_y": 0}]
    images = [element("image", box, **focus, **PHOTO) for box, focus in zip(boxes, focuses, strict=True)]
    images.append(element("image", (10, 80, 190, 20), focus_y=95, **PHOTO))
    assert_golden(picture(images, (210, 110)), "picture-focus")


@pytest.mark.parametrize("place", [20, 180])
def test_auto_focus_finds_what_stands_out(place: int) -> None:
    scene = Image.linear_gradient("L").resize((240, 120)).point(lambda value: 150 + value // 4).convert("RGB")
    ImageDraw.Draw(scene).ellipse((place, 40, place + 40, 80), fill="#D7263D")
    data = io.BytesIO()
    scene.save(data, "PNG")
    image = picture([element("image", (0, 0, 60, 60), auto_focus=True, **PHOTO)], (60, 60),
                    pictures={"asset:photo": data.getvalue()})  # fmt: skip
    reds = sum(1 for red, green, *_ in _pixels(image) if red > 180 and green < 90)
    assert reds == pytest.approx(math.pi * 10**2, rel=0.1), "the whole disc is to be seen"


def _pixels(image: Image.Image) -> list[tuple[int, ...]]:
    return [pixel(image, (x, y)) for x in range(image.width) for y in range(image.height)]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_obeyed_when_cropping_and_scaling(orientation: int) -> None:
    stored = _turned(orientation)
    images = [element("image", (10, 10, 80, 60), alignment="top left", **PHOTO)]
    image = picture(images, (100, 80), pictures={"asset:photo": stored})
    assert_golden(image, "picture-upright")


def _turned(orientation: int) -> bytes:
    """A JPEG whose pixels are stored so that `orientation` turns them upright."""
    inverse = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # FLIP_LEFT_RIGHT 0, FLIP_TOP_BOTTOM 1, ROTATE_90 2, …
    image: Image.Image = Image.open(io.BytesIO(photo()))
    if orientation > 1:
        image = image.transpose(Image.Transpose(inverse[orientation]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = io.BytesIO()
    image.save(data, "JPEG", quality=95, subsampling=0, exif=exif)
    return data.getvalue()
