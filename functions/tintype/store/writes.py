"""One put of a design as the writes of one transaction."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any

from tintype.base.errors import TooLargeError
from tintype.model.records import Card
from tintype.store.items import (
    CARD,
    DOCUMENT,
    LISTED,
    PLATE,
    design_key,
    formats_of,
    packed,
    workspace_key,
    written,
)

# DynamoDB's own bounds, less room for keys and attribute names.
ITEM_BYTES = 400 * 1024 - 1024
TRANSACTION_BYTES = 4 * 1024 * 1024 - 64 * 1024
# Conditions on a card: the design is there; it was deleted.
LIVE, GONE = "attribute_not_exists(deleted_at)", "attribute_exists(deleted_at)"


def writes_of(
    table: str,
    card: Card,
    before: Card | None,
    document: bytes,
    plates: Mapping[str, Mapping[str, Any]],
    names: bool = True,
) -> list[dict[str, Any]]:
    """The writes that take the design from `before` (None: it is new) to `card`.

    They hold only if the design is still of the revision that `before` says. It gets the name of `card` where `names`
    says so, and else keeps the one that it has then. Raises TooLargeError (``document_too_large``).
    """
    contents = {PLATE + uid: packed({**record, "revision": card.revision}) for uid, record in plates.items()}
    contents[PLATE] = contents[PLATE + card.formats[0].uid]
    contents[DOCUMENT] = zlib.compress(document, 9)
    _check_sizes(contents)
    gone = {one.uid for one in before.formats} - set(plates) if before else set()
    is_new = before is None or before.deleted_at is not None
    return [
        {"Update": {"TableName": table} | _card_update(card, before, names)},
        *({"Put": {"TableName": table, "Item": _item(card, sort, content)}} for sort, content in contents.items()),
        *({"Delete": {"TableName": table, "Key": design_key(card.image_id, PLATE + uid)}} for uid in sorted(gone)),
        *([{"Put": {"TableName": table, "Item": workspace_key(LISTED + card.image_id)}}] if is_new else ()),
    ]


def removal_of(table: str, card: Card, now: int) -> list[dict[str, Any]]:
    """The writes that delete the design of `card`, but for its assets: only its card stays, marked.

    They hold only if the design is still of the revision that `card` says.
    """
    sorts = [DOCUMENT, PLATE, *(PLATE + one.uid for one in card.formats)]
    update = {
        "TableName": table,
        "Key": design_key(card.image_id, CARD),
        "UpdateExpression": "SET deleted_at = :now",
        "ConditionExpression": f"revision = :before AND {LIVE}",
        "ExpressionAttributeValues": {":now": written(now), ":before": written(card.revision)},
    }
    return [
        {"Update": update},
        *({"Delete": {"TableName": table, "Key": design_key(card.image_id, sort)}} for sort in sorts),
        {"Delete": {"TableName": table, "Key": workspace_key(LISTED + card.image_id)}},
    ]


def _card_update(card: Card, before: Card | None, names: bool) -> dict[str, Any]:
    """An update, not a put: the card may have got its `image` or another project meanwhile, and keeps them."""
    values: dict[str, Any] = {
        "design_id": card.design_id,
        "type": card.type,
        "revision": card.revision,
        "created_at": card.created_at,
        "updated_at": card.updated_at,
        "formats": formats_of(card.formats),
    }
    if names:
        values["name"] = card.name
    condition, again = "attribute_not_exists(pk)", ""
    if before is None or before.deleted_at is not None:
        values["project_id"] = card.project_id
    if before:
        condition = f"#revision = :before AND {LIVE if before.deleted_at is None else GONE}"
        again = "" if before.deleted_at is None else " REMOVE deleted_at"
    update: dict[str, Any] = {
        "Key": design_key(card.image_id, CARD),
        "UpdateExpression": "SET " + ", ".join(f"#{name} = :{name}" for name in values) + again,
        "ConditionExpression": condition,
        "ExpressionAttributeNames": {f"#{name}": name for name in values},
        "ExpressionAttributeValues": {f":{name}": written(value) for name, value in values.items()},
    }
    if before:
        update["ExpressionAttributeValues"][":before"] = written(before.revision)
    return update


def _item(card: Card, sort: str, content: bytes) -> dict[str, Any]:
    return {
        **design_key(card.image_id, sort),
        "content": written(content),
        "revision": written(card.revision),
    }


def _check_sizes(contents: Mapping[str, bytes]) -> None:
    largest, total = max(map(len, contents.values())), sum(map(len, contents.values()))
    if largest > ITEM_BYTES:
        raise TooLargeError(
            "document_too_large",
            f"the document, or one format of it, takes {largest} bytes compressed; at most {ITEM_BYTES} fit",
        )
    if total > TRANSACTION_BYTES:
        raise TooLargeError(
            "document_too_large",
            f"the document and its formats take {total} bytes compressed; at most {TRANSACTION_BYTES} fit",
        )
