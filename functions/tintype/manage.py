"""The door of the REST API: every path that is nobody else's. What there is stands in `tintype.rest`."""

from __future__ import annotations

import json
import time
from functools import cache, partial
from typing import Any

from aws_lambda_powertools import Logger

from tintype.base.errors import MethodNotAllowedError, NotFoundError, TintypeError
from tintype.edge.metrics import measured, request_metrics
from tintype.edge.requests import Request, api_key_in, request_from
from tintype.edge.responses import Response, error_response, internal_error_response, limit_headers
from tintype.engine import Engine
from tintype.engine.images.sandbox import Sandbox
from tintype.engine.images.validate import validate
from tintype.net.remote import RemotePictures
from tintype.rest.route import Route
from tintype.rest.services import Services
from tintype.rest.table import TABLE
from tintype.rest.work import Work
from tintype.services.generation.generate import FileRenderer
from tintype.services.workspace.authorize import authorize
from tintype.settings import read_settings
from tintype.store.any_plates import AnyPlates
from tintype.store.aws import client
from tintype.store.banners import Banners
from tintype.store.batches import Batches
from tintype.store.cdn import Cdn
from tintype.store.designs import Designs
from tintype.store.duplications import Duplications
from tintype.store.edits import Edits
from tintype.store.exports import Exports, HiddenPictures
from tintype.store.files import Files
from tintype.store.generations import Generations
from tintype.store.idempotency import IdempotencyRecords
from tintype.store.images import Images
from tintype.store.keys import Keys
from tintype.store.objects import Objects, bucket_client
from tintype.store.outputs import Outputs
from tintype.store.plates import table_client
from tintype.store.queue import Queue
from tintype.store.webhook_secrets import WebhookSecrets
from tintype.store.workspace import Workspace

logger = Logger()
settings = read_settings()
_dynamodb = client("dynamodb")
_cdn = Cdn(settings.distribution, cache(lambda: client("cloudfront")), settings.plate_seconds)


def _purge(image_id: str) -> None:
    try:
        _cdn.purge(image_id)
    except TintypeError:
        logger.exception("purge failed")  # what is in the CDN expires by itself


_work = Work(
    generations=Generations(settings.table, _dynamodb),
    exports=Exports(settings.table, _dynamodb),
    batches=Batches(settings.table, _dynamodb),
    pictures=HiddenPictures(settings.table, _dynamodb),
    secrets=WebhookSecrets(settings.table, _dynamodb),
    idempotency=IdempotencyRecords(settings.table, _dynamodb),
    outputs=Outputs(settings.bucket, client("s3")),
    queue=Queue(settings.queue_url, client("sqs")),
    renderer=FileRenderer(
        AnyPlates(settings.table, table_client()).of_design,
        Engine(
            settings.fonts,
            Objects(settings.bucket, bucket_client(settings.bucket)).read,
            RemotePictures(settings.fetch_allow_hosts),
        ),
        Outputs(settings.bucket, client("s3")),
        lambda error: logger.warning(type(error).__name__),
    ),
)
_services = Services(
    designs=Designs(settings.table, _dynamodb),
    images=Images(settings.table, _dynamodb),
    edits=Edits(settings.table, _dynamodb),
    workspace=Workspace(settings.table, _dynamodb),
    duplications=Duplications(settings.table, _dynamodb),
    banners=Banners(settings.table, _dynamodb),
    keys=Keys(settings.table, _dynamodb),
    files=Files(settings.bucket, client("s3")),
    validate=partial(validate, sandbox=Sandbox(with_fonts=True)),
    families=json.loads((settings.fonts / "catalogue.json").read_bytes())["families"],
    company=settings.workspace,
    image_base_url=settings.image_base_url,
    purge=_purge,
    work=_work,
)


def handler(event: dict[str, Any], context: object) -> Response:
    """The proxy response to any request that no other door takes."""
    started = time.perf_counter()
    answered: list[Route] = []
    try:
        response = _answer(request_from(event), answered)
    except TintypeError as error:
        response = error_response(error)
    except Exception:
        logger.exception("manage failed")
        response = internal_error_response()
    fields = {
        # The route, not the path: that could carry anything.
        "route": answered[0].operation if answered else "none",
        "status": response["statusCode"],
        "request_id": getattr(context, "aws_request_id", None),
    }
    metrics = request_metrics(response["statusCode"], time.perf_counter() - started)
    logger.info("manage", extra=fields | measured("manage", settings.stage, metrics))
    return response


def _answer(request: Request, answered: list[Route]) -> Response:
    """The response to a request; `answered` gets the route that it is from. Raises TintypeError."""
    missing: TintypeError | None = None
    try:
        route, parameters = TABLE.find(request.method, request.path)
    except (NotFoundError, MethodNotAllowedError) as error:
        missing = error
    else:
        answered.append(route)
        if route.scope == "open":
            return route.answer(request, parameters, _services, int(time.time()))
    # What is not there is nothing that a stranger is told.
    scope = None if missing or route.scope == "any" else route.scope
    entry = authorize(api_key_in(request.headers), scope, _services.keys.use, settings.rate_limit, time.time())
    limits = limit_headers(entry.limit, entry.remaining, entry.reset)
    try:
        if missing:
            raise missing
        response = route.answer(request, parameters, _services, int(time.time()), entry.key.id)
    except TintypeError as error:
        response = error_response(error)
    return {**response, "headers": {**response["headers"], **limits}}
