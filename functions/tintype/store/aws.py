"""What botocore raises, as Tintype's own errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

from tintype.errors import UnavailableError


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
