"""The door of the picture: ``GET`` and ``HEAD`` of a dynamic image URL.

Imports neither pydantic nor Powertools nor botocore, because a cold start is somebody waiting for a picture.
"""

from __future__ import annotations

import gc

gc.disable()  # until everything is imported: looking for garbage among modules takes a tenth of that time

from threading import Thread

from tintype.settings import read_settings
from tintype.store.objects import Objects, bucket_client
from tintype.store.plates import Plates, table_client

settings = read_settings()
_table_client, _bucket_client = table_client(), bucket_client(settings.bucket)
# The connections are made while Lambda still initialises us, and everything else is being imported.
for _client in (_table_client, _bucket_client):
    Thread(target=_client.warm, daemon=True).start()

import sys
import time
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from tintype.base.errors import InvalidInputError, MethodNotAllowedError
from tintype.edge.accept import folded
from tintype.edge.metrics import Stopwatch, measured_line, problem_counts
from tintype.edge.pictures import PictureAnswer, picture_response
from tintype.edge.requests import Request, request_from
from tintype.edge.responses import Response, error_response
from tintype.engine import MEGABYTE, Engine
from tintype.engine.encode import checksum
from tintype.model.ids import HIDDEN_PICTURE
from tintype.net.remote import RemotePictures
from tintype.services.images.admission import Admission, Viewer
from tintype.services.images.plate_cache import PlateCache
from tintype.services.images.render_image import ImageRenderer, ImageRequest, Rendered, render_image
from tintype.store.limits import Limits

_plates = Plates(settings.table, _table_client)
_objects = Objects(settings.bucket, _bucket_client)

gc.freeze()  # what was imported stays: it need not be looked through ever again
gc.enable()


def _report(error: BaseException) -> None:
    """Log that something failed: its kind and where, never a message, which could carry a value."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}" if trace else None
    _log("ERROR", "failed", {"error": type(error).__name__, "place": place}, {"failures": 1})


def _log(level: str, message: str, fields: Mapping[str, object], metrics: Mapping[str, float]) -> None:
    record = {"level": level, "message": message, "service": "render", **fields}
    sys.stdout.write(measured_line(record, "render", settings.stage, metrics) + "\n")


_renderer = ImageRenderer(
    plates=PlateCache(_plates.find, settings.plate_seconds, 32 * MEGABYTE, time.monotonic),
    admission=Admission(
        Limits(settings.table, _table_client),
        settings.renders_per_second,
        settings.variants_per_viewer,
        time.time,
        time.monotonic,
        _report,
    ),
    engine=Engine(
        settings.fonts, _objects.read, RemotePictures(settings.fetch_allow_hosts), memory=settings.picture_memory
    ),
    report=_report,
)


def handler(event: dict[str, Any], context: object) -> Response:
    """The proxy response to a picture request: always a picture, except to a wrong method or ``_strict=1``."""
    watch = Stopwatch()
    request = request_from(event)
    rendered: Rendered | None = None
    try:
        rendered = _rendered(request, context, watch)
        response = picture_response(_answer(rendered), request.method, request.headers)
    except (MethodNotAllowedError, InvalidInputError) as error:
        response = error_response(error)
    fields = {
        "status": response["statusCode"],
        "type": rendered.content_type if rendered else None,
        "request_id": getattr(context, "aws_request_id", None),
    }
    _log("INFO", "render", fields, _metrics(rendered, watch))
    return response


def _metrics(rendered: Rendered | None, watch: Stopwatch) -> dict[str, float]:
    """What is measured of one request; one without a picture was refused for what it asked."""
    if rendered is None:
        return {"refused": 1, **watch.metrics()}
    return {
        "renders": 1,
        "degraded": int(bool(rendered.problems)),
        "bytes": len(rendered.data),
        **watch.metrics(),
        **problem_counts(problem.code for problem in rendered.problems),
    }


def _rendered(request: Request, context: object, watch: Stopwatch) -> Rendered:
    if request.method not in ("GET", "HEAD"):
        raise MethodNotAllowedError(("GET", "HEAD"))
    path = request.path.removeprefix("/img/")
    if path.startswith(HIDDEN_PICTURE):
        return _hidden(request, path, context, watch)
    accept = folded(request.headers.get("accept", ""))
    viewer = Viewer(request.viewer, request.headers.get("user-agent", ""))
    return render_image(ImageRequest(path, request.query, accept, _deadline(context), watch, viewer), _renderer)


def _hidden(request: Request, path: str, context: object, watch: Stopwatch) -> Rendered:
    from tintype.services.images.render_hidden import render_hidden  # noqa: PLC0415  most pictures say what is in them
    from tintype.store.any_plates import AnyPlates  # noqa: PLC0415

    plates = AnyPlates(settings.table, _table_client)
    asked = ImageRequest(path, "", folded(request.headers.get("accept", "")), _deadline(context), watch)
    return render_hidden(asked, plates.hidden, plates.of_design, _renderer)


def _deadline(context: object) -> float:
    """When the answer is due, on the monotonic clock: the setting, and never past what the Lambda has left."""
    remaining = getattr(context, "get_remaining_time_in_millis", None)
    left = remaining() / 1000 - 0.5 if remaining else settings.deadline_seconds
    return time.monotonic() + max(0.1, min(settings.deadline_seconds, left))


def _answer(rendered: Rendered) -> PictureAnswer:
    clean = rendered.error is None and not rendered.problems and not rendered.stale
    seconds = settings.cache_seconds if clean else settings.degraded_cache_seconds
    if rendered.expires_at is not None:
        seconds = min(seconds, rendered.expires_at - int(time.time()))
    if rendered.retry_after:
        seconds = 0  # it is the viewer who has to wait, not whoever comes next
    return PictureAnswer(
        data=rendered.data,
        content_type=rendered.content_type,
        etag=_etag(rendered),
        error=rendered.error,
        cache_seconds=seconds,
        negotiated=rendered.negotiated,
        problems=rendered.problems,
        retry_after=rendered.retry_after,
    )


def _etag(rendered: Rendered) -> str:
    """A strong validator: what was asked for, and the length and CRC-32 of what came of it.

    The request alone would not do, since a remote picture may change behind its URL; a cryptographic digest of the
    bytes would cost as much as painting them.
    """
    identity = blake2b(rendered.identity.encode("utf-8", "replace"), digest_size=9).hexdigest()
    return f'"{identity}-{len(rendered.data):x}-{checksum(rendered.data):08x}"'
