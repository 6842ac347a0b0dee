"""One put of a design as the writes of one transaction."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any

from tintype.errors import InvalidInputError
from tintype.store.items import CARD, DOCUMENT, PLATE, design_key, formats_of, packed, written
from tintype.store.records import Card

# DynamoDB's own bounds, less room for keys and attribute names.
ITEM_BYTES = 400 * 1024 - 1024
TRANSACTION_BYTES = 4 * 1024 * 1024 - 64 * 1024


def writes_of(
    table: str,
    card: Card,
    before: Card | None,
    document: bytes,
    plates: Mapping[str, Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """The writes that take the design from `before` (None: it is new) to `card`.

    They hold only if the design is still as `before` says. Raises InvalidInputError (``document_too_large``).
    """
    contents = {PLATE + uid: packed({**record, "revision": card.revision}) for uid, record in plates.items()}
    contents[PLATE] = contents[PLATE + card.formats[0].uid]
    contents[DOCUMENT] = zlib.compress(document, 9)
    _check_sizes(contents)
    gone = {one.uid for one in before.formats} - set(plates) if before else set()
    return [
        {"Update": {"TableName": table} | _card_update(card, before)},
        *({"Put": {"TableName": table, "Item": _item(card, sort, content)}} for sort, content in contents.items()),
        *({"Delete": {"TableName": table, "Key": design_key(card.image_id, PLATE + uid)}} for uid in sorted(gone)),
    ]


def _card_update(card: Card, before: Card | None) -> dict[str, Any]:
    """An update, not a put: the card may have got its `image` meanwhile, and keeps it."""
    values = {
        "design_id": card.design_id,
        "name": card.name,
        "type": card.type,
        "revision": card.revision,
        "created_at": card.created_at,
        "updated_at": card.updated_at,
        "formats": formats_of(card.formats),
    }
    update: dict[str, Any] = {
        "Key": design_key(card.image_id, CARD),
        "UpdateExpression": "SET " + ", ".join(f"#{name} = :{name}" for name in values),
        "ConditionExpression": "#revision = :before" if before else "attribute_not_exists(pk)",
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
        raise InvalidInputError(
            "document_too_large",
            f"the document, or one format of it, takes {largest} bytes compressed; at most {ITEM_BYTES} fit",
        )
    if total > TRANSACTION_BYTES:
        raise InvalidInputError(
            "document_too_large",
            f"the document and its formats take {total} bytes compressed; at most {TRANSACTION_BYTES} fit",
        )
