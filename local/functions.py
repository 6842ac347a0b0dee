"""The Lambda functions of the template, called in this process."""

from __future__ import annotations

import importlib
import json
import sys
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from local.template import Function

MAX_PAYLOAD = 6 * 1024 * 1024  # bytes: Lambda's limit for a synchronous call, each way

Handler = Callable[[dict[str, Any], Any], Any]


class EventTooLargeError(Exception):
    """An event is larger than Lambda takes."""


class ResultTooLargeError(Exception):
    """A result is larger than Lambda takes."""


@dataclass(frozen=True, slots=True)
class LambdaContext:
    """What Lambda tells a handler about its invocation."""

    function_name: str
    memory_limit_in_mb: int
    invoked_function_arn: str
    deadline: float  # time.monotonic() at which Lambda would end the invocation
    aws_request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    function_version: str = "$LATEST"
    log_group_name: str = "local"
    log_stream_name: str = "local"

    def get_remaining_time_in_millis(self) -> int:
        return max(0, round((self.deadline - time.monotonic()) * 1000))


class Door:
    """One function, imported once, and called by as many threads as it can bear.

    Lambda gives an execution environment one event at a time. A handler that relies on that is called so here too:
    Powertools' resolver keeps the current event on itself.
    """

    def __init__(self, function: Function) -> None:
        module, _, attribute = function.handler.rpartition(".")
        self._function = function
        self._handler: Handler = getattr(importlib.import_module(module), attribute)
        self._one_at_a_time: AbstractContextManager[Any] = (
            threading.Lock() if _has_resolver(sys.modules[module]) else nullcontext()
        )

    def __call__(self, event: Mapping[str, Any]) -> Any:
        """The handler's result for `event`; both pass through JSON, as they do on the way to and from Lambda.

        Raises EventTooLargeError, ResultTooLargeError, and whatever the handler raises.
        """
        payload = json.dumps(event)
        context = LambdaContext(
            self._function.name,
            self._function.memory,
            self._function.arn,
            time.monotonic() + self._function.timeout,
        )
        if len(payload) > MAX_PAYLOAD:
            raise EventTooLargeError(f"the event has {len(payload)} bytes; Lambda takes {MAX_PAYLOAD}")
        with self._one_at_a_time:
            result = json.dumps(self._handler(json.loads(payload), context))
        if len(result) > MAX_PAYLOAD:
            raise ResultTooLargeError(f"the result has {len(result)} bytes; Lambda takes {MAX_PAYLOAD}")
        return json.loads(result)


def _has_resolver(module: object) -> bool:
    kinds = (type(value) for value in vars(module).values())
    return any(kind.__module__.startswith("aws_lambda_powertools.event_handler.api_gateway") for kind in kinds)
