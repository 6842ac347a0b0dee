"""A query string to what it asks for, in a canonical form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote_plus

from tintype.errors import Problem
from tintype.plate.fill import Override
from tintype.vocabulary.kinds import Boolean, Choice, Kind, Number, Text, Value, ValueProblem

MAX_LENGTH = 16_384  # characters; API Gateway passes on 10,240 bytes of request line and headers at most
MAX_PARAMETERS = 300
TYPES = ("png", "jpg", "jpeg", "webp", "avif", "gif")
SCALES = (1.0, 1.5, 2.0, 3.0)


@dataclass(frozen=True, slots=True)
class Query:
    """What a query string asks for. `canonical` is the same for every spelling of the same request."""

    overrides: tuple[Override, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)
    type: str | None = None
    quality: int | None = None
    scale: float = 1.0
    strict: bool = False
    problems: tuple[Problem, ...] = ()
    canonical: str = ""


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
}
_VARIABLE = Text(10_000)
# What a mail tool leaves when it has no value: {{first_name}}, *|FNAME|*, %%name%%, [[name]], ${name}.
_MERGE_TAG = re.compile(
    r"\{\{[^{}]{0,200}\}\}|\*\|[^|*]{0,200}\|\*|%%[A-Za-z_][^%]{0,200}%%|\[\[[^\[\]]{0,200}\]\]|\$\{[^{}]{0,200}\}"
)


def parse(raw: str) -> Query:
    """The query for a raw query string (without ``?``). Never raises: what can't be used is listed as a problem.

    An empty value, or a merge tag that nobody replaced, means the design's own default: the parameter counts as
    absent. Of a parameter that comes twice the last counts.
    """
    problems: list[Problem] = []
    pairs = _pairs(raw, problems)
    reserved: dict[str, Value] = {}
    overrides: list[Override] = []
    variables: dict[str, str] = {}
    for name, value in pairs.items():
        if name in _RESERVED:
            _read(reserved, name, _RESERVED[name], value, problems)
        elif name.startswith("vars."):
            _read(variables, name, _VARIABLE, value, problems)
        elif not name.startswith("_"):
            layer, _, property_ = name.partition(".")
            overrides.append(Override(layer, property_ or None, value))
    return Query(
        overrides=tuple(overrides),
        variables={name.removeprefix("vars."): value for name, value in variables.items()},
        type=reserved.get("_type"),
        quality=int(reserved["_quality"]) if "_quality" in reserved else None,
        scale=reserved.get("_scale", 1.0),
        strict=reserved.get("_strict", False),
        problems=tuple(problems),
        canonical="&".join(f"{name}={value}" for name, value in sorted(pairs.items())),
    )


def _pairs(raw: str, problems: list[Problem]) -> dict[str, str]:
    """The parameters that carry a value, by name; too many or too long are cut off and listed."""
    if len(raw) > MAX_LENGTH:
        problems.append(Problem("_query", "too_long", f"the query may have {MAX_LENGTH} characters"))
        raw = raw[:MAX_LENGTH].rpartition("&")[0]
    parts = raw.split("&") if raw else []
    if len(parts) > MAX_PARAMETERS:
        problems.append(Problem("_query", "too_many", f"the query may have {MAX_PARAMETERS} parameters"))
    pairs: dict[str, str] = {}
    for part in parts[:MAX_PARAMETERS]:
        name, _, value = part.partition("=")
        name, value = unquote_plus(name), unquote_plus(value)
        pairs.pop(name, None)  # so that the order is that of the last ones, which count
        if value.strip() and not _MERGE_TAG.search(value):
            pairs[name] = value
    return pairs


def _read(into: dict[str, Value], name: str, kind: Kind, value: str, problems: list[Problem]) -> None:
    try:
        into[name] = kind.parse(value)
    except ValueProblem as wrong:
        problems.append(Problem(name, wrong.code, str(wrong), wrong.expected, wrong.received))
