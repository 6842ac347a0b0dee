"""API keys over the API: making, listing and revoking them."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, Protocol

from tintype.base.errors import ConflictError, NotFoundError
from tintype.model.records import ApiKey

SCOPES = ("read", "write", "render", "all")


class KeepsKeys(Protocol):
    """What these flows need of the store."""

    def add(self, key: str, label: str, scope: str, now: int) -> ApiKey:
        """Let the key in."""

    def all(self) -> list[ApiKey]:
        """Every key that was ever made."""

    def revoke(self, key_id: str, now: int) -> ApiKey | None:
        """Shut out a key; None where there is no such key."""


def create_key(key: str, label: str, scopes: Collection[str], keys: KeepsKeys, now: int) -> dict[str, Any]:
    """Let the new `key` in. The answer is the only place where it is ever seen."""
    chosen = " ".join(scope for scope in SCOPES if scope in scopes)
    return {**key_body(keys.add(key, label, chosen, now)), "key": key}


def list_keys(keys: KeepsKeys) -> list[dict[str, Any]]:
    """Every key that was ever made, the newest first."""
    return [key_body(key) for key in keys.all()]


def revoke_key(key_id: str, own: str | None, keys: KeepsKeys, now: int) -> dict[str, Any]:
    """Shut out a key, from the next request on; `own` is the key that asks for it.

    Raises NotFoundError, and ConflictError (``key_in_use``) where the two are the same.
    """
    if key_id == own:
        raise ConflictError("key_in_use", "this request came with this very key; revoke it with another one")
    key = keys.revoke(key_id, now) if re.fullmatch("[0-9a-f]{64}", key_id) else None
    if key is None:
        raise NotFoundError("key_not_found", "there is no API key with this id")
    return key_body(key)


def key_body(key: ApiKey) -> dict[str, Any]:
    """A key as the API shows it: never the key itself."""
    return {
        "id": key.id,
        "label": key.label,
        "scopes": key.scope.split(),
        "created_at": key.created_at,
        "last_used": key.last_used,
        "revoked_at": key.revoked_at,
    }
