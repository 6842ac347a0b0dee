"""What the table remembers, as frozen values; nothing here knows how it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Protocol

from tintype.base.record import Record, field
from tintype.model.ids import DEFAULT_PROJECT


class FormatCard(Record):
    """One format of a design: its name, its uid and its size in pixels."""

    name: str
    uid: str
    width: int
    height: int


class SigningKey(Record):
    """A key that image URLs are signed with; `created_at` is in epoch seconds."""

    id: str
    secret: str = field(repr=False)
    created_at: int


class DynamicImage(Record):
    """The dynamic image of a design: the flags of its first create call, and what was changed since.

    Times are in epoch seconds. `fallback` is shown in place of a picture that isn't to be: ``asset:NAME``, a query
    string, or None for the design as it is; `fallback_sha256` names the asset's content. A limit of None is that of
    the settings. `signing_keys` has the newest first. `salt` keeps apart what is counted for this image, and hides
    whom.
    """

    enable_rate_limit: bool
    enable_production_mode: bool
    created_at: int
    paused: bool = False
    expires_at: int | None = None
    fallback: str | None = None
    fallback_sha256: str | None = None
    max_renders_per_second: int | None = None
    max_new_variants: int | None = None
    require_signature: Literal["none", "any", "exact", "policy"] = "none"
    signing_keys: tuple[SigningKey, ...] = ()
    salt: str = field(default="", compare=False, repr=False)


class Card(Record):
    """What is known about a design without reading its document. Times are in epoch seconds.

    `image` is None until the design's dynamic image is created; `image_id` is known before (see vocabulary/ids).
    `image_deleted_at` is when it was deleted, unless it has been created again.
    A design that was deleted leaves its card behind with `deleted_at`: its revisions must not be used again.
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
    project_id: str = DEFAULT_PROJECT
    deleted_at: int | None = None
    image_deleted_at: int | None = None


class Project(Record):
    """What designs are grouped by. `created_at` is in epoch seconds."""

    id: str
    name: str
    created_at: int


class Asset(Record):
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


class ApiKey(Record):
    """A key that opens the API; `id` is the SHA-256 of the key itself, which is never kept.

    `scope` is ``all``, or some of ``read``, ``write`` and ``render`` with spaces between them. `last_used` is a day
    (``2026-11-21``), None before the first use; times are in epoch seconds.
    """

    id: str
    label: str
    scope: str
    created_at: int
    last_used: str | None = None
    revoked_at: int | None = None

    def may(self, scope: str) -> bool:
        """True where the key opens what needs `scope`."""
        own = self.scope.split()
        return scope in own or "all" in own


class Duplication(Record):
    """A starter design that was copied into a project. Times are in epoch seconds."""

    id: str
    created_at: int
    completed_at: int
    template_id: str
    design_id: str
    design_name: str
    project_id: str


class Banner(Record):
    """A file that was generated from a design, in one of its formats.

    `name` is its unguessable file name, `type` its type without a dot (``jpeg``), `format` the format's name, sides
    are in pixels, `created_at` in epoch seconds.
    """

    id: str
    name: str
    type: str
    design_id: str
    design_name: str
    project_id: str
    format: str
    width: int
    height: int
    created_at: int


class Found(Record):
    """What a dynamic image URL leads to. `plate` is None when the design has no such format."""

    card: Card
    plate: Mapping[str, Any] | None


class FindPlate(Protocol):
    """Looks a plate up by the id of a dynamic image, or of a design, and a format."""

    def __call__(self, id_: str, format_: str | None, deadline: float, /) -> Found | None:
        """What `id_` leads to, None where there is no such thing; a Found without a plate where the format isn't there.

        `format_` is a uid or a name, None for the first one; `deadline` is an instant of ``time.monotonic``. Raises
        UnavailableError when the table doesn't answer before it.
        """
