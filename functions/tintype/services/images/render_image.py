"""Rendering a dynamic image: from its URL to the bytes of a picture, which comes whatever happens."""

from __future__ import annotations

from collections.abc import Callable

from tintype import query
from tintype.base.caches import ByteCache
from tintype.base.errors import GoneError, InvalidInputError, NotFoundError, Problem, TintypeError
from tintype.base.record import Record, field, replace
from tintype.engine import MEGABYTE, UNWATCHED, Engine, Watch, natural_type
from tintype.engine.plate import Plate
from tintype.query import Query
from tintype.query.signature import signed_path
from tintype.services.images.address import Address, address_from
from tintype.services.images.admission import (
    NOBODY,
    Admission,
    Refusal,
    Viewer,
    check_signature,
    count_render,
    until_when,
)
from tintype.services.images.fallback import fallback_of
from tintype.services.images.plate_cache import CachedPlate, PlateCache


class ImageRenderer(Record):
    """What dynamic images are made with: plates at hand, admission, and the engine that draws them.

    `report` is told of what failed. `fallbacks` keeps what is shown in place of pictures that aren't to be: a refusal
    must cost little.
    """

    plates: PlateCache
    admission: Admission
    engine: Engine
    report: Callable[[BaseException], None]
    fallbacks: ByteCache[str, Rendered] = field(default_factory=lambda: ByteCache(8 * MEGABYTE))


class ImageRequest(Record):
    """What the viewer asks for: the path after the image base, the query as sent, ``Accept``, and until when.

    `deadline` is a `time.monotonic()` value; `watch` is told the stages find, admit, resolve, layout, paint, encode.
    """

    path: str
    query: str
    accept: str
    deadline: float
    watch: Watch = UNWATCHED
    viewer: Viewer = NOBODY


class Rendered(Record):
    """A picture and what is to be said of it.

    `error` is None, or the kind of a refusal with the image's fallback, of what isn't there with the neutral picture.
    `expires_at` is when it ceases to be right, in epoch seconds; `stale` says that it may not be any more.
    `retry_after` is in seconds.
    """

    data: bytes
    content_type: str
    error: type[TintypeError] | None
    negotiated: bool
    problems: tuple[Problem, ...]
    identity: str
    expires_at: int | None = None
    stale: bool = False
    retry_after: int = 0


def render_image(request: ImageRequest, renderer: ImageRenderer) -> Rendered:
    """The picture that `request` asks for.

    Never raises but InvalidInputError, and that only where ``_strict=1`` asked for it: what can't be used falls
    back to the design's own and is listed in `problems`; what the image's settings or limits don't allow is its
    fallback; an unknown image is the neutral picture with NotFoundError for `error`, a deleted one with GoneError.
    """
    asked = query.parse(request.query)
    address = address_from(request.path, asked.type)
    request.watch.stage("find")
    try:
        found = renderer.plates.find(address.image_id, address.format, request.deadline, request.watch)
    except NotFoundError as missing:
        return _neutral(address, request, renderer, NotFoundError, Problem("url", missing.id, missing.message))
    except GoneError as gone:
        return _neutral(address, request, renderer, GoneError, Problem("url", gone.id, gone.message))
    except TintypeError as outage:
        renderer.report(outage)
        return _neutral(address, request, renderer, None, Problem("service", outage.id, outage.message))
    try:
        return _admitted(address, asked, request, found, renderer)
    except InvalidInputError:
        raise
    except Exception as error:
        renderer.report(error)
    return _default_picture(address, request, found, renderer)


def _admitted(
    address: Address, asked: Query, request: ImageRequest, found: CachedPlate, renderer: ImageRenderer
) -> Rendered:
    """The picture as asked, or the image's fallback where it may not be had."""
    image, admission = found.card.image, renderer.admission
    if image is None:
        return _render(address, asked, request, found, renderer)
    request.watch.stage("admit")
    verdict = check_signature(signed_path(request.path), asked, image, found.plate, admission)
    if isinstance(verdict, Refusal):
        return _in_its_place(address, request, found, renderer, verdict)
    # A table that can't be read can't count either.
    full = (
        None
        if found.stale
        else count_render(found.card.image_id, verdict, image, found.plate, request.viewer, admission, request.deadline)
    )
    if full:
        return _in_its_place(address, request, found, renderer, full)
    rendered = _render(address, verdict, request, found, renderer)
    until = until_when(asked, image)
    return rendered if until is None else replace(rendered, expires_at=until)


def _in_its_place(
    address: Address, request: ImageRequest, found: CachedPlate, renderer: ImageRenderer, refusal: Refusal
) -> Rendered:
    """The image's fallback, with the error and the problem of the refusal; kept, because refusals come in crowds."""
    plate, asked = fallback_of(found)
    type_ = _type_for(address, request.accept)[0] or natural_type(plate)
    key = f"{plate.key}.{type_}"
    shown = renderer.fallbacks.get(key)
    if shown is None:
        shown = _render(address, asked, request, replace(found, plate=plate), renderer)
        if shown.problems and plate is not found.plate:
            shown = _render(address, Query(), request, found, renderer)
        if not shown.problems and not found.stale:
            renderer.fallbacks.put(key, shown, len(shown.data) + 500)
    return replace(
        shown,
        error=refusal.error,
        problems=(refusal.problem, *shown.problems),
        negotiated=not address.type,
        retry_after=refusal.retry_after,
    )


def _render(
    address: Address, asked: Query, request: ImageRequest, found: CachedPlate, renderer: ImageRenderer
) -> Rendered:
    type_, negotiated = _type_for(address, request.accept)
    picture = renderer.engine.render(
        found.plate, asked.overrides, asked.variables, type_, asked.quality, asked.scale, request.deadline,
        watch=request.watch,
    )  # fmt: skip
    problems = (*asked.problems, *picture.problems)
    if asked.strict and problems:
        raise InvalidInputError.of(problems)
    identity = f"{found.plate.key}?{query.canonical(asked, found.plate)}.{picture.type}"
    return Rendered(picture.data, picture.content_type, None, negotiated, problems, identity, stale=found.stale)


def _type_for(address: Address, accept: str) -> tuple[str | None, bool]:
    """The picture's type, None for the design's natural one, and whether ``Accept`` had a say in it."""
    if address.type:
        return address.type, False
    return ("webp" if "image/webp" in accept else None), True


def _default_picture(address: Address, request: ImageRequest, found: CachedPlate, renderer: ImageRenderer) -> Rendered:
    """The design without the request's changes; where even that can't be drawn, the neutral picture."""
    problem = Problem("service", "internal_error", "the picture could not be drawn as asked")
    try:
        rendered = _render(address, Query(), request, found, renderer)
    except Exception as error:
        renderer.report(error)
        return _neutral(address, request, renderer, None, problem, found.plate)
    return replace(rendered, problems=(*rendered.problems, problem))


def _neutral(
    address: Address,
    request: ImageRequest,
    renderer: ImageRenderer,
    error: type[TintypeError] | None,
    problem: Problem,
    plate: Plate | None = None,
) -> Rendered:
    """A quiet picture that says nothing, in the size of the design where that is known."""
    size = (plate.width, plate.height) if plate else (1200, 630)
    type_ = _type_for(address, request.accept)[0] or "png"
    picture = renderer.engine.placeholder(*size, type_)
    identity = f"neutral.{size}.{type_}"
    return Rendered(picture.data, picture.content_type, error, not address.type, (problem,), identity)
