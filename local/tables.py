"""moto's tables, made to bear thousands of items: docs/decisions/0016-table-on-this-machine.md.

moto keeps every object that it ever made, for a page that shows them: each item that was read or written, each file
that was replaced. It copies every table of a transaction, in case that it fails; sorts the whole table for each query;
and makes room for each partition that somebody asks for in vain. What these take grows with what was done before, where
AWS takes the same however much there is.
"""

from __future__ import annotations

import copy
import inspect
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from weakref import WeakValueDictionary

from moto.core.common_models import BaseModel
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import Table
from moto.s3.models import FakeKey

_transact = DynamoDBBackend.transact_write_items
_query, _get_item, _delete_item = Table.query, Table.get_item, Table.delete_item
_query_parameters = inspect.signature(_query)


def mend() -> None:
    """Have this process's moto keep what is there and nothing else, copy what is written, look where it has to."""
    base: Any = BaseModel
    base.__new__ = _new
    file: Any = FakeKey
    file.__del__ = FakeKey.dispose  # moto's warns that nobody closed it
    changes: Any = Table
    changes.__deepcopy__ = lambda self, _: self  # what a transaction restores is kept by `_transact_write_items`
    changes.query, changes.get_item, changes.delete_item = _query_partition, _get_item_only, _delete_item_and_place
    backend: Any = DynamoDBBackend
    backend.transact_write_items = _transact_write_items


class _Living:
    """The objects of a class that somebody else keeps; S3 closes the files of those when it is reset."""

    def __init__(self, first: Iterable[Any] = ()) -> None:
        self._objects: WeakValueDictionary[int, Any] = WeakValueDictionary((id(each), each) for each in first)

    def append(self, made: Any) -> None:
        self._objects[id(made)] = made

    def __iter__(self) -> Iterator[Any]:
        return iter(list(self._objects.values()))

    def __len__(self) -> int:
        return len(self._objects)


def _new(cls: Any, *_: Any, **__: Any) -> Any:
    """A model's object. A reset gives its class a list for them, which is replaced by one that keeps none alive."""
    made = super(BaseModel, cls).__new__(cls)
    if not isinstance(cls.instances_tracked, _Living):
        cls.instances_tracked = _Living(cls.instances_tracked)
    cls.instances_tracked.append(made)
    return made


class _Before:
    """An item as it is before a transaction writes it; None where there is none."""

    def __init__(self, table: Table, key: Mapping[str, Any]) -> None:
        self._items: Any = table.items
        self._hash = DynamoType(key[table.hash_key_attr])
        self._range = DynamoType(key[table.range_key_attr]) if table.range_key_attr else None
        self._item = copy.deepcopy(self._now())

    def _now(self) -> Item | None:
        found: Any = self._items.get(self._hash)
        if found is not None and self._range is not None:
            found = found.get(self._range)
        return found if isinstance(found, Item) else None

    def restore(self) -> None:
        """Have the item be so again."""
        if self._range is None:
            self._items.pop(self._hash, None)
            if self._item is not None:
                self._items[self._hash] = self._item
            return
        place = self._items.setdefault(self._hash, {})
        place.pop(self._range, None)
        if self._item is not None:
            place[self._range] = self._item
        elif not place:
            del self._items[self._hash]


def _transact_write_items(self: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> None:
    """All of the writes or none of them."""
    before = [_Before(*written) for written in _written(self, transact_items)]
    try:
        _transact(self, transact_items)
    except BaseException:
        for each in before:
            each.restore()
        raise


def _written(backend: DynamoDBBackend, items: Iterable[Mapping[str, Any]]) -> Iterable[tuple[Table, Mapping[str, Any]]]:
    """The table and key of each write; what is malformed is left for moto to refuse."""
    for write in items:
        for operation in write.values():
            table = backend.tables.get(operation.get("TableName", ""))
            key = operation.get("Key") or operation.get("Item") or {}
            if table is not None and all(name in key for name in table.table_key_attrs):
                yield table, key


def _query_partition(self: Table, *arguments: Any, **named: Any) -> Any:
    """The query, in a table that has nothing but the items with the partition key that it names."""
    asked = _query_parameters.bind(self, *arguments, **named).arguments
    if self.range_key_attr is None:
        return _query(self, *arguments, **named)
    view = copy.copy(self)
    if asked.get("index_name") is None:
        hash_key = asked["hash_key"]
        view.items = {hash_key: self.items.get(hash_key, {})}  # type: ignore[assignment]
    else:
        wanted = asked.get("hash_key_conditions") or ()
        view.items = {  # type: ignore[assignment]
            hash_key: {key: item for key, item in place.items() if _has(item, wanted)}
            for hash_key, place in self.items.items()
        }
    return _query(view, *arguments, **named)


def _has(item: Any, wanted: Iterable[tuple[str, DynamoType]]) -> bool:
    return all(name in item.attrs and item.attrs[name] == value for name, value in wanted)


def _get_item_only(
    self: Table, hash_key: DynamoType, range_key: DynamoType | None = None, *rest: Any, **named: Any
) -> Item | None:
    """The item; nothing is kept of a question for one that isn't there."""
    if range_key is not None and hash_key not in self.items:
        return None
    return _get_item(self, hash_key, range_key, *rest, **named)


def _delete_item_and_place(self: Table, hash_key: DynamoType, range_key: DynamoType | None) -> Item | None:
    """The item that was there; its partition goes with the last of its items."""
    items: Any = self.items
    if hash_key not in items:
        return None
    gone = _delete_item(self, hash_key, range_key)
    if range_key is not None and not items[hash_key]:
        del items[hash_key]
    return gone
