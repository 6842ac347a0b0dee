"""Records of work to items of the table and back. No botocore: the render door reads some of them."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import MISSING, asdict, fields
from typing import Any, TypeVar

from tintype.base.errors import TooLargeError
from tintype.store.items import Item, plain, record_key, written
from tintype.store.writes import ITEM_BYTES

R = TypeVar("R")


def item_of(kind: str, record: Any, expires_at: int | None) -> dict[str, Any]:
    """The item of a record. Mappings become deflated JSON: they are what a caller sent, as deep and odd as it was.

    Raises TooLargeError (``payload_too_large``).
    """
    values = {name: value for name, value in asdict(record).items() if value is not None}
    if expires_at is not None:
        values["expires_at"] = expires_at
    item = {name: written(_packed(value)) for name, value in values.items()}
    size = sum(len(value.get("B") or value.get("S") or "") for value in item.values())
    if size > ITEM_BYTES:
        raise TooLargeError("payload_too_large", f"the request takes {size} bytes; at most {ITEM_BYTES} are kept")
    return {**record_key(kind, record.id), **item}


def record_from(class_: type[R], item: Item) -> R:
    """The record of this dataclass in its item; what is absent is None, unless it has another default."""
    values = plain(item)
    known: dict[str, Any] = {}
    for one in fields(class_):  # type: ignore[arg-type]  # a dataclass, as the name says
        if one.name in values:
            known[one.name] = _unpacked(values[one.name], str(one.type))
        elif one.default is MISSING:
            known[one.name] = None
    return class_(**known)


def _packed(value: Any) -> Any:
    return zlib.compress(json.dumps(value, separators=(",", ":")).encode()) if isinstance(value, Mapping) else value


def _unpacked(value: Any, type_: str) -> Any:
    if isinstance(value, bytes):
        return json.loads(zlib.decompress(value))
    return tuple(value) if type_.startswith("tuple") else value
