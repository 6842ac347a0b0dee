"""Archives of many files: packed as a stream, announced once they are there."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from tests.integration.services.conftest import BASE, Call, Queued, Receiver

File = Callable[[str], bytes]


def made(call: Call, design: str, count: int) -> list[dict[str, Any]]:
    path = f"/banner-builder/{design}/generate"
    return [call("POST", path, {"template_format_name": name}).body for name in ["wide", "tall", "wide"][:count]]


def test_the_files_come_as_one_archive(call: Call, design: str, queue: Queued, file: File, receiver: Receiver) -> None:
    banners = made(call, design, 3)
    body = {"ids": [banner["id"] for banner in banners], "callback_url": f"{receiver.url}/zip"}
    answer = call("POST", "/async/banners/export", body)
    assert answer.status == 202, answer.raw
    path = f"/async/banners/export/{answer.body['export_id']}"
    waiting = call("GET", path)
    assert (waiting.status, waiting.body["archive_url"]) == (202, None)
    queue.drain()
    done = call("GET", path)
    assert done.status == 200
    archive = zipfile.ZipFile(io.BytesIO(file(done.body["archive_url"])))
    assert archive.testzip() is None
    assert archive.namelist() == ["Card-wide.jpeg", "Card-tall.png", "Card-wide-2.jpeg"]
    for name, banner in zip(archive.namelist(), banners, strict=True):
        assert archive.read(name) == file(banner["file"]["url"])
    (hook,) = receiver.got
    fields = ("export_id", "archive_url", "requested_at", "generated_at")
    assert json.loads(hook.body) == {name: done.body[name] for name in fields}


def test_an_archive_is_sent_in_parts_and_never_held_whole(
    call: Call, design: str, queue: Queued, doors: SimpleNamespace, file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tintype.store import outputs

    bucket, sizes = doors.aws.client("s3"), []
    send = outputs._Upload._send

    def sent(self: Any, data: bytes) -> None:
        sizes.append((len(data), len(self._kept)))
        send(self, data)

    monkeypatch.setattr(outputs._Upload, "_send", sent)
    banners = made(call, design, 3)
    content = {}
    for number, banner in enumerate(banners):
        content[banner["id"]] = bytes([number]) * (7 << 20)
        key = f"files/{banner['file']['filename']}"
        bucket.put_object(Bucket=doors.bucket, Key=key, Body=content[banner["id"]])
    export = call("POST", "/async/banners/export", {"ids": list(content)}).body["export_id"]
    queue.drain()
    url = call("GET", f"/async/banners/export/{export}").body["archive_url"]
    archive = zipfile.ZipFile(io.BytesIO(file(url)))
    assert [archive.read(name) for name in archive.namelist()] == list(content.values())
    assert len(sizes) == 3
    assert all(kept < 17 << 20 for _, kept in sizes)


def test_a_worker_killed_while_it_packs_leaves_one_archive(
    call: Call, design: str, queue: Queued, files: Callable[[], set[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [banner["id"] for banner in made(call, design, 2)]
    before = files()
    export = call("POST", "/async/banners/export", {"ids": ids}).body["export_id"]

    def die(*_: object) -> None:
        raise SystemExit("killed")

    messages = queue.receive()
    with monkeypatch.context() as patch:
        patch.setattr("tintype.store.exports.Exports.put", die)
        with pytest.raises(SystemExit):
            queue.work(messages)
    queue.settle(messages[0], failed=True)
    queue.drain()
    url = call("GET", f"/async/banners/export/{export}").body["archive_url"]
    assert files() - before == {url.removeprefix(f"{BASE}/files/")}


def test_an_export_that_fails_each_time_says_so(
    call: Call, design: str, queue: Queued, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("tintype.store.outputs.Outputs.read_file", fail)
    body = {"ids": [made(call, design, 1)[0]["id"]], "callback_url": f"{receiver.url}/zip"}
    export = call("POST", "/async/banners/export", body).body["export_id"]
    queue.drain()
    done = call("GET", f"/async/banners/export/{export}")
    assert (done.status, done.body["archive_url"]) == (200, None)
    assert done.body["error"]
    assert len(queue.receive("DeadLetterQueue")) == 1
    assert len(receiver.got) == 1


@pytest.mark.parametrize(
    ("body", "status", "id_"),
    [
        ({"ids": [str(uuid4())]}, 404, "visual_not_found"),
        ({"ids": []}, 400, "out_of_range"),
        ({}, 400, "missing_required"),
        ({"ids": ["x"]}, 400, None),
    ],
)
def test_what_cannot_be_packed_is_refused(call: Call, body: Any, status: int, id_: str | None) -> None:
    answer = call("POST", "/async/banners/export", body)
    assert answer.status == status
    assert id_ is None or answer.body["id"] == id_


def test_an_unknown_export_is_not_found(call: Call) -> None:
    answer = call("GET", f"/async/banners/export/{uuid4()}")
    assert (answer.status, answer.body["id"]) == (404, "export_not_found")
