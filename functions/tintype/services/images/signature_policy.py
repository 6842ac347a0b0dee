"""What a signed policy leaves open, held against what was filled in."""

from __future__ import annotations

from collections.abc import Mapping

from tintype.base.errors import Problem
from tintype.base.record import replace
from tintype.engine.plate import Plate
from tintype.engine.plate.fill import Override
from tintype.engine.properties.elements import ELEMENTS
from tintype.engine.properties.kinds import PictureUrl
from tintype.query import Query
from tintype.query.signature import OpenParameter


def within(policy: Mapping[str, OpenParameter], asked: Query, plate: Plate) -> Query:
    """`asked` without the open parameters that are too long, or that name a picture from a host that isn't allowed.

    Each of them is listed as a problem.
    """
    if not policy:
        return asked
    problems: list[Problem] = []
    pictures = _picture_properties(plate)

    def fits(name: str, value: str) -> bool:
        parameter = policy.get(name)
        if parameter is None:
            return True
        problem = _problem(name, value, parameter, name in pictures)
        problems.extend([problem] if problem else [])
        return problem is None

    overrides = tuple(each for each in asked.overrides if fits(_name(each), each.value))
    variables = {name: value for name, value in asked.variables.items() if fits(f"vars.{name}", value)}
    return replace(asked, overrides=overrides, variables=variables, problems=(*asked.problems, *problems))


def _problem(name: str, value: str, parameter: OpenParameter, is_picture: bool) -> Problem | None:
    if is_picture:
        if not _is_from(value, parameter.hosts):
            return Problem(name, "forbidden_host", "the signed policy allows no picture from this host")
        return None
    if len(value) > parameter.length:
        bounds = {"max": parameter.length}
        return Problem(name, "too_long", f"the signed policy allows {parameter.length} characters", bounds)
    return None


def _is_from(url: str, hosts: tuple[str, ...]) -> bool:
    """True where `url` leads to one of `hosts`, as the fetcher reads it: two readings would be a way round."""
    from tintype.net.errors import FetchError  # noqa: PLC0415  few requests need them
    from tintype.net.url import parse  # noqa: PLC0415

    try:
        host = parse(url).host
    except FetchError:
        return False
    return any(host == each or (each.startswith("*.") and host.endswith(each[1:])) for each in hosts)


def _name(override: Override) -> str:
    return f"{override.layer}.{override.property}" if override.property else override.layer


def _picture_properties(plate: Plate) -> set[str]:
    """Every name by which a URL may say where a picture comes from."""
    names = set()
    for element in plate.elements:
        type_ = ELEMENTS[element.type]
        for property_, row in type_.properties.items():
            if isinstance(row.kind, PictureUrl):
                names |= {f"{element.name}.{property_}"} | ({element.name} if property_ == type_.content else set())
    return names
