"""What can go wrong, in the words of the domain; nothing here knows HTTP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tintype.base.record import Record


class Problem(Record):
    """One thing that is wrong with an input: where, which kind, in words, and what would have been right.

    ``path`` is dotted with bracketed indices (``formats[0].width``); ``code`` is stable and machine-readable.
    """

    path: str
    code: str
    message: str
    expected: Any = None
    received: Any = None

    def body(self) -> dict[str, Any]:
        """The problem as the contract's error body lists it; absent parts are left out."""
        optional = {"expected": self.expected, "received": self.received}
        return {
            "path": self.path,
            "code": self.code,
            "message": self.message,
            **{key: value for key, value in optional.items() if value is not None},
        }


class TintypeError(Exception):
    """Anything that Tintype answers with an error body. ``id`` is the contract's machine-readable name."""

    id = "internal_error"

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.problems = tuple(problems)


class InvalidInputError(TintypeError):
    """The caller's input is not acceptable; ``id`` says in which way."""

    def __init__(self, id: str, message: str, problems: Sequence[Problem] = ()) -> None:  # noqa: A002  contract's word
        super().__init__(message, problems)
        self.id = id

    @classmethod
    def of(cls, problems: Sequence[Problem], id: str = "invalid_payload") -> InvalidInputError:  # noqa: A002
        """The error for one or more problems: a single one speaks for itself, prefixed with its path."""
        if len(problems) == 1:
            return cls(id, f"{problems[0].path}: {problems[0].message}", problems)
        return cls(id, f"{len(problems)} problems, listed in errors", problems)


class TooLargeError(InvalidInputError):
    """The caller's input is larger than what can be kept."""


class UnauthorizedError(TintypeError):
    """No API key, one that is unknown or revoked, or one that may not do this (``insufficient_scope``)."""

    def __init__(self, message: str, id: str = "unauthorized") -> None:  # noqa: A002
        super().__init__(message)
        self.id = id


class RateLimitedError(TintypeError):
    """The caller has had all of `limit` requests; there are new ones in `retry_after` seconds."""

    id = "request_rate_limited"

    def __init__(self, message: str, limit: int, retry_after: int) -> None:
        super().__init__(message)
        self.limit, self.retry_after = limit, retry_after


class NotFoundError(TintypeError):
    """The thing named does not exist; ``id`` says which kind of thing."""

    def __init__(self, id: str, message: str) -> None:  # noqa: A002
        super().__init__(message)
        self.id = id


class ConflictError(TintypeError):
    """What is asked for does not go with how things are now; `id` says why."""

    def __init__(self, id: str, message: str) -> None:  # noqa: A002
        super().__init__(message)
        self.id = id


class GoneError(TintypeError):
    """The thing named did exist and is kept no longer; `id` says which kind of thing."""

    def __init__(self, id: str, message: str) -> None:  # noqa: A002
        super().__init__(message)
        self.id = id


class MethodNotAllowedError(TintypeError):
    """The path exists, the method on it does not; ``allowed`` lists those that do."""

    id = "method_not_allowed"

    def __init__(self, allowed: Sequence[str]) -> None:
        super().__init__(f"method not allowed; allowed: {', '.join(allowed)}")
        self.allowed = tuple(allowed)


class UnavailableError(TintypeError):
    """A service that Tintype stands on (the table, the bucket) did not answer in time or refused."""

    id = "unavailable"


def problem_from(path: str, error: Mapping[str, Any]) -> Problem:
    """A problem at `path` from the parts ``code``, ``message``, ``expected`` and ``received``."""
    return Problem(path, error["code"], error["message"], error.get("expected"), error.get("received"))
