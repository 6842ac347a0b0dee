"""What the table remembers, as frozen values; nothing here knows how it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class FormatCard:
    """One format of a design: its name, its uid and its size in pixels."""

    name: str
    uid: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class DynamicImage:
    """The dynamic image of a design, as its first create call decided it. `created_at` is in epoch seconds."""

    enable_rate_limit: bool
    enable_production_mode: bool
    created_at: int


@dataclass(frozen=True, slots=True)
class Card:
    """What is known about a design without reading its document. Times are in epoch seconds.

    `image` is None until the design's dynamic image is created; `image_id` is known before (see vocabulary/ids).
    """

    design_id: str
    image_id: str
    name: str
    type: str
    revision: int
    created_at: int
    updated_at: int
    formats: tuple[FormatCard, ...]
    image: DynamicImage | None = None


@dataclass(frozen=True, slots=True)
class Asset:
    """A file put with a design; `sha256` names its content. `width` and `height` are pixels, None for a font.

    `size` is in bytes, `created_at` in epoch seconds.
    """

    name: str
    sha256: str
    media_type: str
    kind: Literal["picture", "font"]
    size: int
    width: int | None
    height: int | None
    created_at: int


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key that opens the API; `id` is the SHA-256 of the key itself, which is never kept."""

    id: str
    label: str
    scope: str
    created_at: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a dynamic image URL leads to. `plate` is None when the design has no such format."""

    card: Card
    plate: Mapping[str, Any] | None
