"""The built worker makes what the built API took on, from the message as Lambda's poller hands it over."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from PIL import Image

from local.aws import LocalAws
from local.events import HttpRequest, event_from
from local.queue import event_of, queue_url
from tests.architecture.template import allowed
from tests.lambda_machine import Calls, Lambda, body_of, event
from tests.policies import allows

KEY = (("x-api-key", "local-key"), ("content-type", "application/json"))
DESIGN = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"


def ask(function: Lambda, method: str, path: str, body: object = None) -> Any:
    """The JSON that the API answers."""
    data = b"" if body is None else json.dumps(body).encode()
    result = function(event_from(HttpRequest(method, path, "HTTP/1.1", KEY, data, "127.0.0.1"), "$default", {}))
    assert result["statusCode"] < 300, body_of(result)
    return json.loads(body_of(result))


def test_what_the_api_takes_on_the_worker_makes(functions: Mapping[str, Lambda], aws: LocalAws, calls: Calls) -> None:
    manage, worker = functions["ManageFunction"], functions["WorkerFunction"]
    for name in ("put-asset", "put-design"):
        assert manage(event(name))["statusCode"] in (200, 201)
    asked = ask(manage, "POST", f"/async/banner-builder/{DESIGN}/generate", {})
    client, url = aws.client("sqs"), queue_url(aws.url, "Queue")
    wanted: Any = {"QueueUrl": url, "MaxNumberOfMessages": 5, "AttributeNames": ["All"]}
    while messages := client.receive_message(**wanted).get("Messages"):
        assert worker(event_of(messages, "Queue")) == {"batchItemFailures": []}
        for message in messages:
            client.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    made = ask(manage, "GET", f"/generation-request/{asked['generation_request_id']}")
    assert (made["is_finalized"], made["errors"]) == (True, [])
    sizes = {"og": (600, 315), "square": (320, 320)}
    store = aws.client("s3")
    (bucket,) = (each["Name"] for each in store.list_buckets()["Buckets"])
    for banner in made["banners"]:
        (key,) = (
            each["Key"]
            for each in store.list_objects_v2(Bucket=bucket)["Contents"]
            if each["Key"].endswith(banner["file"]["filename"])
        )
        data = store.get_object(Bucket=bucket, Key=key)["Body"].read()
        assert Image.open(BytesIO(data)).size == sizes.pop(banner["format"]["id"])
    assert not sizes
    assert calls.actions["WorkerFunction"] <= allowed("WorkerFunction")
    assert [each for each in calls.asked["WorkerFunction"] if not allows("WorkerFunction", each)] == []
