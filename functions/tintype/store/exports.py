"""Exports, webhook deliveries and hidden pictures in the table."""

from __future__ import annotations

from tintype.model.jobs import DAY, GRACE, KEPT, Delivery, Export, HiddenPicture
from tintype.store.decide import THERE, put_first
from tintype.store.items import written
from tintype.store.work import Records
from tintype.store.work_items import item_of

REMEMBERED = 30 * DAY  # seconds for which it is known that there was a picture


class Exports(Records[Export]):
    """The exports in the table."""

    kind = "export"
    record = Export

    def put(self, export: Export) -> None:
        """Remember an export, or how it ended."""
        self._put(export, export.created_at + KEPT + GRACE)


class Deliveries(Records[Delivery]):
    """The webhook deliveries in the table."""

    kind = "delivery"
    record = Delivery

    def put(self, delivery: Delivery) -> None:
        """Remember a delivery that is to be made; one that is known already stays as it is."""
        put_first(self._client, self._table, item_of(self.kind, delivery, delivery.created_at + KEPT))

    def end(self, delivery_id: str, state: str) -> None:
        """Remember how the delivery ended; ``delivered`` stays."""
        self._set(delivery_id, {"state": state}, {"state": "pending"})


class HiddenPictures(Records[HiddenPicture]):
    """The hidden pictures in the table. They end when they say so, or never."""

    kind = "picture"
    record = HiddenPicture

    def put(self, picture: HiddenPicture) -> None:
        """Remember a picture. Raises TooLargeError (``payload_too_large``)."""
        self._put(picture, picture.expires_at)

    def delete(self, picture_id: str, now: int) -> bool:
        """Forget what the picture shows; False where there is none, or it was deleted before.

        That there was one is remembered for a while.
        """
        update = {
            "TableName": self._table,
            "Key": self._key(picture_id),
            "UpdateExpression": "SET deleted_at = :now, expires_at = :end REMOVE #query",
            "ConditionExpression": f"{THERE} AND attribute_not_exists(deleted_at)",
            "ExpressionAttributeNames": {"#query": "query"},
            "ExpressionAttributeValues": {":now": written(now), ":end": written(now + REMEMBERED)},
        }
        return self._made([{"Update": update}])
