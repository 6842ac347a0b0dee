"""What routes that make files work with, and how they keep to an ``Idempotency-Key``."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from tintype.base.errors import InvalidInputError, Problem
from tintype.edge.requests import Request, api_key_in
from tintype.services.generation.generate import FileRenderer
from tintype.services.generation.idempotency import MAX_KEY, new_seed, once
from tintype.store.batches import Batches
from tintype.store.exports import Exports, HiddenPictures
from tintype.store.generations import Generations
from tintype.store.idempotency import IdempotencyRecords
from tintype.store.outputs import Outputs
from tintype.store.queue import Queue
from tintype.store.webhook_secrets import WebhookSecrets

# What a caller waits for; the gateway waits 30 seconds, and a record has to outlive whoever began it.
WAIT_SECONDS = 15.0
IN_PROGRESS_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Work:
    """The stores of what takes its time, the queue that it waits in, and where files are made."""

    generations: Generations
    exports: Exports
    batches: Batches
    pictures: HiddenPictures
    secrets: WebhookSecrets
    idempotency: IdempotencyRecords
    outputs: Outputs
    queue: Queue
    renderer: FileRenderer


def due() -> float:
    """When an answer has to be ready, on the monotonic clock."""
    return time.monotonic() + WAIT_SECONDS


def once_for(
    request: Request, idempotency: IdempotencyRecords, now: int, make: Callable[[str], dict[str, Any]]
) -> dict[str, Any]:
    """What `make` answers; once only for requests of one API key that carry the same ``Idempotency-Key``.

    `make` takes a seed, of which all ids and names come. Raises what `once` does.
    """
    key = request.headers.get("idempotency-key", "").strip()
    if not key:
        return make(new_seed())
    if len(key) > MAX_KEY:
        message = f"must have at most {MAX_KEY} characters"
        raise InvalidInputError.of([Problem("Idempotency-Key", "out_of_range", message, {"max": MAX_KEY})])
    owner = _digest(api_key_in(request.headers) or "")
    id_ = _digest("\n".join((owner, request.method, request.path, key)))
    fingerprint = sha256(request.body).hexdigest()
    return once(id_, fingerprint, idempotency, now, IN_PROGRESS_SECONDS, make)


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
