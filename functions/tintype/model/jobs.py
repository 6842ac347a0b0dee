"""What the table remembers of work that takes its time, as frozen values; nothing here knows how it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from tintype.model.records import Banner

DAY = 86_400  # seconds
KEPT = 7 * DAY  # how long results are kept for who asked
GRACE = 2 * DAY  # and then for saying that they were there; DynamoDB takes its time as well


@dataclass(frozen=True, slots=True)
class Generation:
    """Several formats of a design to be made into files, one message each. Times are in epoch seconds.

    `formats` maps uids to names. `seed` is secret: file names come of it, so that each delivery of a message finds
    the same and nobody else does.
    """

    id: str
    design_id: str
    seed: str = field(repr=False)
    elements: Mapping[str, Any]
    formats: Mapping[str, str]
    type: str | None
    quality: int | None
    callback_url: str | None
    created_at: int
    callback_sent: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one format: a file, or the reason why there is none."""

    uid: str
    format: str
    banner: Banner | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """Files to be packed into one ZIP archive. `name` is the archive's unguessable file name."""

    id: str
    name: str
    banner_ids: tuple[str, ...]
    callback_url: str | None
    created_at: int
    generated_at: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One webhook to be delivered: the same `id` and `body` in every attempt. `state` is how far it got."""

    id: str
    url: str
    body: str
    created_at: int
    state: Literal["pending", "delivered", "given_up"] = "pending"


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of a file, each to become an image URL or a file.

    `format` is a uid, `columns` are a CSV's, known once it is split. `total` and `parts` are None until the rows are
    counted; `done` counts the rows that have a result, `failed` those of them whose result is an error.
    """

    id: str
    design_id: str
    seed: str = field(repr=False)
    format: str
    output: Literal["urls", "files"]
    media: Literal["jsonl", "csv"]
    type: str | None
    quality: int | None
    callback_url: str | None
    created_at: int
    columns: tuple[str, ...] = ()
    total: int | None = None
    parts: int | None = None
    done: int = 0
    failed: int = 0
    started: bool = False
    reason: str | None = None
    callback_sent: bool = False

    @property
    def is_finished(self) -> bool:
        """True where nothing more will come of it."""
        return self.reason is not None or (self.total is not None and self.done >= self.total)


@dataclass(frozen=True, slots=True)
class HiddenPicture:
    """A picture whose URL says nothing of what is in it; it is made when it is first looked at.

    `query` is what the query of an image URL would be, `format` is a uid, `type` the picture's type. `expires_at` is
    when there is no such picture any more, in epoch seconds, None for never. Of one that was deleted its data is gone.
    """

    id: str
    design_id: str
    format: str
    query: str = field(repr=False)
    type: str
    created_at: int
    expires_at: int | None = None
    deleted_at: int | None = None


@dataclass(frozen=True, slots=True)
class WebhookSecret:
    """What webhooks are signed with: the secret, and the one before it while it still counts. Epoch seconds."""

    secret: str = field(repr=False)
    created_at: int
    rotated_at: int | None = None
    previous: str | None = field(default=None, repr=False)
    previous_expires_at: int | None = None


@dataclass(frozen=True, slots=True)
class IdempotencyRecord:
    """What is known under an idempotency key, in the manner of Powertools' idempotency utility.

    `fingerprint` tells requests apart, `until` is when whoever is at it has to be done (epoch seconds), `answer` is
    what it came to. `seed` is random and secret: whoever does it again after the first one died makes the same ids and
    names of it, and so the same file. `holder` is random, too: whose the record is.
    """

    seed: str = field(repr=False)
    fingerprint: str
    until: int
    answer: dict[str, Any] | None = field(default=None, hash=False)
    holder: str = field(default="", compare=False)

    def state(self, now: int) -> Literal["in_progress", "completed", "expired"]:
        """Its state at `now`, in epoch seconds; one that expired may be taken over by whoever comes next."""
        if self.answer is not None:
            return "completed"
        return "in_progress" if now <= self.until else "expired"
