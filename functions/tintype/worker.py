"""The door of the queue: what takes its time, one message each, as often as a message has to come.

A message whose work fails is reported back alone and comes again; the last time it is not tried any more: what it
was for is told why, and it goes to the dead-letter queue.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from functools import partial
from typing import Any

from aws_lambda_powertools import Logger

from tintype.edge.metrics import measured
from tintype.engine import Engine
from tintype.net.connect import PublicDialer
from tintype.net.post import post
from tintype.net.remote import RemotePictures
from tintype.services.batches.batch_work import finish_batch, give_up_part, make_part, split_batch
from tintype.services.batches.rows import Part
from tintype.services.generation.export_files import give_up_export, make_export
from tintype.services.generation.generate import FileRenderer
from tintype.services.generation.generate_formats import finish_generation, give_up_format, make_format
from tintype.services.webhooks.delivery import announce, deliver
from tintype.settings import read_settings
from tintype.store.any_plates import AnyPlates
from tintype.store.aws import client
from tintype.store.banners import Banners
from tintype.store.batches import Batches
from tintype.store.exports import Deliveries, Exports
from tintype.store.generations import Generations
from tintype.store.objects import Objects, bucket_client
from tintype.store.outputs import Outputs
from tintype.store.plates import table_client
from tintype.store.queue import Queue
from tintype.store.webhook_secrets import WebhookSecrets
from tintype.store.workspace import Workspace

Job = Mapping[str, Any]
GIVEN_UP = "it was tried several times, and failed each time"
FORMAT_SECONDS = 30.0  # for all the pictures of one format
WEBHOOK_SECONDS = 15.0  # what a receiver has to answer within

logger = Logger()
settings = read_settings()
_dynamodb = client("dynamodb")
_generations = Generations(settings.table, _dynamodb)
_exports = Exports(settings.table, _dynamodb)
_deliveries = Deliveries(settings.table, _dynamodb)
_batches = Batches(settings.table, _dynamodb)
_secrets = WebhookSecrets(settings.table, _dynamodb)
_banners = Banners(settings.table, _dynamodb)
_workspace = Workspace(settings.table, _dynamodb)
_queue = Queue(settings.queue_url, client("sqs"))
_outputs = Outputs(settings.bucket, client("s3"))
_dialer = PublicDialer(settings.fetch_allow_hosts)
_objects = Objects(settings.bucket, bucket_client(settings.bucket))
_plates = AnyPlates(settings.table, table_client())
_renderer = FileRenderer(
    _plates.of_design,
    Engine(settings.fonts, _objects.read, RemotePictures(settings.fetch_allow_hosts)),
    _outputs,
    lambda error: logger.warning(type(error).__name__),
)
_announce = partial(announce, deliveries=_deliveries, send=_queue.send)
_files_url = f"{settings.image_base_url}/files"


def handler(event: Mapping[str, Any], context: object) -> dict[str, list[dict[str, str]]]:
    """Which of the event's messages failed, for SQS to bring them again. A single one's failure is not the others'."""
    failures = []
    for message in event["Records"]:
        started = time.perf_counter()
        last = int(message["attributes"]["ApproximateReceiveCount"]) >= settings.max_receives
        job: Job = {}
        outcome = "done"
        try:
            job = json.loads(message["body"])
            (_give_up if last else _do)(job, _deadline(context))
        except Exception as error:
            # Its kind only: a message could carry what people wrote.
            outcome = type(error).__name__
            logger.warning("job failed", extra={"job": job.get("job"), "error": outcome, "place": _place(error)})
        if last or outcome != "done":
            failures.append({"itemIdentifier": message["messageId"]})
        metrics = {"jobs": 1, "failed": int(outcome != "done"), "given_up": int(last), "duration_ms": _since(started)}
        fields = {"job": job.get("job"), "id": job.get("id"), "outcome": outcome}
        logger.info("worker", extra=fields | measured("worker", settings.stage, metrics))
    return {"batchItemFailures": failures}


def _do(job: Job, deadline: float) -> None:
    _DOING[job["job"]](job, deadline)


def _give_up(job: Job, _: float) -> None:
    """Tell what the job was for that nothing comes of it."""
    now = int(time.time())
    match job:
        case {"job": "format", "id": id_, "uid": uid}:
            if generation := give_up_format(id_, uid, GIVEN_UP, _generations):
                finish_generation(generation, _generations, _workspace, _files_url, _announce, now)
        case {"job": "rows", "id": id_, "part": part}:
            if batch := give_up_part(id_, Part(*part), GIVEN_UP, _batches, _outputs):
                finish_batch(batch, _batches, _announce, now)
        case {"job": "split", "id": id_}:
            _batches.fail(id_, GIVEN_UP)
        case {"job": "export", "id": id_}:
            give_up_export(id_, GIVEN_UP, _exports, _files_url, _announce, now)
        case {"job": "webhook", "id": id_}:
            _deliveries.end(id_, "given_up")


def _format(job: Job, deadline: float) -> None:
    due = min(deadline, time.monotonic() + FORMAT_SECONDS)
    generation = make_format(job["id"], job["uid"], _generations, _renderer, due)
    if generation:
        finish_generation(generation, _generations, _workspace, _files_url, _announce, int(time.time()))


def _split(job: Job, _: float) -> None:
    batch = split_batch(job["id"], _batches, _outputs, _queue.send_all)
    if batch:
        finish_batch(batch, _batches, _announce, int(time.time()))


def _rows(job: Job, deadline: float) -> None:
    part = Part(*job["part"])
    batch = make_part(job["id"], part, _batches, _outputs, _renderer, settings.image_base_url, deadline)
    if batch:
        finish_batch(batch, _batches, _announce, int(time.time()))


def _export(job: Job, _: float) -> None:
    make_export(job["id"], _banners.find, _exports, _outputs, _files_url, _announce, int(time.time()))


def _webhook(job: Job, _: float) -> None:
    now, delays = int(time.time()), settings.webhook_delays
    outcome = deliver(job["id"], job["attempt"], _deliveries, _secrets, _post, _queue.send, delays, now)
    logger.info("webhook", extra={"id": job["id"], "attempt": job["attempt"], "outcome": outcome})


_DOING = {"format": _format, "split": _split, "rows": _rows, "export": _export, "webhook": _webhook}


def _post(url: str, headers: Mapping[str, str], body: bytes) -> int:
    return post(url, headers, body, _dialer, time.monotonic() + WEBHOOK_SECONDS)


def _deadline(context: object) -> float:
    """When no more is begun, on the monotonic clock: well before Lambda ends the run."""
    remaining = getattr(context, "get_remaining_time_in_millis", None)
    left = remaining() / 1000 - 20 if remaining else 60.0
    return time.monotonic() + max(1.0, left)


def _place(error: BaseException) -> str | None:
    """The file and line that raised an error."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}" if trace else None


def _since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)
