"""A query string to what it asks for, in a canonical form."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import unquote_plus

from tintype.base.errors import Problem
from tintype.base.expressions import expression
from tintype.base.record import Record, field
from tintype.engine.plate import SCALES, Plate
from tintype.engine.plate.fill import Override
from tintype.engine.properties.elements import ELEMENTS
from tintype.engine.properties.kinds import Boolean, Choice, Kind, Number, Text, Value, ValueProblem
from tintype.query.characters import tamed

MAX_LENGTH = 16_384  # characters; API Gateway passes on 10,240 bytes of request line and headers at most
MAX_PARAMETERS = 300
MAX_NAME = 300  # characters; a layer's name and a property's have less
TYPES = ("png", "jpg", "jpeg", "webp", "avif", "gif")


class Query(Record):
    """What a query string asks for.

    `sent` has every parameter that carries a value as it came, decoded, the reserved ones included: what a signature
    covers. `expires` is in epoch seconds.
    """

    overrides: tuple[Override, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)
    type: str | None = None
    quality: int | None = None
    scale: float = 1.0
    strict: bool = False
    expires: int | None = None
    problems: tuple[Problem, ...] = ()
    sent: Mapping[str, str] = field(default_factory=dict, compare=False)


class _Scale(Number):
    __slots__ = ()

    def parse(self, raw: Value) -> float:
        factor = Number().parse(raw)
        if factor not in SCALES:
            expected = [f"{scale:g}" for scale in SCALES]
            raise ValueProblem("unknown_enum_value", f"must be one of: {', '.join(expected)}", expected, raw)
        return factor


_RESERVED: Mapping[str, Kind] = {
    "_type": Choice(TYPES),
    "_quality": Number(1, 100, whole=True),
    "_scale": _Scale(),
    "_strict": Boolean(),
    "_expires": Number(0, whole=True),
}
CHANGES_PIXELS = ("_quality", "_scale")  # of the reserved ones; the type is told apart by itself
_VARIABLE = Text(10_000)
_SURROGATE = expression("[\ud800-\udfff]")
# What a mail tool leaves when it has no value: {{first_name}}, *|FNAME|*, %%name%%, [[name]], ${name}.
_MERGE_TAG = expression(
    r"\{\{[^{}]{0,200}\}\}|\*\|[^|*]{0,200}\|\*|%%[A-Za-z_][^%]{0,200}%%|\[\[[^\[\]]{0,200}\]\]|\$\{[^{}]{0,200}\}"
)


def parse(raw: str) -> Query:
    """The query for a raw query string (without ``?``). Never raises: what can't be used is listed as a problem.

    An empty value, or a merge tag that nobody replaced, means the design's own default: the parameter counts as
    absent. Of a parameter that comes twice the last counts.
    """
    problems: list[Problem] = []
    sent = _pairs(raw, problems)
    reserved: dict[str, Value] = {}
    overrides: list[Override] = []
    variables: dict[str, str] = {}
    for name, value in sent.items():
        if _MERGE_TAG.search(value):
            continue
        if name in _RESERVED:
            _read(reserved, name, _RESERVED[name], value, problems)
        elif name.startswith("vars."):
            _read(variables, name, _VARIABLE, tamed(value), problems)
        elif not name.startswith("_"):
            layer, _, property_ = name.partition(".")
            overrides.append(Override(layer, property_ or None, tamed(value)))
    return Query(
        overrides=tuple(overrides),
        variables={name.removeprefix("vars."): value for name, value in variables.items()},
        type=reserved.get("_type"),
        quality=int(reserved["_quality"]) if "_quality" in reserved else None,
        scale=reserved.get("_scale", 1.0),
        strict=reserved.get("_strict", False),
        expires=int(reserved["_expires"]) if "_expires" in reserved else None,
        problems=tuple(problems),
        sent=sent,
    )


def canonical(asked: Query, plate: Plate) -> str:
    """What of the query can be seen in a picture of `plate`: the same for every spelling of the same variant.

    Parameters of layers that the plate does not have are left out, as are those that say nothing of pixels
    (``_strict``, ``_expires``, ``_policy``, ``_signature``).
    """
    contents = {element.name: ELEMENTS[element.type].content for element in (plate.root, *plate.elements)}
    seen = {
        f"{each.layer}.{each.property or contents[each.layer]}": each.value
        for each in asked.overrides
        if each.layer in contents
    }
    seen |= {f"vars.{name}": value for name, value in asked.variables.items()}
    seen |= {name: asked.sent[name] for name in CHANGES_PIXELS if name in asked.sent}
    return "&".join(f"{name}={value}" for name, value in sorted(seen.items()))


def _pairs(raw: str, problems: list[Problem]) -> dict[str, str]:
    """The parameters that carry a value, by name; too many or too long are cut off and listed.

    Percent signs that encode nothing stand for themselves. Bytes that are not UTF-8 become lone surrogates, which no
    kind of value takes; a name with them is nobody's.
    """
    if len(raw) > MAX_LENGTH:
        problems.append(Problem("_query", "too_long", f"the query may have {MAX_LENGTH} characters"))
        raw = raw[:MAX_LENGTH].rpartition("&")[0]
    parts = raw.split("&", MAX_PARAMETERS) if raw else []
    if len(parts) > MAX_PARAMETERS:
        problems.append(Problem("_query", "too_many", f"the query may have {MAX_PARAMETERS} parameters"))
    pairs: dict[str, str] = {}
    for part in parts[:MAX_PARAMETERS]:
        name, _, value = part.partition("=")
        name = unquote_plus(name, errors="surrogateescape")
        if len(name) > MAX_NAME or (not name.isascii() and _SURROGATE.search(name)):
            continue
        value = unquote_plus(value, errors="surrogateescape")
        pairs.pop(name, None)  # so that the order is that of the last ones, which count
        if value.strip():
            pairs[name] = value
    return pairs


def _read(into: dict[str, Value], name: str, kind: Kind, value: str, problems: list[Problem]) -> None:
    try:
        into[name] = kind.parse(value)
    except ValueProblem as wrong:
        problems.append(Problem(name, wrong.code, str(wrong), wrong.expected, wrong.received))
