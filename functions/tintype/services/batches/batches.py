"""Batches: rows in, an image URL or a file out for each; at once where that is possible, else by the queue."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol
from uuid import NAMESPACE_URL, uuid5

from tintype.base.errors import ConflictError, GoneError, InvalidInputError, NotFoundError
from tintype.engine.plate import Plate
from tintype.model.ids import as_uuid
from tintype.model.jobs import KEPT, Batch
from tintype.model.records import Card, FindPlate
from tintype.services.batches.batch_rows import UrlMaker, result_line
from tintype.services.batches.rows import columns_in, read_rows, records
from tintype.services.generation.generate import find_plate, name_of

AT_ONCE = 10_000  # rows that are answered while the caller waits: about a second of work
ANSWER_BYTES = 5_000_000  # of an answer's body; Lambda's limit is 6 MB
UPLOAD_SECONDS = 3600


class KeepsBatches(Protocol):
    """What batches need of the table."""

    def put(self, batch: Batch) -> None: ...
    def find(self, id_: str) -> Batch | None: ...
    def start(self, batch_id: str) -> bool: ...
    def columns(self, batch_id: str, columns: tuple[str, ...]) -> None: ...
    def counted(self, batch_id: str, total: int, parts: int) -> None: ...
    def fail(self, batch_id: str, reason: str) -> None: ...
    def has_part(self, batch_id: str, part: int) -> bool: ...
    def record_part(self, batch: Batch, part: int, done: int, failed: int) -> bool: ...
    def callback_was_sent(self, batch_id: str) -> None: ...


class KeepsRows(Protocol):
    """What batches need of the bucket."""

    def put(self, key: str, data: bytes, media_type: str) -> None: ...
    def read(self, key: str, start: int = 0, end: int | None = None) -> bytes: ...
    def stream(self, key: str) -> Iterable[bytes]: ...
    def upload_url(self, key: str, seconds: int) -> str: ...


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """What a batch shall be like. `media` is ``jsonl`` or ``csv``; `output` is ``urls`` or ``files``."""

    output: str
    media: str
    format: str | None = None
    type: str | None = None
    quality: int | None = None
    callback_url: str | None = None
    wait: bool = True


def post_batch(
    design_id: str,
    options: BatchOptions,
    rows: bytes,
    find: FindPlate,
    create_image: Callable[[str], object],
    batches: KeepsBatches,
    bucket: KeepsRows,
    send: Callable[[Mapping[str, Any]], None],
    image_base_url: str,
    seed: str,
    deadline: float,
    now: int,
) -> tuple[Literal["done", "waiting", "begun"], dict[str, Any]]:
    """Take in a batch: ``done`` with every row's result where URLs fit an answer, else ``begun`` with the batch.

    Without `rows` it is ``waiting``, and the answer says where to put them. Raises InvalidInputError, NotFoundError.
    """
    card, plate = find_plate(design_id, options.format, find, deadline)
    if options.output == "urls":
        create_image(card.design_id)
        if rows and options.wait and (body := _at_once(options, rows, card, plate, image_base_url)) is not None:
            return "done", body
    batch = _batch(card, plate, options, seed, now, started=bool(rows))
    if rows:
        bucket.put(source_key(batch.id), rows, "application/octet-stream")
    batches.put(batch)
    if not rows:
        upload = {"upload_url": bucket.upload_url(source_key(batch.id), UPLOAD_SECONDS)}
        return "waiting", batch_body(batch) | upload
    send({"job": "split", "id": batch.id})
    return "begun", batch_body(batch)


def start_batch(
    batch_id: str, batches: KeepsBatches, send: Callable[[Mapping[str, Any]], None], now: int
) -> dict[str, Any]:
    """Begin a batch whose rows were uploaded. Raises ConflictError (``batch_already_started``), NotFoundError."""
    batch = _known(batch_id, batches, now)
    if not batches.start(batch.id):
        raise ConflictError("batch_already_started", "this batch was started before")
    send({"job": "split", "id": batch.id})
    return batch_body(batches.find(batch.id) or batch)


def get_batch(batch_id: str, batches: KeepsBatches, now: int) -> dict[str, Any]:
    """The progress of a batch. Raises NotFoundError, and GoneError after seven days."""
    return batch_body(_known(batch_id, batches, now))


def get_results(batch_id: str, part: int, batches: KeepsBatches, bucket: KeepsRows, now: int) -> bytes:
    """The results of one part as JSON lines. Raises NotFoundError (``part_not_found``) until it is done."""
    batch = _known(batch_id, batches, now)
    try:
        return bucket.read(result_key(batch, part))
    except NotFoundError as error:
        raise NotFoundError("part_not_found", "there are no results under this number, or not yet") from error


def batch_body(batch: Batch) -> dict[str, Any]:
    """A batch as the API shows it."""
    status = "failed" if batch.reason else "completed" if batch.is_finished else "running"
    return {
        "id": batch.id,
        "design_id": batch.design_id,
        "output": batch.output,
        "status": status if batch.started else "waiting",
        "total": batch.total,
        "done": batch.done,
        "failed": batch.failed,
        "parts": batch.parts,
        "created_at_ts": batch.created_at,
        **({"error": batch.reason} if batch.reason else {}),
    }


def source_key(batch_id: str) -> str:
    """The bucket's key of a batch's rows."""
    return f"batches/{batch_id}/rows"


def result_key(batch: Batch, part: int) -> str:
    """The bucket's key of one part's results."""
    return f"batches/{batch.id}/results/{part:06}.jsonl"


def _batch(card: Card, plate: Plate, options: BatchOptions, seed: str, now: int, started: bool) -> Batch:
    return Batch(
        id=str(uuid5(NAMESPACE_URL, f"batch:{seed}")),
        design_id=card.design_id,
        seed=name_of(seed),
        format=plate.uid,
        output="files" if options.output == "files" else "urls",
        media="csv" if options.media == "csv" else "jsonl",
        type=options.type,
        quality=options.quality,
        callback_url=options.callback_url,
        created_at=now,
        started=started,
    )


def _known(batch_id: str, batches: KeepsBatches, now: int) -> Batch:
    known = as_uuid(batch_id)
    batch = batches.find(known) if known else None
    if batch is None:
        raise NotFoundError("batch_not_found", "there is no batch with this id")
    if now >= batch.created_at + KEPT:
        raise GoneError("batch_gone", "batches are kept for seven days")
    return batch


def _at_once(
    options: BatchOptions, rows: bytes, card: Card, plate: Plate, image_base_url: str
) -> dict[str, Any] | None:
    """The whole answer, or None where it would be too large."""
    spans = list(_bounded(records([rows], options.media), AT_ONCE + 1))
    if len(spans) > AT_ONCE:
        return None
    columns: tuple[str, ...] = ()
    if options.media == "csv" and spans:
        columns = columns_in(rows[slice(*spans[0])])
        rows = rows[spans[0][1] :]
    make = UrlMaker(plate, card, image_base_url, options.type)
    results = [result_line(row.number, make(row)) for row in read_rows(rows, options.media, columns, 1)]
    if not results:
        raise InvalidInputError("no_rows", "there is no row to make anything of")
    body = {
        "design_id": card.design_id,
        "output": "urls",
        "status": "completed",
        "total": len(results),
        "done": len(results),
        "failed": sum("errors" in result for result in results),
        "ignored": sorted(make.ignored),
        "results": results,
    }
    return body if len(json.dumps(body)) < ANSWER_BYTES else None


def _bounded(spans: Iterable[tuple[int, int]], count: int) -> Iterable[tuple[int, int]]:
    return (span for _, span in zip(range(count), spans, strict=False))
