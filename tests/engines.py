"""An engine on assets in memory, and plates that know these assets."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from tintype.base.record import replace
from tintype.engine import Engine, RemotePictures
from tintype.engine.plate import Plate

FONTS = Path(__file__).parents[1] / "layers" / "fonts"


def engine_with(assets: Mapping[str, bytes], remote: RemotePictures | None = None) -> Engine:
    """An engine with empty caches that finds each of `assets` by the SHA-256 of its content."""
    contents = {digest_of(data): data for data in assets.values()}
    return Engine(FONTS, lambda digest, _: contents[digest], remote)


def with_assets(plate: Plate, assets: Mapping[str, bytes]) -> Plate:
    """The plate, to which `assets` (name to content) belong."""
    return replace(plate, assets={name: digest_of(data) for name, data in assets.items()})


def digest_of(data: bytes) -> str:
    """The SHA-256 of `data`, as assets are known by."""
    return sha256(data).hexdigest()
