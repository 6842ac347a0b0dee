"""Gathering what a plate refers to: pictures and uploaded fonts, side by side, each falling back on its own."""

from __future__ import annotations

import time
from binascii import a2b_base64
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from tintype.base.caches import ByteCache
from tintype.base.errors import NotFoundError, Problem, TintypeError
from tintype.base.record import Record, replace
from tintype.engine.encode import checksum
from tintype.engine.images.decode import OpenedPicture, PictureError, PictureLimits, open_picture
from tintype.engine.images.formats import import_common_decoders
from tintype.engine.pipeline.fonts import FontShop, with_fonts
from tintype.engine.pipeline.illustrations import with_known_illustrations
from tintype.engine.pipeline.parallel import Parallel
from tintype.engine.plate import INLINE, Element, Plate
from tintype.engine.properties.elements import CARRIED, ELEMENTS
from tintype.engine.properties.kinds import PictureUrl


class PictureSources(Record):
    """Where bytes come from.

    `read` takes the SHA-256 of an asset and a deadline; `fetch` takes URLs and a deadline and answers for each its
    bytes, or the error that says why there are none; `forget` is told of a URL whose bytes turned out to be no
    picture, so that they aren't kept. `assets` keeps assets' bytes by SHA-256.
    """

    read: Callable[[str, float], bytes]
    fetch: Callable[[Iterable[str], float], Mapping[str, bytes | TintypeError]]
    forget: Callable[[str], None]
    assets: ByteCache[str, bytes]


class ResolvedPlate(Record):
    """The plate as it can be drawn, the opened pictures by source, and what could not be had.

    `edition` tells the pictures that static elements have from elsewhere apart: it changes when one of them does.
    """

    plate: Plate
    pictures: Mapping[str, OpenedPicture]
    problems: tuple[Problem, ...]
    edition: str = ""

    @property
    def failures(self) -> tuple[Problem, ...]:
        """The problems for which a file is not made: all but characters for which a placeholder stands."""
        return tuple(problem for problem in self.problems if problem.code != MISSING_GLYPH)


MISSING_GLYPH = "missing_glyph"  # the code of the one problem that costs no element anything
_ASKED_FOR = 0.6  # the share of the time that pictures get which the request asks for
_NOTHING: Mapping[str, OpenedPicture] = {}


def resolve_assets(
    filled: Plate,
    original: Plate,
    sources: PictureSources,
    fonts: FontShop,
    deadline: float,
    broken: Mapping[str, str] = MappingProxyType({}),
) -> ResolvedPlate:
    """Everything that `filled` refers to. What can't be had is replaced by what `original` has there, or left out.

    Pictures are known by their source, the value of the property that names them; `broken` are sources that are
    known not to decode, with the reason.
    """
    problems: list[Problem] = []
    filled = with_known_illustrations(filled, original, problems)
    wanted = set(_sources(filled.elements))
    filled = with_fonts(
        filled, original, fonts, lambda source: _asset(source, original.assets, sources, deadline), problems
    )
    if not wanted:
        return ResolvedPlate(filled, _NOTHING, tuple(problems))
    # What the design itself has in the place of a picture that doesn't come takes time as well.
    is_own = wanted <= set(_sources(original.elements))
    until = deadline if is_own else time.monotonic() + _ASKED_FOR * (deadline - time.monotonic())
    pictures, failed, marks = _open(wanted - broken.keys(), filled.assets, sources, until)
    failed |= {source: reason for source, reason in broken.items() if source in wanted}
    if failed:
        filled, lacking = _fall_back(filled, original, failed, problems)
        lacking = lacking - pictures.keys() - failed.keys()
        more, still_failed, more_marks = _open(lacking - broken.keys(), filled.assets, sources, deadline)
        pictures |= more
        marks |= more_marks
        failed |= still_failed | {source: reason for source, reason in broken.items() if source in lacking}
        filled = _leave_out(filled, failed, problems)
    from_elsewhere = set(_sources(element for element in filled.elements if element.static)) & marks.keys()
    edition = ",".join(marks[source] for source in sorted(from_elsewhere))
    return ResolvedPlate(filled, pictures, tuple(problems), edition)


def _named(element: Element) -> Iterator[tuple[str, str]]:
    """The element's properties that name a picture, with the source that each names."""
    if element.values.get("hidden"):
        return
    for name in _PICTURE_PROPERTIES[element.type]:
        source = element.values[name]
        if source:
            yield name, source


_PICTURE_PROPERTIES = {
    name: tuple(key for key, row in type_.properties.items() if isinstance(row.kind, PictureUrl))
    for name, type_ in ELEMENTS.items()
}


def _sources(elements: Iterable[Element]) -> Iterator[str]:
    return (source for element in elements for _, source in _named(element))


def _open(
    wanted: Iterable[str], assets: Mapping[str, str], sources: PictureSources, deadline: float
) -> tuple[dict[str, OpenedPicture], dict[str, str], dict[str, str]]:
    """The pictures that could be had and opened, for the others the reason, and for the remote ones a mark."""
    wanted = set(wanted)
    came = _bytes_of(wanted, assets, sources, deadline)
    pictures: dict[str, OpenedPicture] = {}
    failed: dict[str, str] = {}
    marks: dict[str, str] = {}
    limits = PictureLimits(until=deadline)
    for source, data in came.items():
        if isinstance(data, TintypeError):
            failed[source] = data.id
            continue
        if not source.startswith(("asset:", INLINE)):
            marks[source] = f"{checksum(data):08x}{len(data):x}"
        try:
            pictures[source] = open_picture(data, limits, assets.get(source.removeprefix("asset:"), ""))
        except PictureError as error:
            failed[source] = error.reason
            if source in marks:
                sources.forget(source)
    return pictures, failed, marks


def _bytes_of(
    wanted: Iterable[str], assets: Mapping[str, str], sources: PictureSources, deadline: float
) -> dict[str, bytes | TintypeError]:
    """The bytes of each source, or why there are none; all that takes time is waited for side by side."""
    remote = [source for source in wanted if not source.startswith(("asset:", INLINE))]
    stored = [source for source in wanted if source not in remote]
    slow = [source for source in stored if _is_away(source, assets, sources)]
    came: dict[str, bytes | TintypeError] = {}
    if len(slow) + bool(remote) > 1:
        waiting = Parallel(slow, lambda source: _asset(source, assets, sources, deadline))
        import_common_decoders()  # of a cold start, while the pictures are on their way
        came.update(sources.fetch(remote, deadline) if remote else {})
        came.update(waiting.results(deadline))
    elif remote:
        came.update(sources.fetch(remote, deadline))
    came.update((source, _asset(source, assets, sources, deadline)) for source in stored if source not in came)
    return came


def _is_away(source: str, assets: Mapping[str, str], sources: PictureSources) -> bool:
    digest = assets.get(source.removeprefix("asset:"))
    return digest is not None and sources.assets.get(digest) is None


def _asset(source: str, assets: Mapping[str, str], sources: PictureSources, deadline: float) -> bytes | TintypeError:
    """The bytes of an asset, or those that the source carries itself."""
    if source.startswith(INLINE):
        return a2b_base64(source[len(INLINE) :])
    digest = assets.get(source.removeprefix("asset:"))
    if digest is None:
        return NotFoundError("missing_asset", "the design has no such asset")
    data = sources.assets.get(digest)
    if data is None:
        try:
            data = sources.read(digest, deadline)
        except TintypeError as error:
            return error
        sources.assets.put(digest, data, len(data))
    return data


def _fall_back(
    filled: Plate, original: Plate, failed: Mapping[str, str], problems: list[Problem]
) -> tuple[Plate, set[str]]:
    """Each picture that failed replaced by the design's own; and the sources that this takes."""
    own = {element.name: element for element in original.elements}
    lacking: set[str] = set()
    elements = list(filled.elements)
    for index, element in enumerate(filled.elements):
        for name, source in _named(element):
            if source not in failed:
                continue
            problems.append(Problem(_path(element, name), failed[source], "the picture can't be had or drawn"))
            replacement = own[element.name].values[name]
            if replacement != source:
                values = {**elements[index].values, name: replacement}
                elements[index] = replace(elements[index], values=values)
                lacking |= {replacement} if replacement else set()
    return replace(filled, elements=tuple(elements)), lacking


def _path(element: Element, name: str) -> str:
    """Where a problem with the picture that the property `name` names belongs."""
    return f"{element.name}.{CARRIED[name] if element.values[name].startswith(INLINE) else name}"


def _leave_out(filled: Plate, failed: Mapping[str, str], problems: list[Problem]) -> Plate:
    """The plate without the pictures that can't be had at all; such an element is not static, it may come back."""
    elements = []
    for element in filled.elements:
        gone = {name: None for name, source in _named(element) if source in failed}
        for name in gone:
            problem = Problem(_path(element, name), failed[element.values[name]], "the picture can't be had or drawn")
            if all(known.path != problem.path for known in problems):
                problems.append(problem)
        elements.append(replace(element, values={**element.values, **gone}, static=False) if gone else element)
    return replace(filled, elements=tuple(elements))
