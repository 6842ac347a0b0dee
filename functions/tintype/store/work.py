"""Records of work in the table: put once, found by id, changed under conditions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from tintype.base.errors import UnavailableError
from tintype.store.aws import answering, attempts
from tintype.store.decide import THERE, TOKEN, new_token, refused_by, transact
from tintype.store.items import Item, record_key, written
from tintype.store.work_items import item_of, record_from

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

R = TypeVar("R")


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
        item = self._item(id_)
        return record_from(self.record, item) if item else None

    def _item(self, id_: str) -> Item | None:
        with answering("the table"):
            answer = self._client.get_item(TableName=self._table, Key=self._key(id_), ConsistentRead=True)
        return answer.get("Item")

    def _put(self, record: Any, expires_at: int | None) -> None:
        item = item_of(self.kind, record, expires_at)
        with answering("the table"):
            self._client.put_item(TableName=self._table, Item=item)

    def _set(self, id_: str, changes: Mapping[str, Any], before: Mapping[str, Any] | None = None) -> bool:
        """Set the fields in `changes` where the record is there, with the fields in `before`; whether this call did.

        A call that has something in `before` leaves its token in the record; only one call a record may be so decided.
        """
        before, token = before or {}, new_token()
        conditions = [THERE, *(f"#{name} = :old_{name}" for name in before)]
        changes = {**changes, TOKEN: token} if before else changes
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
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                )
            except self._client.exceptions.ConditionalCheckFailedException as error:
                there = refused_by(error) or self._item(id_) or {}
                return bool(before) and there.get(TOKEN) == written(token)
        return True

    def _made(self, writes: Sequence[Any]) -> bool:
        """Make the writes of a transaction; False where a condition doesn't hold."""
        for _ in attempts():
            outcome = transact(self._client, writes)
            if outcome != "crossed":
                return outcome == "made"
        raise UnavailableError("the record is being changed by many at once; try again")

    def _key(self, id_: str) -> dict[str, Any]:
        return record_key(self.kind, id_)
