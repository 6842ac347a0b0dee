"""Rotation: of points, of regions and of pictures."""

from __future__ import annotations

import math
from collections.abc import Iterable

from PIL import Image

from tintype.base.record import Record
from tintype.engine.plate import Box
from tintype.engine.raster.coverage import Point, Region

REACH = 4  # pixels beyond an edge that the filter which rotates a picture may look at


class Rotation(Record):
    """A rotation clockwise, in degrees, about a point of the picture."""

    degrees: float
    centre: Point

    @classmethod
    def of(cls, degrees: float, box: Box) -> Rotation | None:
        """The rotation about the middle of `box`, None where it changes nothing."""
        if degrees % 360 == 0:
            return None
        return cls(degrees, (box.x + box.width / 2, box.y + box.height / 2))

    def vector(self, across: float, down: float) -> Point:
        """A distance, turned."""
        cosine, sine = self._parts()
        return cosine * across - sine * down, sine * across + cosine * down

    def points(self, points: Iterable[Point]) -> list[Point]:
        """Points, turned."""
        (cosine, sine), (middle_x, middle_y) = self._parts(), self.centre
        return [
            (
                middle_x + cosine * (x - middle_x) - sine * (y - middle_y),
                middle_y + sine * (x - middle_x) + cosine * (y - middle_y),
            )
            for x, y in points
        ]

    def region(self, region: Region) -> Region:
        """The whole pixels that `region` may touch when it is turned, and one more on each side."""
        corners = self.points((x, y) for x in (region[0], region[2]) for y in (region[1], region[3]))
        across, down = zip(*corners, strict=True)
        return (
            math.floor(min(across)) - 1, math.floor(min(down)) - 1,
            math.ceil(max(across)) + 1, math.ceil(max(down)) + 1,
        )  # fmt: skip

    def source(self, region: Region) -> Region:
        """What must be known of an upright picture, so that `region` can show it turned."""
        left, top, right, bottom = Rotation(-self.degrees, self.centre).region(region)
        return left - REACH, top - REACH, right + REACH, bottom + REACH

    def picture(self, picture: Image.Image, at: tuple[int, int], region: Region) -> Image.Image:
        """What `region` shows of a picture that lies `at` a place, turned; nothing beyond the picture's edges."""
        cosine, sine = self._parts()
        across, down = region[0] - self.centre[0], region[1] - self.centre[1]
        data = (
            cosine, sine, cosine * across + sine * down + self.centre[0] - at[0],
            -sine, cosine, -sine * across + cosine * down + self.centre[1] - at[1],
        )  # fmt: skip
        size = (region[2] - region[0], region[3] - region[1])
        return picture.transform(size, Image.Transform.AFFINE, data, Image.Resampling.BICUBIC)

    def _parts(self) -> Point:
        """Cosine and sine, exact for multiples of 90 degrees."""
        radians = math.radians(self.degrees)
        cosine, sine = math.cos(radians), math.sin(radians)
        if min(abs(cosine), abs(sine)) < 1e-12:
            return round(cosine), round(sine)
        return cosine, sine


def bled(picture: Image.Image, by: int) -> Image.Image:
    """The picture with its outermost pixels repeated `by` pixels beyond its edges."""
    width, height = picture.size
    wider = picture.transform((width + 2 * by, height), Image.Transform.EXTENT, (-by, 0, width + by, height), _NEAREST)
    columns = picture.crop((0, 0, 1, height)), picture.crop((width - 1, 0, width, height))
    for column, left in zip(columns, (0, width + by), strict=True):
        wider.paste(column.resize((by, height), _NEAREST), (left, 0))
    taller = Image.new(picture.mode, (width + 2 * by, height + 2 * by))
    taller.paste(wider, (0, by))
    for row, top in ((0, 0), (height - 1, height + by)):
        line = wider.crop((0, row, wider.width, row + 1))
        taller.paste(line.resize((wider.width, by), _NEAREST), (0, top))
    return taller


_NEAREST = Image.Resampling.NEAREST
