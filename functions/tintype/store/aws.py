"""What botocore raises, as Tintype's own errors; trying again what came at the wrong moment."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

from tintype.errors import UnavailableError

# With pauses that grow to half a second these span about three seconds: several puts of one design at once.
ATTEMPTS = 12


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
