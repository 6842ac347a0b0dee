"""Batches: rows in, an image URL or a file out for each; every row once, and a progress figure that is true."""

from __future__ import annotations

import base64
import csv
import io
import json
import os
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from tests.integration.services.conftest import BASE, Call, Queued, Receiver

# 10,000 rows take seconds as URLs; as files they are for `make batch`.
ROWS = int(os.environ.get("BATCH_ROWS", "10000"))
FILES = int(os.environ.get("BATCH_FILES", "200"))
CSV, JSONL = "text/csv", "application/x-ndjson"


def jsonl(rows: list[Any]) -> bytes:
    return "\n".join(json.dumps(row) for row in rows).encode()


def post(call: Call, design: str, rows: bytes, query: str = "", content_type: str = JSONL) -> Any:
    return call("POST", f"/designs/{design}/batches?format=wide&{query}", rows, content_type=content_type)


def results(call: Call, batch: str, parts: int) -> list[Any]:
    lines: list[Any] = []
    for part in range(1, parts + 1):
        answer = call("GET", f"/batches/{batch}/results?part={part}")
        assert (answer.status, answer.headers["content-type"]) == (200, "application/x-ndjson")
        lines += map(json.loads, answer.raw.splitlines())
    return lines


def test_urls_come_at_once_and_are_drawn(call: Call, design: str) -> None:
    rows = [{"title": "Ada"}, {"root.background_color": "#FF0000", "title": {"hidden": True}}, {}]
    answer = post(call, design, jsonl(rows))
    assert answer.status == 200, answer.raw
    assert (answer.body["total"], answer.body["done"], answer.body["failed"]) == (3, 3, 0)
    urls = [result["url"] for result in answer.body["results"]]
    assert urls[0].endswith("?title=Ada")
    seen = call("GET", f"/img{urls[1].removeprefix(BASE).replace('?', '.png?')}", door="render")
    assert (seen.status, seen.headers.get("x-image-problems")) == (200, None)
    assert Image.open(io.BytesIO(base64.b64decode(seen.raw))).convert("RGB").getpixel((50, 25)) == (255, 0, 0)
    assert "?" not in urls[2]


def test_rows_may_be_csv_or_a_json_array(call: Call, design: str) -> None:
    table = 'email,title,vars.name\r\na@b.c,"Hi\n""there"", you",Ada\r\n\r\nd@e.f,Grüße,\r\n'
    answer = post(call, design, ("\ufeff" + table).encode(), "type=png", CSV)
    assert answer.status == 200, answer.raw
    assert answer.body["ignored"] == ["email"]
    first, second = (result["url"].partition(".png?")[2] for result in answer.body["results"])
    assert first == "title=Hi%0A%22there%22%2C%20you&vars.name=Ada"
    assert second == "title=Gr%C3%BC%C3%9Fe"
    listed = post(call, design, json.dumps([{"title": "a"}, {"title": "b"}]).encode(), "", "application/json")
    assert [result["row"] for result in listed.body["results"]] == [1, 2]


def test_a_row_that_is_wrong_is_an_error_of_its_own(call: Call, design: str) -> None:
    lines = [
        b'{"title": "a"}',
        b"not JSON",
        b'{"title.font_size": -1}',
        b"[1]",
        b'{"title": ["x"]}',
        b'{"title": "\\ud800"}',
    ]
    answer = post(call, design, b"\n".join(lines))
    assert (answer.body["done"], answer.body["failed"]) == (6, 5)
    codes = [result.get("errors", [{"code": None}])[0]["code"] for result in answer.body["results"]]
    assert codes == [None, "invalid_json", "out_of_range", "wrong_type", "wrong_type", "invalid_text"]


@pytest.mark.parametrize(
    ("rows", "content_type", "id_"),
    [(b"\n\n", CSV, "no_rows"), (b"title,title\na,b\n", CSV, "invalid_csv"),
     (b"title\n", CSV, "no_rows"), (b"[", "application/json", "invalid_json"),
     (b'"' + b"x" * 300_000, CSV, "row_too_long")],
)  # fmt: skip
def test_rows_that_are_none_are_refused(call: Call, design: str, rows: bytes, content_type: str, id_: str) -> None:
    answer = post(call, design, rows, "", content_type)
    assert (answer.status, answer.body["id"]) == (400, id_)


def test_many_rows_are_answered_once_each_and_progress_is_true(
    call: Call, design: str, queue: Queued, receiver: Receiver
) -> None:
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["title", "vars.name"])
    writer.writerows([f"Row {number}", f"n{number}"] for number in range(1, ROWS + 1))
    query = f"wait=false&callback_url={receiver.url}/batch"
    accepted = post(call, design, table.getvalue().encode(), query, CSV)
    assert accepted.status == 202, accepted.raw
    batch = accepted.body["id"]
    assert (accepted.body["status"], accepted.body["done"]) == ("running", 0)
    figures = [0]
    while messages := queue.receive():
        if len(figures) == 3:  # once in between, everything comes twice
            queue.work(messages)
            for message in messages:
                queue.send(message["Body"])
        else:
            queue.work(messages)
        now = call("GET", f"/batches/{batch}").body
        assert now["failed"] == 0
        figures.append(now["done"])
        if now["parts"]:
            assert now["done"] == sum(_rows_in(call, batch, part) for part in range(1, now["parts"] + 1))
    assert figures == sorted(figures)
    done = call("GET", f"/batches/{batch}").body
    assert (done["status"], done["total"], done["done"]) == ("completed", ROWS, ROWS)
    lines = results(call, batch, done["parts"])
    assert [line["row"] for line in lines] == list(range(1, ROWS + 1))
    assert len({line["url"] for line in lines}) == ROWS
    assert lines[6]["url"].endswith("?title=Row%207&vars.name=n7")
    assert [json.loads(hook.body)["status"] for hook in receiver.got] == ["completed"]


def _rows_in(call: Call, batch: str, part: int) -> int:
    answer = call("GET", f"/batches/{batch}/results?part={part}")
    return len(answer.raw.splitlines()) if answer.status == 200 else 0


def test_files_are_made_once_each_though_parts_come_again(
    call: Call, design: str, queue: Queued, files: Callable[[], set[str]], file: Callable[[str], bytes]
) -> None:
    before = files()
    rows = [{"root": f"#{number:06x}", "title.hidden": True} for number in range(FILES)]
    batch = post(call, design, jsonl(rows), "output=files&type=png").body["id"]
    for _ in range(2):
        messages = queue.receive()
        queue.work(messages)
        for message in messages:
            queue.send(message["Body"])
    queue.drain()
    done = call("GET", f"/batches/{batch}").body
    assert (done["status"], done["total"], done["done"], done["failed"]) == ("completed", FILES, FILES, 0)
    lines = results(call, batch, done["parts"])
    assert [line["row"] for line in lines] == list(range(1, FILES + 1))
    assert {line["url"].removeprefix(f"{BASE}/files/") for line in lines} == files() - before
    picture = Image.open(io.BytesIO(file(lines[16]["url"]))).convert("RGB")
    assert picture.getpixel((1, 1)) == (0, 0, 16)


def test_a_worker_killed_in_the_middle_of_a_part_leaves_each_file_once(
    call: Call, design: str, queue: Queued, files: Callable[[], set[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files()
    rows = [{"root": f"#{number:06x}"} for number in range(40)]
    batch = post(call, design, jsonl(rows), "output=files&type=png").body["id"]
    queue.work(queue.receive())  # the split
    for place in ("Outputs.put_file", "Outputs.put"):

        def die(*_: object) -> None:
            raise SystemExit("killed")

        with monkeypatch.context() as patch:
            patch.setattr(f"tintype.store.outputs.{place}", die)
            messages = queue.receive()
            with pytest.raises(SystemExit):
                queue.work(messages)
        for message in messages:
            queue.settle(message, failed=True)
        assert call("GET", f"/batches/{batch}").body["done"] == 0
    queue.drain()
    done = call("GET", f"/batches/{batch}").body
    assert (done["status"], done["done"], done["failed"]) == ("completed", 40, 0)
    assert len(files() - before) == 40


def test_rows_may_be_uploaded(call: Call, design: str, queue: Queued) -> None:
    waiting = post(call, design, b"", "", CSV)
    assert (waiting.status, waiting.body["status"]) == (201, "waiting")
    batch = waiting.body["id"]
    rows, headers = b"title\nAda\nBob\n", {"content-type": "text/csv"}
    upload = urllib.request.Request(waiting.body["upload_url"], rows, headers, method="PUT")
    assert urllib.request.urlopen(upload).status == 200
    assert call("GET", f"/batches/{batch}").body["status"] == "waiting"
    started = call("POST", f"/batches/{batch}/start")
    assert (started.status, started.body["status"]) == (202, "running")
    again = call("POST", f"/batches/{batch}/start")
    assert (again.status, again.body["id"]) == (409, "batch_already_started")
    queue.drain()
    done = call("GET", f"/batches/{batch}").body
    assert [line["url"].partition("?")[2] for line in results(call, batch, done["parts"])] == ["title=Ada", "title=Bob"]


def test_a_batch_that_was_never_uploaded_fails(call: Call, design: str, queue: Queued) -> None:
    batch = post(call, design, b"").body["id"]
    call("POST", f"/batches/{batch}/start")
    queue.drain()
    done = call("GET", f"/batches/{batch}").body
    assert (done["status"], done["error"]) == ("failed", "no rows were uploaded")


def test_a_part_that_fails_each_time_is_an_error_of_its_rows(
    call: Call, design: str, queue: Queued, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tintype.services.batches import batch_rows

    make = batch_rows.FileMaker.__call__

    def poisoned(self: Any, row: Any) -> Any:
        if row.number == 30:
            raise RuntimeError("poison")
        return make(self, row)

    monkeypatch.setattr(batch_rows.FileMaker, "__call__", poisoned)
    batch = post(call, design, jsonl([{"title": str(number)} for number in range(60)]), "output=files").body["id"]
    queue.drain()
    done = call("GET", f"/batches/{batch}").body
    assert (done["status"], done["done"], done["failed"]) == ("completed", 60, 25)
    lines = results(call, batch, done["parts"])
    assert [line["row"] for line in lines if "errors" in line] == list(range(26, 51))
    assert len(queue.receive("DeadLetterQueue")) == 1


def test_unknown_batches_and_parts_are_not_found(call: Call, design: str, queue: Queued) -> None:
    assert call("GET", "/batches/x").body["id"] == "batch_not_found"
    batch = post(call, design, jsonl([{}]), "output=files").body["id"]
    answer = call("GET", f"/batches/{batch}/results?part=1")
    assert (answer.status, answer.body["id"]) == (404, "part_not_found")


def test_urls_are_signed_where_the_image_asks_for_it(call: Call, design: str) -> None:
    image = post(call, design, jsonl([{}])).body["results"][0]["url"].split("/")[3]
    assert call("POST", f"/dynamic-images/{image}/signing-keys/rotate").status == 200
    assert call("PATCH", f"/dynamic-images/{image}", {"require_signature": "exact"}).status == 200
    (url,) = (result["url"] for result in post(call, design, jsonl([{"title": "Ada & Bob"}])).body["results"])
    path = url.removeprefix(BASE)
    assert call("GET", f"/img{path}", door="render").status == 200
    assert call("GET", f"/img{path.replace('Ada', 'Eve')}", door="render").status == 401
    assert call("PATCH", f"/dynamic-images/{image}", {"require_signature": "policy"}).status == 200
    refused = post(call, design, jsonl([{}]))
    assert (refused.status, refused.body["id"]) == (400, "signature_policy_required")
