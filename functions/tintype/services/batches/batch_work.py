"""A batch's work: cut into parts, one message each; each part made and counted once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import astuple
from itertools import chain
from typing import Any

from tintype.base.errors import InvalidInputError, NotFoundError, Problem
from tintype.model.jobs import Batch
from tintype.services.batches.batch_rows import FileMaker, UrlMaker, result_line
from tintype.services.batches.batches import KeepsBatches, KeepsRows, batch_body, result_key, source_key
from tintype.services.batches.rows import Part, columns_in, parts, read_rows, records
from tintype.services.generation.generate import FileRenderer, find_plate
from tintype.services.generation.generate_formats import Announce

# A part has to be made well within one run of the worker.
ROWS = {"urls": 500, "files": 25}
NDJSON = "application/x-ndjson"


def split_batch(
    batch_id: str,
    batches: KeepsBatches,
    bucket: KeepsRows,
    send_all: Callable[[Iterable[Mapping[str, Any]]], None],
) -> Batch | None:
    """Send a message for each part of the rows, as they are read. Who dies on the way leaves it to be done anew."""
    batch = batches.find(batch_id)
    if batch is None or batch.total is not None:
        return batch
    total = count = 0

    def jobs() -> Iterator[dict[str, Any]]:
        nonlocal total, count
        for part in _parts(batch, batches, bucket):
            total, count = total + part.rows, part.number
            yield {"job": "rows", "id": batch.id, "part": astuple(part)}

    try:
        send_all(jobs())
    except NotFoundError:
        batches.fail(batch.id, "no rows were uploaded")
    except InvalidInputError as error:
        batches.fail(batch.id, error.message)
    else:
        batches.counted(batch.id, total, count)
    return batches.find(batch_id)


def make_part(
    batch_id: str,
    part: Part,
    batches: KeepsBatches,
    bucket: KeepsRows,
    renderer: FileRenderer,
    image_base_url: str,
    deadline: float,
) -> Batch | None:
    """Make what the part's rows ask for, and count them, unless that was done; the batch as it is then."""
    batch = batches.find(batch_id)
    if batch is None or batches.has_part(batch_id, part.number):
        return batch
    card, plate = find_plate(batch.design_id, batch.format, renderer.find, deadline)
    make: UrlMaker | FileMaker
    if batch.output == "urls":
        make = UrlMaker(plate, card, image_base_url, batch.type)
    else:
        make = FileMaker(plate, batch, renderer, f"{image_base_url}/files", deadline)
    rows = read_rows(bucket.read(source_key(batch.id), part.start, part.end), batch.media, batch.columns, part.first)
    return _record(batch, part, [result_line(row.number, make(row)) for row in rows], batches, bucket)


def give_up_part(batch_id: str, part: Part, reason: str, batches: KeepsBatches, bucket: KeepsRows) -> Batch | None:
    """Give a part up: `reason` is the result of each of its rows."""
    batch = batches.find(batch_id)
    if batch is None:
        return None
    problem = Problem("row", "internal_error", reason)
    lines = [result_line(part.first + index, (problem,)) for index in range(part.rows)]
    return _record(batch, part, lines, batches, bucket)


def finish_batch(batch: Batch, batches: KeepsBatches, announce: Announce, now: int) -> None:
    """Announce the end of the batch, where it is there."""
    if batch.is_finished and batch.callback_url and not batch.callback_sent:
        announce(f"batch:{batch.id}", batch.callback_url, json.dumps(batch_body(batch)), now)
        batches.callback_was_sent(batch.id)


def _record(
    batch: Batch, part: Part, lines: list[dict[str, Any]], batches: KeepsBatches, bucket: KeepsRows
) -> Batch | None:
    text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
    bucket.put(result_key(batch, part.number), text.encode(), NDJSON)
    batches.record_part(batch, part.number, len(lines), sum("errors" in line for line in lines))
    return batches.find(batch.id)


def _parts(batch: Batch, batches: KeepsBatches, bucket: KeepsRows) -> Iterator[Part]:
    spans = iter(records(bucket.stream(source_key(batch.id)), batch.media))
    first = next(spans, None)
    if first is None:
        raise InvalidInputError("no_rows", "there is no row to make anything of")
    if batch.media == "csv":
        # Known to the table before a part is: whoever makes it has to know what its cells are.
        batches.columns(batch.id, columns_in(bucket.read(source_key(batch.id), *first)))
        return parts(spans, ROWS[batch.output])
    return parts(chain([first], spans), ROWS[batch.output])
