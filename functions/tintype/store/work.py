"""Records of work in the table: put once, found by id, changed under conditions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from tintype.store.aws import answering
from tintype.store.items import record_key, written
from tintype.store.work_items import item_of, record_from

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

R = TypeVar("R")
THERE = "attribute_exists(pk)"


class Records(Generic[R]):
    """The records of one class in the table called `table`, each under its id.

    Every method raises UnavailableError when the table doesn't answer.
    """

    kind: ClassVar[str]
    record: ClassVar[type[Any]]

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = table
        self._client = client

    def find(self, id_: str) -> R | None:
        """The record with this id, as it is now, or None."""
        with answering("the table"):
            answer = self._client.get_item(TableName=self._table, Key=self._key(id_), ConsistentRead=True)
        item = answer.get("Item")
        return record_from(self.record, item) if item else None

    def _put(self, record: Any, expires_at: int | None) -> None:
        item = item_of(self.kind, record, expires_at)
        with answering("the table"):
            self._client.put_item(TableName=self._table, Item=item)

    def _set(self, id_: str, changes: Mapping[str, Any], before: Mapping[str, Any] | None = None) -> bool:
        """Set the fields in `changes` where the record is there, with the fields in `before`; whether it was so."""
        before = before or {}
        conditions = [THERE, *(f"#{name} = :old_{name}" for name in before)]
        values = {**changes} | {f"old_{name}": value for name, value in before.items()}
        with answering("the table"):
            try:
                self._client.update_item(
                    TableName=self._table,
                    Key=self._key(id_),
                    UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in changes),
                    ConditionExpression=" AND ".join(conditions),
                    ExpressionAttributeNames={f"#{name}": name for name in (*changes, *before)},
                    ExpressionAttributeValues={f":{name}": written(value) for name, value in values.items()},
                )
            except self._client.exceptions.ConditionalCheckFailedException:
                return False
        return True

    def _transact(self, writes: Sequence[Any]) -> bool:
        """Whether the writes were made; False where the first one's condition failed.

        Raises UnavailableError where another transaction crossed it, too.
        """
        with answering("the table"):
            try:
                self._client.transact_write_items(TransactItems=writes)
            except self._client.exceptions.TransactionCanceledException as error:
                if error.response["CancellationReasons"][0].get("Code") == "ConditionalCheckFailed":
                    return False
                raise
        return True

    def _key(self, id_: str) -> dict[str, Any]:
        return record_key(self.kind, id_)
