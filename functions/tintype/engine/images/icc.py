"""Whatever colours a decoder gives, as sRGB."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

from tintype.base.caches import ByteCache

_PLAIN_MODES = ("L", "LA", "RGB", "RGBA", "CMYK")


def has_alpha(image: Image.Image) -> bool:
    """True where some of the picture may be transparent."""
    return image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info


def scalable(image: Image.Image) -> Image.Image:
    """The picture in a mode that can be scaled well: 8 bits a channel, no palette; L, LA, RGB, RGBA or CMYK."""
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        return _eight_bits(image)
    if has_alpha(image) and image.mode not in ("RGBA", "LA"):
        return image.convert("RGBA")
    if image.mode in _PLAIN_MODES:
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def as_srgb(image: Image.Image, profile: Any) -> Image.Image:
    """The scaled picture as "RGB" or "RGBA" in sRGB; a `profile` (ICC) that can't be used is ignored."""
    mode = "RGBA" if image.mode in ("RGBA", "LA") else "RGB"
    if isinstance(profile, bytes) and profile and not _is_srgb(profile):
        image = _converted(image, profile)
    return image if image.mode == mode else image.convert(mode)


def _eight_bits(image: Image.Image) -> Image.Image:
    """Sixteen bits to eight by their upper half; wider integers and floats by their range."""
    if image.mode.startswith("I;16"):
        return image.convert("I").point(lambda value: value * (1 / 256) + 0).convert("L")
    extrema: Any = image.getextrema()
    low, high = extrema
    if image.mode == "I" and low >= 0 and high <= 65_535:
        low, high = 0, 255 if high <= 255 else 65_535
    scale = 255 / ((high - low) or 1)
    return image.point(lambda value: value * scale + -low * scale).convert("L")


def _is_srgb(profile: bytes) -> bool:
    """True where the profile calls itself sRGB, in either of the encodings that ICC uses for names."""
    return b"sRGB" in profile or b"\0s\0R\0G\0B" in profile


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    from PIL import ImageCms  # noqa: PLC0415  6 ms, and hardly a picture needs it

    alpha = image.getchannel("A") if image.mode in ("RGBA", "LA") else None
    base = image.convert(image.mode.rstrip("A")) if alpha else image
    try:
        transform = _transform(profile, base.mode)
        result = ImageCms.applyTransform(base, transform)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    if result is None:
        return image
    if alpha:
        result.putalpha(alpha)
    return result


_TRANSFORMS: ByteCache[tuple[bytes, str], Any] = ByteCache(4 << 20)
_TRANSFORM_BYTES = 170_000  # as 50 of them were measured


def _transform(profile: bytes, mode: str) -> Any:
    """From the profile's colours to sRGB. Kept with the profile that names it: some of those have megabytes."""
    transform = _TRANSFORMS.get((profile, mode))
    if transform is None:
        from PIL import ImageCms  # noqa: PLC0415

        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        transform = ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), mode, "RGB")
        _TRANSFORMS.put((profile, mode), transform, len(profile) + _TRANSFORM_BYTES)
    return transform
