"""Routes of batches: rows in, an image URL or a file out for each."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from tintype.base.errors import InvalidInputError
from tintype.edge.requests import json_body
from tintype.edge.responses import ACCEPTED, CONFLICT, CREATED, GONE, INVALID, NOT_FOUND, OK, Response, json_response
from tintype.rest import generation_answers as answers
from tintype.rest.generation_bodies import GetResults, PostBatch
from tintype.rest.route import Call, Group, Problems
from tintype.rest.work import due
from tintype.services.batches.batches import BatchOptions, get_batch, get_results, post_batch, start_batch
from tintype.services.generation.idempotency import new_seed

group = Group("Batches")
UNKNOWN: Problems = ((NOT_FOUND, "batch_not_found"), (GONE, "batch_gone"))


@group.add(
    "POST", "/designs/{designId}/batches", "postBatch", "render", query=PostBatch, raw_body=True, body_optional=True,
    answers={OK: answers.BatchAtOnce, CREATED: answers.Batch, ACCEPTED: answers.Batch},
    problems=((NOT_FOUND, "template_not_found"), (NOT_FOUND, "format_not_found"), (INVALID, "more_than_one_format"),
              (INVALID, "no_rows"), (INVALID, "invalid_csv"), (INVALID, "row_too_long"), (INVALID, "invalid_json"),
              (INVALID, "wrong_type"), (INVALID, "signature_policy_required")),
)  # fmt: skip
def _post(call: Call) -> Response:
    """Make an image URL or a file of each row.

    Rows are JSON lines, a JSON array (`application/json`) or CSV (`text/csv`) whose first row names the columns; names
    and values are those of an image URL's query. URLs are answered at once where they fit an answer, up to 10,000
    rows; else, and for files, the answer is 202 and the results come in parts. For rows that don't fit a request
    (6 MB), send none: the answer is 201 with a URL to PUT them to, of the `Content-Type` that this request has; then
    start the batch.
    """
    services, work, query = call.services, call.services.work, call.query
    content_type = call.request.headers.get("content-type", "").partition(";")[0].strip().lower()
    rows = _rows(call.request.body, content_type) if call.request.body else b""
    options = BatchOptions(
        query.output, "csv" if content_type == "text/csv" else "jsonl", query.format, query.type, query.quality,
        query.callback_url, query.wait,
    )  # fmt: skip
    create = partial(
        services.designs.create_dynamic_image, enable_rate_limit=False, enable_production_mode=False, now=call.now
    )
    state, body = post_batch(
        call.parameters["designId"], options, rows, work.renderer.find, create, work.batches, work.outputs,
        work.queue.send, services.image_base_url, new_seed(), due(), call.now,
    )  # fmt: skip
    return json_response({"done": OK, "waiting": CREATED, "begun": ACCEPTED}[state], body)


@group.add("POST", "/batches/{batchId}/start", "startBatch", "render", answers={ACCEPTED: answers.Batch},
           problems=(*UNKNOWN, (CONFLICT, "batch_already_started")))  # fmt: skip
def _start(call: Call) -> Response:
    """Begin a batch whose rows were uploaded."""
    work = call.services.work
    return json_response(ACCEPTED, start_batch(call.parameters["batchId"], work.batches, work.queue.send, call.now))


@group.add("GET", "/batches/{batchId}", "getBatch", "read", answers={OK: answers.Batch}, problems=UNKNOWN)
def _get(call: Call) -> Response:
    """Get how far a batch is. `done` counts rows whose result is there, each once. Kept for seven days."""
    return json_response(OK, get_batch(call.parameters["batchId"], call.services.work.batches, call.now))


@group.add(
    "GET", "/batches/{batchId}/results", "getBatchResults", "read", query=GetResults, answers={OK: str},
    media="application/x-ndjson", problems=(*UNKNOWN, (NOT_FOUND, "part_not_found")),
)  # fmt: skip
def _results(call: Call) -> Response:
    """Get one part of the results, as JSON lines: `{"row": 1, "url": "…"}` or `{"row": 2, "errors": […]}`."""
    work = call.services.work
    found = get_results(call.parameters["batchId"], call.query.part, work.batches, work.outputs, call.now)
    answer = json_response(OK, {})
    headers = {**answer["headers"], "content-type": "application/x-ndjson"}
    return {**answer, "headers": headers, "body": found.decode()}


def _rows(body: bytes, content_type: str) -> bytes:
    """The body as JSON lines or CSV. Raises InvalidInputError (``no_rows``)."""
    if content_type == "application/json":
        body = _lines(body)
    if not body.strip():
        raise InvalidInputError("no_rows", "there is no row to make anything of")
    return body


def _lines(body: bytes) -> bytes:
    """A JSON array as JSON lines; what are JSON lines already stays."""
    if not body.lstrip().startswith(b"["):
        return body
    rows: list[Any] = json_body(body)
    return "\n".join(json.dumps(row) for row in rows).encode()
