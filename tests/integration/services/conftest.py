"""All doors with the template's table, bucket and queue in moto, and somebody who receives webhooks."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from local.aws import LocalAws
from local.events import HttpRequest, event_from
from local.intrinsics import ACCOUNT
from local.queue import event_of
from local.service import FONTS
from local.template import read_template
from tests.integration.doors.conftest import imported, policed
from tintype.store.keys import Keys

KEY = "tt_a-key-for-these-tests"
BASE = "https://img.example.com"
DESIGN: dict[str, Any] = {
    "name": "Card",
    "formats": [
        {"name": "wide", "width": 60, "height": 30, "background_color": "#336699"},
        {"name": "tall", "width": 30, "height": 60, "background_color": "#99663300"},
    ],
    "layers": [
        {
            "name": "title",
            "type": "text",
            "layout": {"x": 2, "y": 2, "width": 26, "height": 12},
            "properties": {"payload": "Hi {name|you}", "font": "Inter", "font_size": 8, "color": "#FFFFFF"},
        },
        {"name": "photo", "type": "image", "layout": {"x": 2, "y": 16, "width": 10, "height": 10}},
    ],
}


class Receiver(ThreadingHTTPServer):
    """Keeps the webhooks that it gets; `answers` are the statuses of the next ones, 200 when there are none left."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Receiving)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.got: list[SimpleNamespace] = []
        self.answers: list[int] = []
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()


class _Receiving(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.got.append(SimpleNamespace(path=self.path, headers=headers, body=body))
        self.send_response(self.server.answers.pop(0) if self.server.answers else 200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="package")
def receiving() -> Iterator[Receiver]:
    server = Receiver()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def receiver(receiving: Receiver) -> Receiver:
    receiving.got.clear()
    receiving.answers.clear()
    return receiving


@pytest.fixture(scope="package")
def doors(receiving: Receiver) -> Iterator[SimpleNamespace]:
    """The four doors, imported as Lambda imports them; `aws` and `queue` beside them."""
    aws = LocalAws()
    local = {
        "IMAGE_BASE_URL": BASE,
        "FONTS_DIR": str(FONTS),
        "QUEUE_URL": f"{aws.url}/{ACCOUNT}/Queue",
        "FETCH_ALLOW_HOSTS": f"127.0.0.1:{receiving.server_port}",
        "DISTRIBUTION_ID": "",
        "RENDERS_PER_SECOND": "1000",
        "WEBHOOK_DELAYS": "0,0,0,0,0",
    }
    template = read_template(overrides=local)
    before = dict(os.environ)
    environment = {name: value for each in template.functions.values() for name, value in each.environment.items()}
    os.environ.update(aws.environment | environment | {"POWERTOOLS_TRACE_DISABLED": "true", "PLATE_SECONDS": "0"})
    aws.create(template)
    table = template.tables[0].name
    Keys(table, aws.client("dynamodb")).add(KEY, label="test", scope="all", now=int(time.time()))
    names = ("create", "render", "manage", "worker")
    police = policed(aws)
    yield SimpleNamespace(**imported(names), aws=aws, table=table, bucket=template.buckets[0])
    assert police.denied == []
    os.environ.clear()
    os.environ.update(before)
    aws.close()


Call = Callable[..., Any]
CONTEXT = SimpleNamespace(aws_request_id="r", get_remaining_time_in_millis=lambda: 60_000)


@pytest.fixture
def call(doors: SimpleNamespace) -> Call:
    """``call(method, target, body, **headers)`` at the manage door, ``door="render"`` at another."""

    def call_(method: str, target: str, body: object = b"", door: str = "manage", **headers: str) -> SimpleNamespace:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = {"x-api-key": KEY, "content-type": "application/json"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        request = HttpRequest(method, target, "HTTP/1.1", tuple(sent.items()), data, "127.0.0.1")
        response = getattr(doors, door).handler(event_from(request, "$default", {}), CONTEXT)
        is_json = response["headers"].get("content-type") == "application/json"
        return SimpleNamespace(
            status=response["statusCode"],
            headers=response["headers"],
            raw=response["body"],
            body=json.loads(response["body"]) if is_json else None,
        )

    return call_


class Queued:
    """The queue in the hands of a test: it is worked on when the test says so."""

    def __init__(self, doors: SimpleNamespace) -> None:
        self._worker = doors.worker
        self._client = doors.aws.client("sqs")
        self._url = f"{doors.aws.url}/{ACCOUNT}"

    def receive(self, queue: str = "Queue", most: int = 5) -> list[Any]:
        """What can be had from the queue now."""
        answer = self._client.receive_message(
            QueueUrl=f"{self._url}/{queue}", MaxNumberOfMessages=most, AttributeNames=["All"]
        )
        return list(answer.get("Messages", []))

    def work(self, messages: list[Any]) -> list[str]:
        """Give the messages to the worker as Lambda does; the bodies of those that it reports back."""
        result = self._worker.handler(event_of(messages, "Queue"), CONTEXT)
        failed = {failure["itemIdentifier"] for failure in result["batchItemFailures"]}
        for message in messages:
            self.settle(message, message["MessageId"] in failed)
        return [message["Body"] for message in messages if message["MessageId"] in failed]

    def settle(self, message: Any, failed: bool, queue: str = "Queue") -> None:
        """Delete the message, or let it come again at once."""
        which = {"QueueUrl": f"{self._url}/{queue}", "ReceiptHandle": message["ReceiptHandle"]}
        if failed:
            self._client.change_message_visibility(**which, VisibilityTimeout=0)
        else:
            self._client.delete_message(**which)

    def drain(self) -> int:
        """Work until nothing is left; how many messages that were."""
        count = 0
        while messages := self.receive():
            count += len(messages)
            self.work(messages)
        return count

    def send(self, body: str) -> None:
        self._client.send_message(QueueUrl=f"{self._url}/Queue", MessageBody=body)


@pytest.fixture
def queue(doors: SimpleNamespace) -> Queued:
    queued = Queued(doors)
    for name in ("Queue", "DeadLetterQueue"):
        while messages := queued.receive(name, 10):
            for message in messages:
                queued.settle(message, failed=False, queue=name)
    return queued


@pytest.fixture
def files(doors: SimpleNamespace) -> Callable[[], set[str]]:
    """The names of the files in the bucket."""

    def files_() -> set[str]:
        pages = doors.aws.client("s3").get_paginator("list_objects_v2").paginate(Bucket=doors.bucket, Prefix="files/")
        return {entry["Key"].removeprefix("files/") for page in pages for entry in page.get("Contents", ())}

    return files_


@pytest.fixture
def file(doors: SimpleNamespace) -> Callable[[str], bytes]:
    """The content of a file by its URL."""

    def file_(url: str) -> bytes:
        assert url.startswith(f"{BASE}/files/")
        found = doors.aws.client("s3").get_object(Bucket=doors.bucket, Key=url.removeprefix(f"{BASE}/"))
        content: bytes = found["Body"].read()
        return content

    return file_


@pytest.fixture
def design(call: Call) -> str:
    design_id = str(uuid4())
    answer = call("PUT", f"/designs/{design_id}", DESIGN)
    assert answer.status == 201, answer.raw
    return design_id
