"""Rendering a dynamic image: from its URL to the bytes of a picture, which comes whatever happens."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tintype import query
from tintype.encode import CONTENT_TYPES, encode
from tintype.errors import GoneError, InvalidInputError, NotFoundError, Problem, TintypeError
from tintype.flow.address import Address, address_from
from tintype.flow.draw import draw, encode_drawn, natural_type
from tintype.flow.easel import Easel
from tintype.flow.neutral import neutral_picture
from tintype.flow.plates import Shelf, ShelvedPlate
from tintype.flow.watch import UNWATCHED, Watch
from tintype.plate import Plate
from tintype.plate.fill import fill
from tintype.query import Query


@dataclass(frozen=True, slots=True)
class Studio:
    """Where dynamic images are made: plates at hand, and the easel at which they are drawn."""

    shelf: Shelf
    easel: Easel


@dataclass(frozen=True, slots=True)
class ImageRequest:
    """What the viewer asks for: the path after the image base, the query as sent, ``Accept``, and until when.

    `deadline` is a `time.monotonic()` value; `watch` is told the stages find, gather, arrange, paint and encode.
    """

    path: str
    query: str
    accept: str
    deadline: float
    watch: Watch = UNWATCHED


@dataclass(frozen=True, slots=True)
class Rendered:
    """A picture and what is to be said of it; `status` is 200, or 404 or 410 with the neutral picture."""

    data: bytes
    content_type: str
    status: int
    negotiated: bool
    problems: tuple[Problem, ...]
    identity: str


def render_image(request: ImageRequest, studio: Studio) -> Rendered:
    """The picture that `request` asks for.

    Never raises but InvalidInputError, and that only where ``_strict=1`` asked for it: what can't be used falls
    back to the design's own and is listed in `problems`; an unknown image is the neutral picture with status 404, that
    of a deleted design with 410.
    """
    asked = query.parse(request.query)
    address = address_from(request.path, asked.type)
    request.watch.stage("find")
    try:
        found = studio.shelf.find(address.image_id, address.format, request.deadline, request.watch)
    except NotFoundError as missing:
        return _neutral(address, request, studio, 404, Problem("url", missing.id, missing.message))
    except GoneError as gone:
        return _neutral(address, request, studio, 410, Problem("url", gone.id, gone.message))
    except TintypeError as outage:
        studio.easel.report(outage)
        return _neutral(address, request, studio, 200, Problem("service", outage.id, outage.message))
    try:
        return _render(address, asked, request, found, studio)
    except InvalidInputError:
        raise
    except Exception as error:
        studio.easel.report(error)
    return _default_picture(address, request, found, studio)


def _render(address: Address, asked: Query, request: ImageRequest, found: ShelvedPlate, studio: Studio) -> Rendered:
    plate = found.at(asked.scale)
    filled = fill(plate, asked.overrides, asked.variables)
    gathered, painted = draw(filled.plate, plate, studio.easel, request.deadline, request.watch)
    problems = (*asked.problems, *filled.problems, *gathered.problems)
    if asked.strict and problems:
        raise InvalidInputError.of(problems)
    type_, negotiated = _type_for(address, request.accept, gathered.plate)
    request.watch.stage("encode")
    data, type_ = encode_drawn(gathered, painted, type_, asked.quality, studio.easel)
    identity = f"{plate.key}?{query.canonical(asked, plate)}.{type_}"
    return Rendered(data, CONTENT_TYPES[type_], 200, negotiated, problems, identity)


def _type_for(address: Address, accept: str, plate: Plate) -> tuple[str, bool]:
    """The picture's type and whether ``Accept`` had a say in it."""
    if address.type:
        return address.type, False
    if "image/webp" in accept:
        return "webp", True
    return natural_type(plate), True


def _default_picture(address: Address, request: ImageRequest, found: ShelvedPlate, studio: Studio) -> Rendered:
    """The design without the request's changes; where even that can't be drawn, the neutral picture."""
    problem = Problem("service", "internal_error", "the picture could not be drawn as asked")
    try:
        rendered = _render(address, Query(), request, found, studio)
    except Exception as error:
        studio.easel.report(error)
        return _neutral(address, request, studio, 200, problem, found.plate)
    return replace(rendered, problems=(*rendered.problems, problem))


def _neutral(
    address: Address, request: ImageRequest, studio: Studio, status: int, problem: Problem, plate: Plate | None = None
) -> Rendered:
    """A quiet picture that says nothing, in the size of the design where that is known."""
    size = (plate.width, plate.height) if plate else (1200, 630)
    type_ = address.type or ("webp" if "image/webp" in request.accept else "png")
    data = encode(neutral_picture(*size, studio.easel.faces).image, type_)
    return Rendered(data, CONTENT_TYPES[type_], status, not address.type, (problem,), f"neutral.{size}.{type_}")
