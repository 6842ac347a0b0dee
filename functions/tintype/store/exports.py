"""Exports, webhook deliveries and hidden pictures in the table."""

from __future__ import annotations

from tintype.model.jobs import GRACE, KEPT, Delivery, Export, HiddenPicture
from tintype.store.decide import put_first
from tintype.store.work import Records
from tintype.store.work_items import item_of


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
    """The hidden pictures in the table. They don't end."""

    kind = "picture"
    record = HiddenPicture

    def put(self, picture: HiddenPicture) -> None:
        """Remember a picture. Raises TooLargeError (``payload_too_large``)."""
        self._put(picture, None)
