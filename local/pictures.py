"""Writes the README's pictures: ``python -m local.pictures`` asks the service for them as any viewer would."""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.request import urlopen

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


def main() -> int:
    """Draw every sample."""
    service = Service(0, "local-key")
    try:
        images = {starter.name: put_starter(starter, service.url, "local-key") for starter in STARTERS}
        for sample, query in SAMPLES.items():
            image = images[sample.removesuffix("-changed")]
            with urlopen(f"{image}.jpg?_quality=88&{query}") as response:
                (FOLDER / f"{sample}.jpg").write_bytes(response.read())
    finally:
        service.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
