"""The queue of what is to be done later, over a boto3 client."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from tintype.base.errors import UnavailableError
from tintype.store.aws import answering, attempts

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

Job = Mapping[str, Any]
MAX_DELAY = 900  # seconds: what SQS can hold a message back
_TOGETHER = 10  # messages: SQS's limit for one call


class Queue:
    """The queue at `url`. Both methods raise UnavailableError when it doesn't take everything."""

    def __init__(self, url: str, client: SQSClient) -> None:
        self._url = url
        self._client = client

    def send(self, job: Job, delay: int = 0) -> None:
        """Have `job` done in `delay` seconds, at the earliest."""
        with answering("the queue"):
            self._client.send_message(QueueUrl=self._url, MessageBody=_text(job), DelaySeconds=min(delay, MAX_DELAY))

    def send_all(self, jobs: Iterable[Job]) -> None:
        """Have all of `jobs` done, ten a call."""
        remaining = iter(jobs)
        while some := list(islice(remaining, _TOGETHER)):
            self._send_some(some)

    def _send_some(self, jobs: Sequence[Job]) -> None:
        left = {str(index): _text(job) for index, job in enumerate(jobs)}
        for _ in attempts():
            with answering("the queue"):
                answer = self._client.send_message_batch(
                    QueueUrl=self._url,
                    Entries=[{"Id": index, "MessageBody": text} for index, text in left.items()],
                )
            left = {failed["Id"]: left[failed["Id"]] for failed in answer.get("Failed", ())}
            if not left:
                return
        raise UnavailableError("the queue did not take everything")


def _text(job: Job) -> str:
    return json.dumps(job, separators=(",", ":"))
