"""One idempotency key among many who come with it at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from tests.integration.services.conftest import Call


def test_of_many_at_once_one_makes_the_file(call: Call, design: str, files: Callable[[], set[str]]) -> None:
    body, path = {"template_format_name": "wide"}, f"/banner-builder/{design}/generate"
    before, answers = files(), []
    barrier = threading.Barrier(8)

    def ask() -> None:
        barrier.wait()
        answers.append(call("POST", path, body, idempotency_key="at once"))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(files() - before) == 1
    assert {answer.status for answer in answers} <= {200, 409}
    assert len({answer.body["id"] for answer in answers if answer.status == 200}) == 1
    assert {answer.body["id"] for answer in answers if answer.status == 409} <= {"request_in_progress"}
    assert call("POST", path, body, idempotency_key="at once").status == 200


def test_another_key_of_the_api_has_records_of_its_own(call: Call, design: str, doors: Any) -> None:
    from tintype.store.keys import Keys

    keys = Keys(doors.table, doors.aws.client("dynamodb"))
    keys.add("tt_another", label="another", scope="all", now=int(time.time()))
    body, path = {"template_format_name": "wide"}, f"/banner-builder/{design}/generate"
    mine = call("POST", path, body, idempotency_key="mine").body["id"]
    assert call("POST", path, body, idempotency_key="mine", x_api_key="tt_another").body["id"] != mine
