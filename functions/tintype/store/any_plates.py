"""Plates of any design, whether or not its dynamic image was created, and hidden pictures: the reading side."""

from __future__ import annotations

from tintype.model.ids import as_uuid, format_uid, image_id_of
from tintype.model.jobs import HiddenPicture
from tintype.model.records import Found
from tintype.store.items import CARD, PLATE, card_from, design_key, read, record_key, unpacked
from tintype.store.plates import Plates
from tintype.store.work_items import record_from


class AnyPlates(Plates):
    """What files are generated from; those who ask have an API key, or an unguessable id."""

    def of_design(self, design_id: str, token: str | None, deadline: float) -> Found | None:
        """The design's card and one format's plate, as they are now. `token` and `deadline` as `find` has them.

        None where there is no such design, or where it was deleted.
        """
        known = as_uuid(design_id)
        if known is None:
            return None
        image_id = image_id_of(known)
        sort = PLATE if token is None else PLATE + (as_uuid(token) or format_uid(image_id, token))
        items = self._get([design_key(image_id, CARD), design_key(image_id, sort)], deadline)
        if CARD not in items or "deleted_at" in items[CARD]:
            return None
        card = card_from(items.pop(CARD), image_id)
        return Found(card, next((unpacked(read(item["content"])) for item in items.values()), None))

    def hidden(self, picture_id: str, deadline: float) -> HiddenPicture | None:
        """The hidden picture with this id, or None."""
        items = self._get([record_key("picture", picture_id)], deadline)
        return next((record_from(HiddenPicture, item) for item in items.values()), None)
