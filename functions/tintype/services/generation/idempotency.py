"""Doing something once for each idempotency key, whoever asks again and however often."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from tintype.base.errors import ConflictError, InvalidInputError, NotFoundError
from tintype.store.idempotency import Promise

MAX_KEY = 255  # characters


class KeepsPromises(Protocol):
    """What this flow needs of the table."""

    def claim(self, id_: str, fingerprint: str, now: int, seconds: int) -> Promise:
        """The promise: mine where it is new, or where its first holder has not kept it within `seconds`."""

    def keep(self, id_: str, answer: dict[str, Any]) -> None:
        """Remember what it came to."""

    def release(self, id_: str) -> None:
        """Let the next one do it, with the same seed."""

    def forget(self, id_: str) -> None:
        """Forget it: nothing came of it."""


def once(
    id_: str,
    fingerprint: str,
    promises: KeepsPromises,
    now: int,
    seconds: int,
    make: Callable[[str], dict[str, Any]],
) -> dict[str, Any]:
    """What `make` answers, called once for all requests that `id_` names; `make` takes a seed for ids and names.

    A request that was refused may be sent again, corrected. Raises InvalidInputError (``idempotency_key_reused``)
    where the same key comes with another request, ConflictError (``request_in_progress``) while the first is at it:
    for `seconds` at most, then the next one takes over.
    """
    promise = promises.claim(id_, fingerprint, now, seconds)
    if promise.fingerprint != fingerprint:
        raise InvalidInputError("idempotency_key_reused", "this Idempotency-Key came with another request before")
    if promise.answer is not None:
        return promise.answer
    if not promise.is_mine:
        raise ConflictError("request_in_progress", "a request with this Idempotency-Key is being worked on")
    try:
        answer = make(promise.seed)
    except (InvalidInputError, NotFoundError):
        promises.forget(id_)
        raise
    except BaseException:
        promises.release(id_)
        raise
    promises.keep(id_, answer)
    return answer
