"""Generation requests and what came of each format: exactly one result, however often a message is delivered."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from tintype.model.jobs import GRACE, KEPT, Generation, Result
from tintype.model.records import Banner
from tintype.store.aws import answering
from tintype.store.decide import NEW
from tintype.store.items import plain, record_key, written
from tintype.store.work import Records

RESULT = "result#"


class Generations(Records[Generation]):
    """The requests in the table, each with its results beside it."""

    kind = "generation"
    record = Generation

    def put(self, generation: Generation) -> None:
        """Remember a request. Raises TooLargeError (``payload_too_large``)."""
        self._put(generation, _end(generation))

    def results(self, generation_id: str) -> list[Result]:
        """The results that there are, in no order."""
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            ConsistentRead=True,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :prefix)",
            ExpressionAttributeValues={":pk": self._key(generation_id)["pk"], ":prefix": {"S": RESULT}},
        )
        with answering("the table"):
            return [_result_from(plain(item)) for page in pages for item in page["Items"]]

    def record_result(self, generation: Generation, result: Result) -> bool:
        """True where this is the format's first result: only that one is kept, and its file with it."""
        item = {
            **self._key(generation.id),
            "sk": {"S": RESULT + result.uid},
            "format": written(result.format),
            "reason": written(result.reason),
            "banner": written(asdict(result.banner) if result.banner else None),
            "expires_at": written(_end(generation)),
        }
        first = {"TableName": self._table, "Item": item, "ConditionExpression": NEW}
        writes: list[dict[str, Any]] = [{"Put": first}]
        if banner := result.banner:
            fields = {name: written(value) for name, value in asdict(banner).items()}
            writes.append({"Put": {"TableName": self._table, "Item": record_key("banner", banner.id) | fields}})
        return self._made(writes)

    def callback_was_sent(self, generation_id: str) -> None:
        """Remember that the callback is on its way."""
        self._set(generation_id, {"callback_sent": True})


def _end(generation: Generation) -> int:
    return generation.created_at + KEPT + GRACE


def _result_from(values: dict[str, Any]) -> Result:
    banner = values["banner"]
    uid = values["sk"].removeprefix(RESULT)
    return Result(uid, values["format"], Banner(**banner) if banner else None, values["reason"])
