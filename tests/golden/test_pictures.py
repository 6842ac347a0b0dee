"""What images and logos look like."""

import pytest

from tests.golden.build import element, photo, picture
from tests.golden.compare import assert_golden

TALL, WIDE = (10, 10, 60, 100), (80, 10, 110, 40)
PHOTO = {"image_url": "asset:photo"}


@pytest.mark.parametrize("alignment", ["top left", "middle center", "bottom right", "custom custom"])
def test_cover_fills_the_box_and_keeps_the_aligned_part(alignment):
    images = [element("image", box, alignment=alignment, **PHOTO) for box in (TALL, WIDE)]
    name = "custom custom" if alignment == "middle center" else alignment
    assert_golden(picture(images), f"picture-cover-{name.replace(' ', '-')}")


@pytest.mark.parametrize("alignment", ["top left", "middle center", "bottom right"])
def test_fill_shows_the_whole_picture_at_the_aligned_place(alignment):
    images = [element("image", box, alignment=alignment, fitting_type="fill", **PHOTO) for box in (TALL, WIDE)]
    assert_golden(picture(images, background="#EEEEEE"), f"picture-fill-{alignment.replace(' ', '-')}")


def test_a_logo_is_never_cropped():
    logos = [element("logo", box, **PHOTO) for box in (TALL, WIDE)]
    assert_golden(picture(logos, background="#EEEEEE"), "picture-logo")


def test_rounded_corners_and_circles():
    images = [
        element("image", (10, 10, 80, 50), mask_name="rounded_corners", mask_properties__radius=14, **PHOTO),
        element("image", (10, 70, 80, 45), mask_name="rounded_corners", mask_properties__radius__tr=30, **PHOTO),
        element("image", (100, 10, 90, 90), mask_name="circle", **PHOTO),
    ]
    assert_golden(picture(images), "picture-corners")


def test_pictures_on_layers():
    images = [
        element("image", (20, 20, 70, 70), rotation=15, shadow_color="#000000A0", shadow_blur=10, **PHOTO),
        element("image", (110, 20, 70, 70), mask_name="circle", opacity=50, **PHOTO),
    ]
    assert_golden(picture(images), "picture-layers")


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_obeyed_when_cropping_and_scaling(orientation):
    stored = _turned(orientation)
    images = [element("image", (10, 10, 80, 60), alignment="top left", **PHOTO)]
    image = picture(images, (100, 80), pictures={"asset:photo": stored})
    assert_golden(image, "picture-upright")


def _turned(orientation):
    """A JPEG whose pixels are stored so that `orientation` turns them upright."""
    import io

    from PIL import Image

    inverse = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # FLIP_LEFT_RIGHT 0, FLIP_TOP_BOTTOM 1, ROTATE_90 2, …
    image = Image.open(io.BytesIO(photo()))
    if orientation > 1:
        image = image.transpose(Image.Transpose(inverse[orientation]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = io.BytesIO()
    image.save(data, "JPEG", quality=95, subsampling=0, exif=exif)
    return data.getvalue()
