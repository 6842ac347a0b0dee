"""The README's pictures: ``python -m local.pictures`` asks the service for them as any viewer would."""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.request import urlopen

from PIL import Image, ImageChops, ImageFilter

from local.service import Service
from local.starters import STARTERS, put_starter

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
SAMPLES = {
    "social-card": "",
    "social-card-changed": (
        "title=Seven+slow+days+among+the+dunes&photo=asset:dunes.jpg&avatar=asset:jonas.jpg&author=Jonas+Ek"
        "&vars.name=Sam&button=Come+along&button.background_color=7DD3FC"
    ),
    "email-banner": "vars.first_name=Amira&_scale=2",
    "product-card": "",
}
SEEN = 40  # of 255, as in the golden tests: what differs by less is the grain of a JPEG


def main() -> int:
    """Draw every sample, and write those that look otherwise than the file that is there."""
    service = Service(0, "local-key")
    try:
        images = {starter.name: put_starter(starter, service.url, "local-key") for starter in STARTERS}
        for sample in SAMPLES:
            data, path = drawn(sample, images), FOLDER / f"{sample}.jpg"
            if not path.exists() or difference(data, path.read_bytes()) > SEEN:
                path.write_bytes(data)
    finally:
        service.close()
    return 0


def drawn(sample: str, images: Mapping[str, str]) -> bytes:
    """The sample as the service draws it now; `images` has the starters' image URLs."""
    image = images[sample.removesuffix("-changed")]
    with urlopen(f"{image}.jpg?_quality=88&{SAMPLES[sample]}") as response:
        data: bytes = response.read()
    return data


def difference(one: bytes, other: bytes) -> int:
    """The largest difference of a channel anywhere once grain is smoothed away, 0 to 255; 255 where sizes differ."""
    with Image.open(io.BytesIO(one)) as first, Image.open(io.BytesIO(other)) as second:
        if first.size != second.size:
            return 255
        smooth = [image.convert("RGB").filter(ImageFilter.BoxBlur(2)) for image in (first, second)]
    histogram = ImageChops.difference(*smooth).histogram()
    return max(level % 256 for level, count in enumerate(histogram) if count)


if __name__ == "__main__":
    sys.exit(main())
