"""Whether a request carries an API key that opens the API."""

from __future__ import annotations

from collections.abc import Callable

from tintype.errors import UnauthorizedError
from tintype.store.records import ApiKey


def authorize(key: str | None, find: Callable[[str], ApiKey | None]) -> ApiKey:
    """The record of `key`. Raises UnauthorizedError alike for a key that is missing, unknown or revoked."""
    if not key:
        raise UnauthorizedError("an API key is needed, in x-api-key or Authorization: Bearer")
    found = find(key)
    if found is None:
        raise UnauthorizedError("this API key is unknown or revoked")
    return found
