"""The door of the create endpoint: ``POST /designs/{designId}/dynamic-image-url``."""

from __future__ import annotations

import time
from typing import Any

from aws_lambda_powertools import Logger

from tintype.base.errors import TintypeError
from tintype.edge.metrics import measured, request_metrics
from tintype.edge.requests import api_key_in, json_object, request_from
from tintype.edge.responses import (
    CREATED,
    OK,
    Response,
    error_response,
    internal_error_response,
    json_response,
    limit_headers,
)
from tintype.services.images.create_dynamic_image import create_dynamic_image
from tintype.services.workspace.authorize import authorize
from tintype.settings import read_settings
from tintype.store.aws import client
from tintype.store.designs import Designs
from tintype.store.keys import Keys

logger = Logger()
settings = read_settings()
_dynamodb = client("dynamodb")
_designs = Designs(settings.table, _dynamodb)
_keys = Keys(settings.table, _dynamodb)


def handler(event: dict[str, Any], context: object) -> Response:
    """The proxy response to a create call: 201 for the first, 200 for every later one."""
    started = time.perf_counter()
    try:
        response = _answer(event)
    except TintypeError as error:
        response = error_response(error)
    except Exception:
        logger.exception("create failed")
        response = internal_error_response()
    fields = {"status": response["statusCode"], "request_id": getattr(context, "aws_request_id", None)}
    metrics = request_metrics(response["statusCode"], time.perf_counter() - started)
    logger.info("create", extra=fields | measured("create", settings.stage, metrics))
    return response


def _answer(event: dict[str, Any]) -> Response:
    request = request_from(event)
    entry = authorize(api_key_in(request.headers), "render", _keys.use, settings.rate_limit, time.time())
    created, body = create_dynamic_image(
        request.parameters.get("designId", ""),
        json_object(request.body),
        _designs,
        settings.image_base_url,
        int(time.time()),
    )
    limits = limit_headers(entry.limit, entry.remaining, entry.reset)
    return json_response(CREATED if created else OK, body, limits)
