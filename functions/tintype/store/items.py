"""The table's layout: the keys of its items, and records to DynamoDB's attribute values and back."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode
from collections.abc import Mapping, Sequence
from typing import Any

from tintype.base.record import field_names
from tintype.model.ids import DEFAULT_PROJECT
from tintype.model.records import ApiKey, Asset, Card, DynamicImage, FormatCard, Project, SigningKey

# One attribute value ({"S": "..."}), and one item of them, as both the API's JSON and botocore write them.
AttributeValue = Mapping[str, Any]
Item = Mapping[str, AttributeValue]

CARD = "card"
DOCUMENT = "document"
PLATE = "plate#"  # alone: a copy of the first format's plate, for URLs that name no format
ASSET = "asset#"
LISTED = "design#"  # in the workspace: one for each design that is listed, pointing to its card by image id
PROJECT = "project#"
KEYS = "keys#"


def design_key(image_id: str, sort: str) -> dict[str, AttributeValue]:
    """The primary key of a design's item `sort`. Designs live under their image id: it is what a URL carries."""
    return {"pk": {"S": f"design#{image_id}"}, "sk": {"S": sort}}


def workspace_key(sort: str) -> dict[str, AttributeValue]:
    """The primary key of what is listed in the workspace: its designs and projects, all in one partition."""
    return {"pk": {"S": "workspace"}, "sk": {"S": sort}}


def api_key_key(digest: str) -> dict[str, AttributeValue]:
    """The primary key of the API key whose SHA-256 is `digest`.

    Keys share sixteen partitions: few enough to be listed, enough that one busy key doesn't hold up all others.
    """
    return {"pk": {"S": KEYS + digest[:1]}, "sk": {"S": digest}}


def record_key(kind: str, id_: str) -> dict[str, AttributeValue]:
    """The primary key of a record that is only ever found by its id."""
    return {"pk": {"S": f"{kind}#{id_}"}, "sk": {"S": kind}}


def object_key(sha256: str) -> str:
    """The bucket's key of the content with this digest."""
    return f"assets/{sha256}"


def written(value: Any) -> AttributeValue:  # noqa: PLR0911  one line a type reads best
    """A plain value (None, bool, int, str, bytes, sequence, mapping) as an attribute value."""
    if value is None:
        return {"NULL": True}
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, int):
        return {"N": str(value)}
    if isinstance(value, str):
        return {"S": value}
    if isinstance(value, bytes):
        return {"B": value}
    if isinstance(value, Mapping):
        return {"M": {key: written(part) for key, part in value.items()}}
    if isinstance(value, Sequence):
        return {"L": [written(part) for part in value]}
    raise TypeError(f"the table has no type for {type(value).__name__}")


def read(value: AttributeValue) -> Any:
    """The plain value of an attribute value: what `written` was given, with lists for sequences."""
    ((type_, raw),) = value.items()
    if type_ == "M":
        return {key: read(part) for key, part in raw.items()}
    if type_ == "L":
        return [read(part) for part in raw]
    if type_ == "N":
        return int(raw)
    if type_ == "B":
        return b64decode(raw) if isinstance(raw, str) else bytes(raw)
    return None if type_ == "NULL" else raw


def plain(item: Item) -> dict[str, Any]:
    """An item's attributes as plain values."""
    return {name: read(value) for name, value in item.items()}


def packed(record: Mapping[str, Any]) -> bytes:
    """A plate's record as it is stored: compact JSON, deflated."""
    return zlib.compress(json.dumps(record, separators=(",", ":"), ensure_ascii=False).encode(), 9)


def unpacked(data: bytes) -> dict[str, Any]:
    """The record that `packed` was given."""
    record: dict[str, Any] = json.loads(zlib.decompress(data))
    return record


def formats_of(formats: Sequence[FormatCard]) -> list[dict[str, Any]]:
    """The formats as the card item holds them, in the design's order."""
    return [{"name": one.name, "uid": one.uid, "width": one.width, "height": one.height} for one in formats]


def card_from(item: Item, image_id: str) -> Card:
    """The card in its item."""
    values = plain(item)
    image = values.get("image")
    return Card(
        design_id=values["design_id"],
        image_id=image_id,
        name=values["name"],
        type=values["type"],
        revision=values["revision"],
        created_at=values["created_at"],
        updated_at=values["updated_at"],
        formats=tuple(FormatCard(**one) for one in values["formats"]),
        image=image_from(image) if image else None,
        project_id=values.get("project_id", DEFAULT_PROJECT),
        deleted_at=values.get("deleted_at"),
        image_deleted_at=values.get("image_deleted_at"),
    )


def image_from(values: Mapping[str, Any]) -> DynamicImage:
    """The dynamic image in a card's plain values; what an older item lacks has its default."""
    known = {name: values[name] for name in field_names(DynamicImage) if name in values}
    keys = tuple(SigningKey(**key) for key in values.get("signing_keys", ()))
    return DynamicImage(**{**known, "signing_keys": keys})


def asset_from(item: Item) -> Asset:
    """The asset in its item."""
    values = plain(item)
    name = values["sk"].removeprefix(ASSET)
    return Asset(name=name, **{each: values[each] for each in field_names(Asset) if each in values})


def project_from(item: Item) -> Project:
    """The project in its item."""
    values = plain(item)
    return Project(values["sk"].removeprefix(PROJECT), values["name"], values["created_at"])


def api_key_from(item: Item) -> ApiKey:
    """The API key in its item."""
    values = plain(item)
    optional = {name: values.get(name) for name in ("last_used", "revoked_at")}
    return ApiKey(values["sk"], values["label"], values["scope"], values["created_at"], **optional)
