"""Draws the pictures of the starter designs anew: ``python -m local.starters.make_assets``."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from local.starters.art.flat import mark, portrait
from local.starters.art.landscapes import dunes, mountains
from local.starters.art.vase import vase
from tintype import gallery

ASSETS = Path(gallery.__file__).parent / "assets"


def main() -> None:
    """Write every picture; JPEG where it is a photo, PNG where it needs alpha."""
    ASSETS.mkdir(exist_ok=True)
    _save(mountains(1600, 1200), "mountains.jpg", 80)
    _save(dunes(1600, 1200), "dunes.jpg", 80)
    _save(vase(1200, 1200, (214, 142, 108), (243, 231, 219)), "vase-clay.jpg", 93)
    _save(vase(1200, 1200, (112, 140, 126), (228, 233, 227)), "vase-sage.jpg", 93)
    _save(portrait(320, (244, 196, 160), (92, 52, 40), (36, 88, 104), (250, 214, 165), long_hair=True), "maya.jpg", 88)
    _save(
        portrait(320, (196, 138, 104), (34, 28, 30), (196, 92, 60), (176, 208, 206), long_hair=False), "jonas.jpg", 88
    )
    mark(256, (255, 255, 255)).save(ASSETS / "mark-light.png", optimize=True)
    mark(256, (30, 41, 59)).save(ASSETS / "mark-dark.png", optimize=True)


def _save(picture: Image.Image, name: str, quality: int) -> None:
    picture.save(ASSETS / name, quality=quality, optimize=True, progressive=True)


if __name__ == "__main__":
    main()
