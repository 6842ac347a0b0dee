"""The queues of the template in moto, and their functions called in this process, as Lambda's poller does."""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Mapping
from typing import Any

from local.functions import Door
from local.intrinsics import ACCOUNT, REGION
from local.template import Queue, Source

PAUSE = 0.1  # seconds between looks into an empty queue: a waiting call would keep moto from everybody else
RETRY_SECONDS = 1  # in AWS a message comes again after the queue's VisibilityTimeout; nobody waits for that here


def create_queues(queues: tuple[Queue, ...], client: Any) -> None:
    """Make the queues, each after the one that its dead letters go to."""
    for queue in sorted(queues, key=lambda one: "RedrivePolicy" in one.attributes):
        client.create_queue(QueueName=queue.name, Attributes=dict(queue.attributes))


def queue_url(aws_url: str, name: str) -> str:
    """Where the queue is that the template calls `name`."""
    return f"{aws_url}/{ACCOUNT}/{name}"


class Poller:
    """Takes messages from a queue to the door of a function, until it is stopped."""

    def __init__(self, source: Source, door: Door, client: Any, url: str) -> None:
        self._source, self._door, self._client, self._url = source, door, client, url
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"poll-{source.queue}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Stop, once what is being worked on is done."""
        self._stopped.set()
        self._thread.join(30)

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                if not self.poll():
                    self._stopped.wait(PAUSE)
            except Exception:
                if not self._stopped.is_set():
                    traceback.print_exc()
                    time.sleep(1)

    def poll(self) -> bool:
        """Take what there is, up to the source's batch size; whether there was anything."""
        answer = self._client.receive_message(
            QueueUrl=self._url, MaxNumberOfMessages=self._source.batch_size, AttributeNames=["All"], WaitTimeSeconds=0
        )
        messages = answer.get("Messages", [])
        if messages:
            failed = self._failed(messages)
            for message in messages:
                which = {"QueueUrl": self._url, "ReceiptHandle": message["ReceiptHandle"]}
                if message["MessageId"] in failed:
                    self._client.change_message_visibility(**which, VisibilityTimeout=RETRY_SECONDS)
                else:
                    self._client.delete_message(**which)
        return bool(messages)

    def _failed(self, messages: list[Mapping[str, Any]]) -> set[str]:
        """The ids of the messages that the function reports back; all of them where it fails as a whole."""
        try:
            result = self._door(event_of(messages, self._source.queue))
            return {failure["itemIdentifier"] for failure in (result or {}).get("batchItemFailures", [])}
        except Exception:
            traceback.print_exc()
            return {str(message["MessageId"]) for message in messages}


def event_of(messages: list[Mapping[str, Any]], queue: str) -> dict[str, Any]:
    """The event of some received messages, as Lambda's poller makes it."""
    return {
        "Records": [
            {
                "messageId": message["MessageId"],
                "receiptHandle": message["ReceiptHandle"],
                "body": message["Body"],
                "attributes": message["Attributes"],
                "messageAttributes": {},
                "md5OfBody": message["MD5OfBody"],
                "eventSource": "aws:sqs",
                "eventSourceARN": f"arn:aws:sqs:{REGION}:{ACCOUNT}:{queue}",
                "awsRegion": REGION,
            }
            for message in messages
        ]
    }
