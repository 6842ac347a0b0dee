"""Rendering a dynamic image: from its URL to the bytes of a picture, which comes whatever happens."""

from __future__ import annotations

from tintype import query
from tintype.base.caches import ByteCache
from tintype.base.errors import GoneError, InvalidInputError, NotFoundError, Problem, TintypeError
from tintype.base.record import Record, field, replace
from tintype.engine.encode import CONTENT_TYPES, encode
from tintype.engine.pipeline.context import MEGABYTE, Easel
from tintype.engine.pipeline.pipeline import draw, encode_drawn, natural_type
from tintype.engine.pipeline.placeholder import neutral_picture
from tintype.engine.pipeline.timing import UNWATCHED, Watch
from tintype.engine.plate import Plate
from tintype.engine.plate.fill import fill
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


class RenderContext(Record):
    """Where dynamic images are made: plates at hand, the admission, and the easel at which they are drawn.

    `defaults` keeps what is shown in place of pictures that aren't to be: a refusal must cost little.
    """

    plates: PlateCache
    admission: Admission
    easel: Easel
    defaults: ByteCache[str, Rendered] = field(default_factory=lambda: ByteCache(8 * MEGABYTE))


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

    `status` is 200; 401 or 429 with the image's fallback; 404 or 410 with the neutral picture. `expires_at` is when it
    ceases to be right, in epoch seconds; `stale` says that it may not be any more. `retry_after` is in seconds.
    """

    data: bytes
    content_type: str
    status: int
    negotiated: bool
    problems: tuple[Problem, ...]
    identity: str
    expires_at: int | None = None
    stale: bool = False
    retry_after: int = 0


def render_image(request: ImageRequest, context: RenderContext) -> Rendered:
    """The picture that `request` asks for.

    Never raises but InvalidInputError, and that only where ``_strict=1`` asked for it: what can't be used falls
    back to the design's own and is listed in `problems`; what the image's settings or limits don't allow is its
    fallback; an unknown image is the neutral picture with status 404, a deleted one with 410.
    """
    asked = query.parse(request.query)
    address = address_from(request.path, asked.type)
    request.watch.stage("find")
    try:
        found = context.plates.find(address.image_id, address.format, request.deadline, request.watch)
    except NotFoundError as missing:
        return _neutral(address, request, context, 404, Problem("url", missing.id, missing.message))
    except GoneError as gone:
        return _neutral(address, request, context, 410, Problem("url", gone.id, gone.message))
    except TintypeError as outage:
        context.easel.report(outage)
        return _neutral(address, request, context, 200, Problem("service", outage.id, outage.message))
    try:
        return _admitted(address, asked, request, found, context)
    except InvalidInputError:
        raise
    except Exception as error:
        context.easel.report(error)
    return _default_picture(address, request, found, context)


def _admitted(
    address: Address, asked: Query, request: ImageRequest, found: CachedPlate, context: RenderContext
) -> Rendered:
    """The picture as asked, or the image's fallback where it may not be had."""
    image, admission = found.card.image, context.admission
    if image is None:
        return _render(address, asked, request, found, context)
    request.watch.stage("admit")
    verdict = check_signature(signed_path(request.path), asked, image, found.plate, admission)
    if isinstance(verdict, Refusal):
        return _in_its_place(address, request, found, context, verdict)
    # A table that can't be read can't count either.
    full = (
        None
        if found.stale
        else count_render(found.card.image_id, verdict, image, found.plate, request.viewer, admission, request.deadline)
    )
    if full:
        return _in_its_place(address, request, found, context, full)
    rendered = _render(address, verdict, request, found, context)
    until = until_when(asked, image)
    return rendered if until is None else replace(rendered, expires_at=until)


def _in_its_place(
    address: Address, request: ImageRequest, found: CachedPlate, context: RenderContext, refusal: Refusal
) -> Rendered:
    """The image's fallback, with the refusal's status and problem; kept, because refusals come in crowds."""
    plate, asked = fallback_of(found)
    type_, _ = _type_for(address, request.accept, plate)
    key = f"{plate.key}.{type_}"
    shown = context.defaults.get(key)
    if shown is None:
        shown = _render(address, asked, request, replace(found, plate=plate, scales={}), context)
        if shown.problems and plate is not found.plate:
            shown = _render(address, Query(), request, found, context)
        if not shown.problems and not found.stale:
            context.defaults.put(key, shown, len(shown.data) + 500)
    return replace(
        shown,
        status=refusal.status,
        problems=(refusal.problem, *shown.problems),
        negotiated=not address.type,
        retry_after=refusal.retry_after,
    )


def _render(
    address: Address, asked: Query, request: ImageRequest, found: CachedPlate, context: RenderContext
) -> Rendered:
    plate = found.at(asked.scale)
    filled = fill(plate, asked.overrides, asked.variables)
    resolved, painted = draw(filled.plate, plate, context.easel, request.deadline, request.watch)
    problems = (*asked.problems, *_scale_problem(found, asked), *filled.problems, *resolved.problems)
    if asked.strict and problems:
        raise InvalidInputError.of(problems)
    type_, negotiated = _type_for(address, request.accept, resolved.plate)
    request.watch.stage("encode")
    data, type_ = encode_drawn(resolved, painted, type_, asked.quality, context.easel)
    identity = f"{plate.key}?{query.canonical(asked, plate)}.{type_}"
    return Rendered(data, CONTENT_TYPES[type_], 200, negotiated, problems, identity, stale=found.stale)


def _scale_problem(found: CachedPlate, asked: Query) -> tuple[Problem, ...]:
    largest = found.largest_scale(asked.scale)
    if largest == asked.scale:
        return ()
    return (Problem("_scale", "too_large", f"the picture would be too large; it is drawn at {largest:g}", largest),)


def _type_for(address: Address, accept: str, plate: Plate) -> tuple[str, bool]:
    """The picture's type and whether ``Accept`` had a say in it."""
    if address.type:
        return address.type, False
    if "image/webp" in accept:
        return "webp", True
    return natural_type(plate), True


def _default_picture(address: Address, request: ImageRequest, found: CachedPlate, context: RenderContext) -> Rendered:
    """The design without the request's changes; where even that can't be drawn, the neutral picture."""
    problem = Problem("service", "internal_error", "the picture could not be drawn as asked")
    try:
        rendered = _render(address, Query(), request, found, context)
    except Exception as error:
        context.easel.report(error)
        return _neutral(address, request, context, 200, problem, found.plate)
    return replace(rendered, problems=(*rendered.problems, problem))


def _neutral(
    address: Address,
    request: ImageRequest,
    context: RenderContext,
    status: int,
    problem: Problem,
    plate: Plate | None = None,
) -> Rendered:
    """A quiet picture that says nothing, in the size of the design where that is known."""
    size = (plate.width, plate.height) if plate else (1200, 630)
    type_ = address.type or ("webp" if "image/webp" in request.accept else "png")
    data = encode(neutral_picture(*size, context.easel.faces).image, type_)
    return Rendered(data, CONTENT_TYPES[type_], status, not address.type, (problem,), f"neutral.{size}.{type_}")
