"""Files that are right, to begin with: pictures of every type and mode that we take, and fonts."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms

ROOT = Path(__file__).parents[2]


def pictures() -> list[bytes]:
    """Small pictures in many types and modes, and two photos as they come from a camera."""
    return [
        *_drawn(),
        *((ROOT / "docs/pictures" / f"{name}.jpg").read_bytes() for name in ("social-card", "email-banner")),
    ]


def fonts() -> list[bytes]:
    """Fonts with kerning, ligatures, marks, colours and without."""
    names = ("inter/400.ttf", "caveat/400.ttf", "roboto-slab/700.ttf")
    return [(ROOT / "layers/fonts" / name).read_bytes() for name in names]


def _drawn() -> Iterator[bytes]:
    ground = Image.linear_gradient("L").resize((61, 47))
    colour = Image.merge("RGB", (ground, ground.rotate(90).resize((61, 47)), Image.effect_noise((61, 47), 60)))
    exif = Image.Exif()
    exif[0x0112] = 6
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    frames = [colour, colour.rotate(90).resize((61, 47)), colour.rotate(180)]
    alpha = colour.convert("RGBA")
    alpha.putalpha(ground)
    saved: tuple[tuple[Image.Image, str, dict[str, Any]], ...] = (
        (colour, "PNG", {"icc_profile": profile}),
        (alpha, "PNG", {}),
        (colour.quantize(40), "PNG", {"transparency": 3}),
        (ground, "PNG", {"transparency": 128}),
        (ground.convert("I;16"), "PNG", {}),
        (ground.convert("1"), "PNG", {}),
        (colour, "PNG", {"save_all": True, "append_images": frames}),
        (colour, "JPEG", {"exif": exif, "icc_profile": profile}),
        (colour, "JPEG", {"progressive": True, "subsampling": 0}),
        (colour.convert("CMYK"), "JPEG", {}),
        (ground, "JPEG", {}),
        (colour, "WEBP", {"icc_profile": profile}),
        (alpha, "WEBP", {"lossless": True}),
        (colour, "WEBP", {"save_all": True, "append_images": frames}),
        (colour, "GIF", {"save_all": True, "append_images": frames, "transparency": 1}),
        (colour.quantize(8), "GIF", {"interlace": 1}),
        (alpha, "AVIF", {"exif": exif}),
        (colour, "TIFF", {"compression": "tiff_lzw"}),
        (colour, "BMP", {}),
    )
    for image, format_, options in saved:
        data = io.BytesIO()
        image.save(data, format_, **options)
        yield data.getvalue()
