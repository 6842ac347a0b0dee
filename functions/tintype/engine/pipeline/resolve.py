"""Resolves what a plate refers to, pictures and uploaded fonts side by side, each falling back on its own.

A picture counts only once it was decoded, at the size at which it will be drawn: what comes after meets no surprise.
"""

from __future__ import annotations

from binascii import a2b_base64
from collections.abc import Collection, Iterable, Iterator, Mapping

from tintype.base.errors import NotFoundError, Problem, TintypeError, UnavailableError
from tintype.base.parallel import Parallel
from tintype.base.record import Record, replace
from tintype.engine.encode import checksum
from tintype.engine.images.decode import OpenedPicture, open_picture
from tintype.engine.images.errors import PictureError
from tintype.engine.images.formats import import_common_decoders, looks_like_svg
from tintype.engine.layout.arrange import Resources, arrange_element
from tintype.engine.pipeline.context import RenderContext
from tintype.engine.pipeline.fonts import with_fonts
from tintype.engine.pipeline.illustrations import with_known_illustrations
from tintype.engine.plate import INLINE, Element, Plate
from tintype.engine.properties.elements import CARRIED, ELEMENTS
from tintype.engine.properties.kinds import PictureUrl
from tintype.engine.raster.image import decode, needed_part
from tintype.engine.raster.rotation import Rotation
from tintype.engine.scene import Content, GroupContent, Item, PictureContent

_ASKED_FOR = 0.6  # the share of the time that pictures get which the request asks for
_PLACE_BYTES = 300  # what the name of something decodable takes
_NOTHING: Mapping[str, OpenedPicture] = {}
_NOT_ARRANGED: Mapping[int, Item | None] = {}


class ResolvedPlate(Record):
    """The plate as it can be drawn, the design's own as it is, the opened pictures by source, what could not be had.

    `arranged` has the items of elements with pictures, by their place in the plate: they were arranged to learn at
    which size their pictures are drawn. `edition` tells the pictures that static elements have from elsewhere apart:
    it changes when one of them does.
    """

    plate: Plate
    original: Plate
    pictures: Mapping[str, OpenedPicture]
    problems: tuple[Problem, ...]
    arranged: Mapping[int, Item | None] = _NOT_ARRANGED
    edition: str = ""


def resolve_assets(filled: Plate, original: Plate, context: RenderContext, deadline: float) -> ResolvedPlate:
    """Everything that `filled` refers to. What can't be had is replaced by what `original` has there, or left out.

    `deadline` is an instant of the context's clock.
    """
    problems: list[Problem] = []
    filled = with_known_illustrations(filled, original, problems)
    wanted = set(_sources(filled.elements))
    filled = with_fonts(
        filled, original, context.fonts, lambda source: _asset(source, original.assets, context, deadline), problems
    )
    if not wanted:
        return ResolvedPlate(filled, original, _NOTHING, tuple(problems))
    # What the design itself has in the place of a picture that doesn't come takes time as well.
    is_own = wanted <= set(_sources(original.elements))
    now = context.clock()
    found = _Found()
    found.open(wanted, filled, context, deadline if is_own else now + _ASKED_FOR * (deadline - now))
    if found.failed:
        filled, lacking = _fall_back(filled, original, found.failed, problems)
        found.open(lacking - found.pictures.keys() - found.failed.keys(), filled, context, deadline)
        filled = _leave_out(filled, found.failed, problems)
    if found.reduced:
        filled = _named_as_reduced(filled, found.reduced, problems)
    from_elsewhere = set(_sources(element for element in filled.elements if element.static)) & found.marks.keys()
    edition = ",".join(found.marks[source] for source in sorted(from_elsewhere))
    return ResolvedPlate(filled, original, found.pictures, tuple(problems), found.arranged, edition)


class _Found:
    """What was found of a plate's pictures so far: opened, failed with the reason, and remote ones with a mark."""

    def __init__(self) -> None:
        self.pictures: dict[str, OpenedPicture] = {}
        self.failed: dict[str, str] = {}
        self.marks: dict[str, str] = {}
        self.arranged: dict[int, Item | None] = {}
        self.reduced: set[str] = set()  # drawn smaller than asked for, because of what they take

    def open(self, wanted: Iterable[str], plate: Plate, context: RenderContext, deadline: float) -> None:
        """Have and open the sources `wanted`, then arrange the plate's elements with pictures and decode these."""
        wanted = set(wanted)

        def seconds_left() -> float:
            return deadline - context.clock()

        for source, data in _bytes_of(wanted, plate.assets, context, deadline).items():
            if isinstance(data, TintypeError):
                self.failed[source] = data.id
                continue
            if not source.startswith(("asset:", INLINE)):
                self.marks[source] = f"{checksum(data):08x}{len(data):x}"
            try:
                digest = plate.assets.get(source.removeprefix("asset:"), "")
                if digest and not looks_like_svg(data):
                    self.pictures[source] = open_picture(data, key=digest)  # decoded whole before it was stored
                else:
                    self.pictures[source] = context.open_strange(data, digest, seconds_left)
            except PictureError as error:
                self._give_up(source, error, context)
        self._decode(plate, context)

    def _decode(self, plate: Plate, context: RenderContext) -> None:
        """Decode every picture as it will be drawn; the items that this takes are kept."""
        resources = Resources({source: one.size for source, one in self.pictures.items()}, context.fonts)
        for index, element in enumerate(plate.elements):
            if self._is_complete(element):
                item = self.arranged[index] = arrange_element(element, resources)
                if item is not None:
                    self._decode_item(item, index, element, plate, context)
        self.arranged = {
            index: item for index, item in self.arranged.items() if self._is_complete(plate.elements[index])
        }

    def _is_complete(self, element: Element) -> bool:
        """True where the element names pictures, all of which are there."""
        sources = [source for _, source in _named(element)]
        return bool(sources) and all(source in self.pictures for source in sources)

    def _decode_item(self, item: Item, index: int, element: Element, plate: Plate, context: RenderContext) -> None:
        rotation = Rotation.of(item.rotation, item.box)
        for content in _pictures_in(item.contents):
            opened = self.pictures.get(content.source)
            part = needed_part(content, (0, 0, plate.width, plate.height), rotation)
            if opened is None or part is None:  # given up a moment ago, or out of sight
                continue
            place = self._place(content, index, element, plate)
            if place and context.decodable.get((*place, part)):
                continue  # it is decoded when it is painted, if it is: a static one may have been painted long ago
            try:
                decode(content, opened, part)
            except PictureError as error:
                self._give_up(content.source, error, context)
                del self.pictures[content.source]
                continue
            if not opened.is_whole:
                self.reduced.add(content.source)
            elif place:
                context.decodable.put((*place, part), True, _PLACE_BYTES)

    def _place(self, content: PictureContent, index: int, element: Element, plate: Plate) -> tuple[object, ...] | None:
        """What names the content's picture and how it is drawn, the same in every request; None where nothing does."""
        digest = plate.assets.get(content.source.removeprefix("asset:"))
        if digest is not None:
            return digest, content.crop, content.box, content.auto_focus
        if element.static:
            return plate.key, index, self.marks.get(content.source), content.box
        return None

    def _give_up(self, source: str, error: PictureError, context: RenderContext) -> None:
        self.failed[source] = error.reason
        if source in self.marks:
            context.remote.forget(source)


def _pictures_in(contents: Iterable[Content]) -> Iterator[PictureContent]:
    for content in contents:
        if isinstance(content, PictureContent):
            yield content
        elif isinstance(content, GroupContent):
            yield from _pictures_in(content.contents)


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


def _bytes_of(
    wanted: Iterable[str], assets: Mapping[str, str], context: RenderContext, deadline: float
) -> dict[str, bytes | TintypeError]:
    """The bytes of each source, or why there are none; all that takes time is waited for side by side."""
    remote = [source for source in wanted if not source.startswith(("asset:", INLINE))]
    stored = [source for source in wanted if source not in remote]
    slow = [source for source in stored if _is_away(source, assets, context)]
    came: dict[str, bytes | TintypeError] = {}
    if len(slow) + bool(remote) > 1:
        left = deadline - context.clock()
        waiting = Parallel(slow, lambda source: _asset(source, assets, context, deadline), _unavailable, left)
        import_common_decoders()  # of a cold start, while the pictures are on their way
        came.update(context.remote.fetch(remote, deadline) if remote else {})
        came.update(waiting.results())
    elif remote:
        came.update(context.remote.fetch(remote, deadline))
    came.update((source, _asset(source, assets, context, deadline)) for source in stored if source not in came)
    return came


def _unavailable(error: BaseException) -> TintypeError:
    """What stands for an asset whose reading failed as nobody foresaw, or was late."""
    failure = UnavailableError("it could not be had in time")
    failure.__cause__ = error
    return failure


def _is_away(source: str, assets: Mapping[str, str], context: RenderContext) -> bool:
    digest = assets.get(source.removeprefix("asset:"))
    return digest is not None and context.assets.get(digest) is None


def _asset(source: str, assets: Mapping[str, str], context: RenderContext, deadline: float) -> bytes | TintypeError:
    """The bytes of an asset, or those that the source carries itself."""
    if source.startswith(INLINE):
        return a2b_base64(source[len(INLINE) :])
    digest = assets.get(source.removeprefix("asset:"))
    if digest is None:
        return NotFoundError("missing_asset", "the design has no such asset")
    data = context.assets.get(digest)
    if data is None:
        try:
            data = context.read(digest, deadline)
        except TintypeError as error:
            return error
        context.assets.put(digest, data, len(data))
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


def _named_as_reduced(filled: Plate, reduced: Collection[str], problems: list[Problem]) -> Plate:
    """The plate with its drawings that are not as fine as asked for; such an element is not static: it may be again."""
    elements = []
    for element in filled.elements:
        paths = [_path(element, name) for name, source in _named(element) if source in reduced]
        problems += (
            Problem(path, "too_costly", "the drawing takes too long; it is coarser than asked") for path in paths
        )
        elements.append(replace(element, static=False) if paths else element)
    return replace(filled, elements=tuple(elements))


def with_source(plate: Plate, source: str) -> Iterator[str]:
    """The paths of the properties that name the picture `source`."""
    for element in plate.elements:
        for name, own in _named(element):
            if own == source:
                yield _path(element, name)
