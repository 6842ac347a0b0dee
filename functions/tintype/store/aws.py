"""boto3's clients with bounds to their patience; what they raise, as Tintype's own errors; trying again."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ConnectionClosedError, HTTPClientError

from tintype.base.errors import UnavailableError

# With pauses that grow to half a second these span about three seconds: several puts of one design at once.
ATTEMPTS = 12


# Seconds in which each attempt has to connect and then, from one byte to the next, to answer. All attempts together,
# pauses included, end before API Gateway and the function's own timeout do, so that there is an answer: 503.
CONNECT_SECONDS = 1
READ_SECONDS = {"dynamodb": 2, "sqs": 3, "s3": 5, "cloudfront": 5}
TRIES = {"dynamodb": 3, "sqs": 2, "s3": 2, "cloudfront": 2}
# What the table is asked is asked again, without an answer, for this long (s) from the first failure on, with pauses
# that grow to half a second: every write knows its own, so that sending it again can do no harm.
PATIENCE = 5
LONGEST_PAUSE = 0.5


def client(service: str) -> Any:
    """boto3's client of a service (a key of READ_SECONDS) that gives up in time."""
    config = Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS[service],
        retries={"mode": "standard", "total_max_attempts": TRIES[service]},
    )
    made = boto3.client(service, config=config)  # type: ignore[call-overload]
    # Before botocore's own handler: that one waits for up to three seconds between three attempts, which may all fail.
    made.meta.events.register_first("needs-retry.dynamodb", _pause)
    return made


def _pause(
    request_dict: dict[str, Any],
    attempts: int,
    response: tuple[Any, Any] | None,
    caught_exception: Exception | None,
    **_: object,
) -> float | None:
    """The seconds until a request is sent again that nobody answered; None where botocore decides.

    Raises ConnectionClosedError where the last answer broke off: botocore would take it for one without content.
    """
    broken = response is not None and _is_broken_off(response[0])
    failing = response is not None and response[0].status_code >= 500
    if not (broken or failing or isinstance(caught_exception, HTTPClientError)):
        return None
    now = time.monotonic()
    if now < request_dict["context"].setdefault("patient_until", now + PATIENCE):
        return random.uniform(0, min(LONGEST_PAUSE, 0.02 * 2**attempts))  # noqa: S311  not a secret
    if broken:
        raise ConnectionClosedError(endpoint_url=request_dict["url"])
    return None


def _is_broken_off(answer: Any) -> bool:
    length = answer.headers.get("content-length", "")
    return length.isdigit() and len(answer.content) < int(length)


@contextmanager
def answering(service: str) -> Iterator[None]:
    """Make whatever goes wrong in talking to `service` into an UnavailableError; the cause stays attached."""
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "unknown")
        raise UnavailableError(f"{service} refused: {code}") from error
    except BotoCoreError as error:
        raise UnavailableError(f"{service} did not answer: {type(error).__name__}") from error


def attempts() -> Iterator[int]:
    """Count attempts, waiting between them for a random while that grows, so that who collided won't again."""
    for attempt in range(ATTEMPTS):
        yield attempt
        time.sleep(random.uniform(0, min(0.5, 0.02 * 2**attempt)))  # noqa: S311  not a secret
