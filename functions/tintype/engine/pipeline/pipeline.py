"""From a plate and a request's changes to a picture, stage by stage; each takes a value and returns a new one."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping

from tintype.base.errors import Problem
from tintype.base.record import Record, replace
from tintype.engine.encode import CONTENT_TYPES, STRIPPED, shades
from tintype.engine.encode.fit import LAMBDA_LIMIT, encode_within
from tintype.engine.images.decode import OpenedPicture
from tintype.engine.layout.arrange import Resources, arrange
from tintype.engine.pipeline import budget
from tintype.engine.pipeline.boxes import LayerBox, boxes_of
from tintype.engine.pipeline.context import RenderContext
from tintype.engine.pipeline.missing_glyphs import MISSING_GLYPH, missing_glyphs
from tintype.engine.pipeline.resolve import ResolvedPlate, resolve_assets, with_source
from tintype.engine.pipeline.timing import UNWATCHED, Watch
from tintype.engine.plate import SCALES, Plate, scaled
from tintype.engine.plate.fill import Override, fill
from tintype.engine.raster.fill import is_opaque
from tintype.engine.raster.scene import Painted, paint
from tintype.engine.scene import Scene

MAX_PIXELS = 24_000_000  # of a picture at its scale; 16 megapixels at scale 1 is what a design may have
_LONGEST = 3600.0  # seconds that pictures are waited for where nobody gave a deadline
_ELEMENT_BYTES = 4_000  # what a parsed element takes, measured with tracemalloc on the starter designs, rounded up


NO_VARIABLES: Mapping[str, str] = {}


class RenderJob(Record):
    """What is to be drawn. `plate` is the design in one format, `overrides` and `variables` a request's changes.

    `type` is a key of `CONTENT_TYPES`, None for JPEG, or PNG where the background lets something through; `quality` is
    1-100 or None for the type's own. `scale` is one of `SCALES`; one that would pass `MAX_PIXELS` is made smaller and
    named. `deadline` is an instant of the engine's clock. The file keeps to `byte_limit`, see `encode.fit`.
    `watch` is told when the stages resolve, layout, paint and encode begin.
    """

    plate: Plate
    overrides: Iterable[Override] = ()
    variables: Mapping[str, str] = NO_VARIABLES
    type: str | None = None
    quality: int | None = None
    scale: float = 1.0
    deadline: float = math.inf
    byte_limit: int = LAMBDA_LIMIT
    watch: Watch = UNWATCHED


class LaidOut(Record):
    """A plate with its changes laid out: the scene to paint, and what could not be used or had on the way.

    `static_key` is the same for all requests that change the same elements, so that what they share is painted once.
    """

    plate: Plate
    scene: Scene
    pictures: Mapping[str, OpenedPicture]
    problems: tuple[Problem, ...]
    static_key: str

    @property
    def boxes(self) -> tuple[LayerBox, ...]:
        """Where each layer came to lie, in painting order."""
        return boxes_of(self.plate, self.scene)


class Drawing(Record):
    """A picture before it is encoded: what was laid out, what the painter made of it, and the type that it is for."""

    laid_out: LaidOut
    painted: Painted
    problems: tuple[Problem, ...]
    type: str


class Picture(Record):
    """A file: its bytes, the key of its type in `CONTENT_TYPES`, its sides in pixels, and what was not as asked."""

    data: bytes
    type: str
    width: int
    height: int
    problems: tuple[Problem, ...] = ()
    laid_out: LaidOut | None = None

    @property
    def content_type(self) -> str:
        """The media type, such as ``image/png``."""
        return CONTENT_TYPES[self.type]

    @property
    def boxes(self) -> tuple[LayerBox, ...]:
        """Where each layer came to lie, in painting order; none of a picture that shows no design."""
        return self.laid_out.boxes if self.laid_out else ()

    @property
    def failures(self) -> tuple[Problem, ...]:
        """The problems that cost an element something: all but characters for which a placeholder stands."""
        return tuple(problem for problem in self.problems if problem.code != MISSING_GLYPH)


def render(job: RenderJob, context: RenderContext) -> Picture:
    """The picture of a job. Never raises for what a job asks: what can't be used or had is in the problems."""
    resolved = resolve(job, context)
    laid_out = lay_out(resolved, job, context)
    drawing = draw(laid_out, job, context)
    return encode(drawing, job, context)


def resolve(job: RenderJob, context: RenderContext) -> ResolvedPlate:
    """The plate with the job's changes and everything that it then refers to: had, opened and decoded."""
    job.watch.stage("resolve")
    plate, too_large = _at_scale(job, context)
    filled = fill(plate, job.overrides, job.variables)
    left = min(job.deadline - context.clock(), _LONGEST)
    asked, too_long = budget.settable(filled.plate, plate, left)
    resolved = resolve_assets(asked, plate, context, context.clock() + left - _reserve(plate, left))
    before = (*too_large, *filled.problems, *too_long)
    return replace(resolved, problems=(*before, *resolved.problems)) if before else resolved


def lay_out(resolved: ResolvedPlate, job: RenderJob, context: RenderContext) -> LaidOut:
    """The scene that the plate describes: every box and every line of text where it will be painted."""
    job.watch.stage("layout")
    sizes = {source: picture.size for source, picture in resolved.pictures.items()}
    in_time = budget.InTime(_painting_ends(resolved.plate, job, context), context.clock)
    scene = arrange(resolved.plate, sizes, context.fonts, resolved.arranged, in_time)
    type_ = job.type or natural_type(resolved.plate)
    left = min(job.deadline - context.clock(), _LONGEST)
    if job.scale > 1 and not budget.affords(scene, type_, left, context.memory):
        return _smaller(job, context)
    scene, plate, too_costly = budget.within(
        scene, resolved.plate, resolved.original, Resources(sizes, context.fonts), type_, left, context.memory
    )
    problems = (*resolved.problems, *in_time.problems, *too_costly, *missing_glyphs(scene))
    return LaidOut(plate, scene, resolved.pictures, problems, _static_key(plate, resolved.edition))


def _smaller(job: RenderJob, context: RenderContext) -> LaidOut:
    """The same at the next smaller scale, which is named."""
    scale = max(each for each in SCALES if each < job.scale)
    smaller = replace(job, scale=scale, watch=UNWATCHED)
    laid_out = lay_out(resolve(smaller, context), smaller, context)
    message = "so large a picture takes longer, or more memory, than there is"
    others = tuple(problem for problem in laid_out.problems if problem.path != "_scale")
    return replace(laid_out, problems=(Problem("_scale", budget.TOO_COSTLY, message, scale), *others))


def draw(laid_out: LaidOut, job: RenderJob, context: RenderContext) -> Drawing:
    """The scene painted, in as many shades as the type that is asked for is best given."""
    job.watch.stage("paint")
    type_ = job.type or natural_type(laid_out.plate)
    in_time = budget.InTime(_painting_ends(laid_out.plate, job, context), context.clock)
    painted = paint(
        laid_out.scene,
        laid_out.pictures,
        context.fonts,
        context.bases,
        laid_out.static_key,
        shades(type_),
        in_time,
    )
    if in_time.late:  # what it left unpainted is nobody else's
        painted = replace(painted, damage=None)
    problems = (*laid_out.problems, *_undrawn(painted, laid_out), *in_time.problems)
    return Drawing(laid_out, painted, problems, type_)


def _painting_ends(plate: Plate, job: RenderJob, context: RenderContext) -> float:
    """When nothing more is begun: so that the file can still be encoded."""
    now = context.clock()
    return now + min(job.deadline - now, _LONGEST) - _reserve(plate, min(job.deadline - now, _LONGEST)) / 2


def encode(drawing: Drawing, job: RenderJob, context: RenderContext) -> Picture:
    """The file, of another type where it would take more than the job's limit of bytes in its own."""
    job.watch.stage("encode")
    type_, painted = drawing.type, drawing.painted
    strips = context.strips.of(f"{drawing.laid_out.static_key}.{type_}") if type_ in STRIPPED else None
    data, type_ = encode_within(painted.image, type_, job.quality, job.byte_limit, strips=strips, damage=painted.damage)
    return Picture(data, type_, *painted.image.size, drawing.problems, drawing.laid_out)


def natural_type(plate: Plate) -> str:
    """The type of a picture that nobody chose one for: PNG where the background lets something through, else JPEG."""
    return "jpeg" if is_opaque(plate.root.values["background_color"]) else "png"


def _at_scale(job: RenderJob, context: RenderContext) -> tuple[Plate, tuple[Problem, ...]]:
    """The plate at the job's scale, or the next smaller one that keeps within `MAX_PIXELS`, which is named."""
    plate, scale = job.plate, job.scale
    if scale == 1:
        return plate, ()
    pixels = plate.width * plate.height
    largest = next((each for each in reversed(SCALES) if each <= scale and pixels * each * each <= MAX_PIXELS), 1.0)
    key = f"{plate.key}@{largest:g}"
    found = context.scaled.get(key)
    if found is None:
        found = scaled(plate, largest)
        context.scaled.put(key, found, _ELEMENT_BYTES * (1 + len(found.elements)))
    if largest == scale:
        return found, ()
    message = f"the picture would be too large; it is drawn at {largest:g}"
    return found, (Problem("_scale", "too_large", message, largest),)


def _reserve(plate: Plate, left: float) -> float:
    """Of the seconds `left` those that painting and encoding need, so that no picture is waited for in them.

    A quarter of a second and another for each megapixel, which is three times what a photo takes as WebP on one core,
    but never more than half of what is left.
    """
    return min(0.25 + 0.25 * plate.width * plate.height / 1_000_000, left / 2)


def _static_key(plate: Plate, edition: str) -> str:
    changed = ",".join(str(index) for index, element in enumerate((plate.root, *plate.elements)) if not element.static)
    return f"{plate.key}/{changed}/{edition}"


def _undrawn(painted: Painted, laid_out: LaidOut) -> Iterator[Problem]:
    """A picture that could be decoded before and can't be any more, as when an SVG's time is up, is left out."""
    for source in painted.broken:
        for path in with_source(laid_out.plate, source):
            yield Problem(path, "broken", "the picture can't be drawn")
