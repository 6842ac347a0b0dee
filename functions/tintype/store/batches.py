"""Batches in the table: how many rows have a result, counted once a part however often its message is delivered."""

from __future__ import annotations

from tintype.model.jobs import GRACE, KEPT, Batch
from tintype.store.aws import answering
from tintype.store.decide import NEW
from tintype.store.items import written
from tintype.store.work import Records

PART = "part#"


class Batches(Records[Batch]):
    """The batches in the table, each with its parts beside it."""

    kind = "batch"
    record = Batch

    def put(self, batch: Batch) -> None:
        """Remember a batch."""
        self._put(batch, batch.created_at + KEPT + GRACE)

    def start(self, batch_id: str) -> bool:
        """True where this call started the batch: the first one does."""
        return self._set(batch_id, {"started": True}, {"started": False})

    def columns(self, batch_id: str, columns: tuple[str, ...]) -> None:
        """Remember what the columns of its CSV are called."""
        self._set(batch_id, {"columns": columns})

    def counted(self, batch_id: str, total: int, parts: int) -> None:
        """Remember how many rows and parts there are in all."""
        self._set(batch_id, {"total": total, "parts": parts})

    def fail(self, batch_id: str, reason: str) -> None:
        """Remember why nothing will come of the batch."""
        self._set(batch_id, {"reason": reason})

    def has_part(self, batch_id: str, part: int) -> bool:
        """True where the part was counted already."""
        key = {**self._key(batch_id), "sk": {"S": f"{PART}{part:06}"}}
        with answering("the table"):
            answer = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True)
        return "Item" in answer

    def record_part(self, batch: Batch, part: int, done: int, failed: int) -> bool:
        """Count the rows of a part; whether this was the first time, the only one that counts."""
        key = self._key(batch.id)
        item = {
            **key,
            "sk": {"S": f"{PART}{part:06}"},
            "expires_at": written(batch.created_at + KEPT + GRACE),
        }
        count = {"done": done, "failed": failed}
        update = {
            "TableName": self._table,
            "Key": key,
            "UpdateExpression": "ADD done :done, failed :failed",
            "ExpressionAttributeValues": {f":{name}": written(value) for name, value in count.items()},
        }
        once = {"TableName": self._table, "Item": item, "ConditionExpression": NEW}
        return self._made([{"Put": once}, {"Update": update}])

    def callback_was_sent(self, batch_id: str) -> None:
        """Remember that the callback is on its way."""
        self._set(batch_id, {"callback_sent": True})
