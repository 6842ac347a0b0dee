"""Frozen values like frozen dataclasses with slots, whose classes cost next to nothing to make.

A cold start makes some seventy such classes while somebody waits for a picture, and a dataclass compiles its methods
when its class is made: docs/decisions/0006-records.md has the numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeVar, dataclass_transform

_NOTHING: Any = object()


class _Field(NamedTuple):
    """What is known of a field beside its name: its default, who makes one, and what reads it."""

    default: Any = _NOTHING
    default_factory: Callable[[], Any] | None = None
    compare: bool = True
    repr: bool = True


def field(
    *,
    default: Any = _NOTHING,
    default_factory: Callable[[], Any] | None = None,
    compare: bool = True,
    repr: bool = True,  # noqa: A002  the word of dataclasses
) -> Any:
    """A field with a default made for each record, or one that comparing or showing leaves out."""
    return _Field(default, default_factory, compare, repr)


def _as_field(default: Any) -> _Field:
    return default if isinstance(default, _Field) else _Field(default)


def _first_init(self: Record, *values: Any, **named: Any) -> None:
    """Until the first record of a class is made, its initialiser: makes the real one, and steps back."""
    cls = type(self)
    type.__setattr__(cls, "__init__", _init_of(cls))
    cls.__init__(self, *values, **named)


def _init_of(cls: _RecordType) -> Callable[..., None]:
    """A compiled ``__init__`` as a person would write it: twice as fast as one that goes through its fields."""
    scope: dict[str, Any] = {"_nothing": _NOTHING}
    parameters, body = [], []
    for name, one in cls._fields.items():
        scope[f"_set_{name}"] = getattr(cls, name).__set__
        value = name
        if one.default_factory is not None:
            scope[f"_make_{name}"] = one.default_factory
            value = f"_make_{name}() if {name} is _nothing else {name}"
        scope[f"_default_{name}"] = one.default
        has_default = one.default is not _NOTHING or one.default_factory is not None
        parameters.append(f"{name}=_default_{name}" if has_default else name)
        body.append(f" _set_{name}(self, {value})")
    exec("\n".join([f"def __init__(self, {', '.join(parameters)}):", *(body or [" pass"])]), scope)  # noqa: S102
    init: Callable[..., None] = scope["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return init


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class _RecordType(type):
    """Makes the class: a slot for each annotated name, and an initialiser when the first record is made."""

    _fields: dict[str, _Field]
    _compared: Callable[[Any], tuple[Any, ...]]

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> _RecordType:
        own = {each: _as_field(namespace.pop(each, _NOTHING)) for each in namespace.get("__annotations__", ())}
        namespace["__slots__"] = tuple(own)
        namespace["__init__"] = _first_init
        made = super().__new__(cls, name, bases, namespace)
        made._fields = {**getattr(made, "_fields", {}), **own}
        made._compared = attrgetter("__class__", *(each for each, one in made._fields.items() if one.compare))
        return made


class _DataclassFields:
    """What the functions of `dataclasses` read, made when one of them asks: never on the way to a picture."""

    def __get__(self, record: Record | None, cls: _RecordType) -> dict[str, Any]:
        import dataclasses  # noqa: PLC0415  what records are there to avoid

        names = [(name, Any, dataclasses.field(kw_only=True)) for name in cls._fields]
        return {one.name: one for one in dataclasses.fields(dataclasses.make_dataclass(cls.__name__, names))}


class Record(metaclass=_RecordType):
    """The base of a frozen value: its fields are the annotated names, in the order in which its class has them.

    Records are equal when they are of one class and their fields are; `dataclasses.replace`, `asdict` and `fields` take
    them too. Setting a field raises AttributeError.
    """

    if TYPE_CHECKING:
        __dataclass_fields__: ClassVar[dict[str, Any]]
    else:
        __dataclass_fields__ = _DataclassFields()

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__}.{name} can't be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__}.{name} can't be deleted")

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        compared = type(self)._compared
        return bool(compared(self) == compared(other))

    def __hash__(self) -> int:
        return hash(type(self)._compared(self))

    def __repr__(self) -> str:
        shown = (f"{name}={getattr(self, name)!r}" for name, one in type(self)._fields.items() if one.repr)
        return f"{type(self).__qualname__}({', '.join(shown)})"


R = TypeVar("R", bound=Record)


def field_names(cls: type[Record]) -> tuple[str, ...]:
    """The names of a kind of record's fields, in their order."""
    return tuple(cls._fields)


def replace(record: R, /, **changes: Any) -> R:
    """A record like `record`, with other values in some fields. Raises TypeError for a name that is none of them."""
    cls = type(record)
    for name in cls._fields:
        if name not in changes:
            changes[name] = getattr(record, name)
    return cls(**changes)
