"""What everything is painted on: a picture or a layer of it, and the two strokes that all painters use."""

from __future__ import annotations

from functools import lru_cache

from PIL import Image, ImageChops

from tintype.engine.properties.kinds import Colour
from tintype.engine.raster.coverage import Region


class Canvas:
    """A part of the picture, from (`left`, `top`) on. All coordinates are the whole picture's pixels.

    `image` is "RGB" for an opaque picture. A layer that starts out clear is "RGBX", whose four channels hold
    premultiplied red, green, blue and alpha: mixing an opaque colour in by a mask is then exactly "source over",
    on a layer as on a picture, which Pillow does not do for "RGBA". "L" holds how far an ink of any one colour covers,
    from 0 to `full`.

    `changed` lists the row ranges that were painted. What is painted is faded by `opacity` (0-1).
    """

    def __init__(self, image: Image.Image, left: int = 0, top: int = 0, full: int = 255) -> None:
        self.image, self.left, self.top, self.full = image, left, top, full
        self.changed: list[tuple[int, int]] = []
        self.opacity = 1.0

    @classmethod
    def clear(cls, region: Region) -> Canvas:
        """A transparent layer over `region`."""
        left, top, right, bottom = region
        return cls(Image.new("RGBX", (right - left, bottom - top)), left, top)

    @property
    def region(self) -> Region:
        """What the canvas covers of the picture."""
        return self.left, self.top, self.left + self.image.width, self.top + self.image.height

    def ink(self, colour: Colour) -> tuple[int, ...] | int:
        """The opaque colour as the image's mode takes it; its own alpha belongs into the mask."""
        if self.image.mode == "L":
            return self.full
        return (*colour[:3], 255) if self.image.mode == "RGBX" else tuple(colour[:3])

    def colour(self, colour: Colour, region: Region, mask: Image.Image | None = None) -> None:
        """Paints `region` with a colour through its own alpha and a mask ("L") of the region's size."""
        if colour.alpha == 0 or not self._meets(region):
            return
        alpha = round(colour.alpha * self.opacity)
        if alpha < 255:
            mask = faded(mask, alpha) if mask else _even(region, alpha)
        left, top, right, bottom = region
        box = (left - self.left, top - self.top, right - self.left, bottom - self.top)
        self.image.paste(self.ink(colour), box, mask)

    def picture(self, picture: Image.Image, left: int, top: int, mask: Image.Image | None = None) -> None:
        """Paints an "RGB" or (straight) "RGBA" picture through its own alpha and a mask ("L") of its size."""
        region = (left, top, left + picture.width, top + picture.height)
        if not self._meets(region):
            return
        if picture.mode == "RGBA" and mask is None and self.opacity == 1:
            mask = picture  # whose alpha is what counts; half a millisecond for each megapixel that need not be copied
        elif picture.mode == "RGBA":
            own = picture.getchannel("A")
            mask = ImageChops.multiply(mask, own) if mask else own
        if self.opacity < 1:
            alpha = round(255 * self.opacity)
            mask = faded(mask, alpha) if mask else _even(region, alpha)
        if self.image.mode == "RGBX":
            picture = picture.convert("RGB").convert("RGBX")
        self.image.paste(picture, (left - self.left, top - self.top), mask)

    def straight(self) -> Image.Image:
        """A clear layer's picture as "RGBA" with straight alpha."""
        return Image.merge("RGBa", self.image.split()).convert("RGBA")

    def _meets(self, region: Region) -> bool:
        """Notes the rows that `region` touches; whether there are any."""
        left, top, right, bottom = self.region
        if region[0] >= right or region[2] <= left or region[1] >= bottom or region[3] <= top:
            return False
        self.changed.append((max(top, region[1]), min(bottom, region[3])))
        return True


def cut(picture: Image.Image, at: tuple[int, int], region: Region) -> Image.Image:
    """The part of `picture`, which lies `at` a place, that lies in `region`."""
    left, top, right, bottom = (edge - at[index % 2] for index, edge in enumerate(region))
    if (left, top, right, bottom) == (0, 0, *picture.size):
        return picture
    return picture.crop((left, top, right, bottom))


def faded(mask: Image.Image, alpha: int) -> Image.Image:
    """The mask times `alpha` (0-255)."""
    return mask if alpha == 255 else mask.point(_table(alpha))


@lru_cache(maxsize=256)  # 256 bytes each
def _table(alpha: int) -> bytes:
    return bytes((value * alpha + 127) // 255 for value in range(256))


def _even(region: Region, alpha: int) -> Image.Image:
    return Image.new("L", (region[2] - region[0], region[3] - region[1]), alpha)
