"""Changing a dynamic image after it was created: its settings, its signing keys, its end."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Protocol

from tintype import query
from tintype.base.errors import ConflictError, InvalidInputError, NotFoundError, Problem
from tintype.model.ids import as_uuid
from tintype.model.records import Asset, Card, DynamicImage, SigningKey
from tintype.services.images.create_dynamic_image import format_body

KEYS = 2  # that hold at the same time: during a rotation the one before still does
SHOWN = (
    "enable_rate_limit", "enable_production_mode", "created_at", "paused", "expires_at", "fallback",
    "max_renders_per_second", "max_new_variants", "require_signature",
)  # fmt: skip


class KeepsImages(Protocol):
    """What this flow needs of the store."""

    def card(self, image_id: str) -> Card | None:
        """The card of the design whose dynamic image this is, or None."""

    def change(self, image_id: str, change: Callable[[DynamicImage], DynamicImage]) -> Card | None:
        """Make the image what `change` makes of it: the card then, or None."""

    def delete(self, image_id: str, now: int) -> bool:
        """Delete the image; False where there is none."""


def get_image(image_id: str, images: KeepsImages, base_url: str) -> dict[str, Any]:
    """The image's settings and URLs. Raises NotFoundError."""
    return image_body(*_found(image_id, images), base_url)


def change_image(
    image_id: str,
    changes: Mapping[str, Any],
    images: KeepsImages,
    assets: Callable[[str], Mapping[str, Asset]],
    base_url: str,
) -> tuple[dict[str, Any], bool]:
    """Change what `changes` names, by the fields of DynamicImage: the image then, and whether pictures may differ.

    Pausing leaves what is in the CDN there, and what is shown instead is kept nowhere for long: nothing to take out.
    Raises NotFoundError; InvalidInputError for a fallback that can't be; ConflictError where signatures would be
    needed that nobody could make.
    """
    card, _ = _found(image_id, images)
    if "fallback" in changes:
        changes = {**changes, **_fallback(changes["fallback"], card, assets)}

    def change(before: DynamicImage) -> DynamicImage:
        after = replace(before, **changes)
        _check_keys(after)
        return after

    changed = images.change(card.image_id, change)
    return image_body(*_live(changed), base_url), bool(changes.keys() - {"paused"})


def delete_image(image_id: str, images: KeepsImages, now: int) -> dict[str, Any]:
    """Delete the image, its settings and its keys. Raises NotFoundError."""
    card, _ = _found(image_id, images)
    if not images.delete(card.image_id, now):
        raise _unknown()
    return {"id": card.image_id, "design_id": card.design_id}


def signing_keys(image_id: str, images: KeepsImages) -> dict[str, Any]:
    """The image's keys, the newest first. Raises NotFoundError."""
    return _keys_body(_found(image_id, images)[1])


def rotate_signing_key(image_id: str, images: KeepsImages, now: int) -> dict[str, Any]:
    """Make a new key; the one before still holds, those before that no longer. Raises NotFoundError."""
    key = SigningKey(secrets.token_hex(4), f"ts_{secrets.token_urlsafe(32)}", now)

    def rotate(image: DynamicImage) -> DynamicImage:
        return replace(image, signing_keys=(key, *image.signing_keys)[:KEYS])

    return _keys_body(_live(images.change(_known(image_id), rotate))[1])


def revoke_signing_key(image_id: str, key_id: str, images: KeepsImages) -> dict[str, Any]:
    """Take a key out: no signature that it made holds any more. Raises NotFoundError, ConflictError."""

    def revoke(image: DynamicImage) -> DynamicImage:
        left = tuple(key for key in image.signing_keys if key.id != key_id)
        if len(left) == len(image.signing_keys):
            raise NotFoundError("signing_key_not_found", "the image has no key with this id")
        after = replace(image, signing_keys=left)
        _check_keys(after)
        return after

    return _keys_body(_live(images.change(_known(image_id), revoke))[1])


def image_body(card: Card, image: DynamicImage, base_url: str) -> dict[str, Any]:
    """A dynamic image as the API shows it; its keys are asked for by themselves."""
    return {
        "id": card.image_id,
        "design_id": card.design_id,
        **{name: getattr(image, name) for name in SHOWN},
        "formats": [format_body(one, card.image_id, base_url) for one in card.formats],
    }


def _fallback(chosen: str | None, card: Card, assets: Callable[[str], Mapping[str, Asset]]) -> dict[str, str | None]:
    """The fallback as it is kept. Raises InvalidInputError."""
    if not chosen:
        return {"fallback": None, "fallback_sha256": None}
    if not chosen.startswith("asset:"):
        problems = query.parse(chosen).problems
        if problems:
            raise InvalidInputError.of(problems)
        return {"fallback": chosen.removeprefix("?"), "fallback_sha256": None}
    asset = assets(card.design_id).get(chosen.removeprefix("asset:"))
    if asset is None or asset.kind != "picture":
        problem = Problem("fallback", "missing_asset", "the design has no such picture among its assets", None, chosen)
        raise InvalidInputError.of([problem])
    return {"fallback": chosen, "fallback_sha256": asset.sha256}


def _check_keys(image: DynamicImage) -> None:
    if image.require_signature != "none" and not image.signing_keys:
        message = "signatures would be needed that no key is there to make; rotate the signing keys first"
        raise ConflictError("signing_key_missing", message)


def _known(image_id: str) -> str:
    known = as_uuid(image_id)
    if known is None:
        raise _unknown()
    return known


def _found(image_id: str, images: KeepsImages) -> tuple[Card, DynamicImage]:
    return _live(images.card(_known(image_id)))


def _live(card: Card | None) -> tuple[Card, DynamicImage]:
    if card is None or card.image is None or card.deleted_at is not None:
        raise _unknown()
    return card, card.image


def _unknown() -> NotFoundError:
    return NotFoundError("dynamic_image_not_found", "there is no dynamic image with this id")


def _keys_body(image: DynamicImage) -> dict[str, Any]:
    return {"keys": [{"id": key.id, "secret": key.secret, "created_at": key.created_at} for key in image.signing_keys]}
