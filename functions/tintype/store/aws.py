"""boto3's clients with bounds to their patience; what they raise, as Tintype's own errors; trying again."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from tintype.base.errors import UnavailableError

# With pauses that grow to half a second these span about three seconds: several puts of one design at once.
ATTEMPTS = 12


# Seconds in which each attempt has to connect and then, from one byte to the next, to answer. All attempts together,
# pauses included, end before API Gateway and the function's own timeout do, so that there is an answer: 503.
CONNECT_SECONDS = 1
READ_SECONDS = {"dynamodb": 2, "sqs": 3, "s3": 5, "cloudfront": 5}
TRIES = {"dynamodb": 3, "sqs": 2, "s3": 2, "cloudfront": 2}


def client(service: str) -> Any:
    """boto3's client of a service (a key of READ_SECONDS) that gives up in time."""
    config = Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS[service],
        retries={"mode": "standard", "total_max_attempts": TRIES[service]},
    )
    return boto3.client(service, config=config)  # type: ignore[call-overload]


@contextmanager
def answering(service: str) -> Iterator[None]:
    """Turn whatever goes wrong in talking to `service` into an UnavailableError; the cause stays attached."""
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
