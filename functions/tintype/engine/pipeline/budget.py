"""What a picture may cost: estimated before it is painted, and made cheaper where it would cost too much.

Anybody may ask for any picture with a URL, so that no request may take longer than it has, or more memory than there
is. The cost of each item is estimated from its geometry, in units of one small piece of work (`unit_ms` times it on
this machine, since none is like another) and in bytes. Where the sum does not fit into the time that is left, or an
item not into the memory, things are done smaller, in this order, and named ``too_costly``:

1. the picture's scale, where the request asked for a larger one;
2. the effects (shadow) of the costliest items, one after the other;
3. what the request changed of them: the design's own is drawn;
4. the items themselves: left out.

Behind that stands a hard stop: layout and painting look at the clock between elements and leave out what is late.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from tintype.base.errors import Problem
from tintype.base.record import replace
from tintype.engine.layout.arrange import Resources, arrange_element
from tintype.engine.plate import Element, Plate
from tintype.engine.properties.kinds import Colour, RadialGradient
from tintype.engine.raster.layers import reach_of
from tintype.engine.raster.work import sample
from tintype.engine.scene import (
    Content,
    GridContent,
    GroupContent,
    Item,
    PictureContent,
    Scene,
    Shadow,
    ShapeContent,
    StrokeContent,
    TextContent,
)

TOO_COSTLY = "too_costly"
SHARE = 0.8  # of the time that is left is planned with: estimates are not exact
# Units for a megapixel, measured where a unit took 1.36 ms: 4 megapixels of each, the fastest of three. See
# docs/decisions/0018-budget.md, and tests/integration/engine/test_budget.py, which holds the estimates against reality.
_PLAIN, _RADIAL, _OUTLINE, _PATTERN, _STROKE, _PICTURE = 2.3, 14.0, 1.6, 2.0, 5.0, 7.0
_LAYER, _TURNED, _SHADOW, _COVERAGE = 4.0, 5.0, 14.0, 3.0
_GLYPH = 13.0  # a megapixel of a glyph's mask, drawn once
_CHARACTER, _SHAPED = 0.0003, 0.011  # a character of Latin text set; one that takes the shaper
_ENCODED = {"png": 9.0, "jpeg": 3.0, "webp": 18.0, "avif": 110.0, "gif": 40.0}
# Units for a megapixel and bytes for a pixel, more than which no item takes without a shadow and large letters.
_QUICK, _QUICK_BYTES = 26.0, 60
_SOME_PIXELS = 50_000
_LARGE = 160.0  # pixels, from which letters are large
_SLOWEST = 6.0  # how much slower than where these were measured a machine is believed to be without measuring it
_REFERENCE_MS = 1.36
_SHORT = 4_000  # characters of all texts together, that are set whatever they take
_LAYER_BYTES = 16  # for each pixel of a layer: itself, its channels apart, and what comes of it
_CANVAS_BYTES = 10  # for each pixel of the picture: the canvas, what is kept of it, and the encoder's copy


class Cost(NamedTuple):
    """What something takes: units of work, and bytes while it is being done."""

    units: float = 0.0
    bytes: int = 0


@cache
def unit_ms() -> float:
    """The milliseconds that a unit of work takes here: measured once, when a picture first makes one wonder."""
    times = []
    for _ in range(2):
        started = time.perf_counter()
        sample()
        times.append(time.perf_counter() - started)
    return min(times) * 1000


def is_cheap(scene: Scene, type_: str, seconds: float, memory: int) -> bool:
    """True where nobody need reckon: the least favourable guess is still affordable. Costs microseconds."""
    pixels = scene.width * scene.height
    painted = 0.0
    for item in scene.items:
        if item.shadow is not None or any(_is_unusual(content) for content in item.contents):
            return False
        # Turned, it takes no more than twice the room; a text may be longer than its box.
        painted += min(pixels, 2 * item.box.width * item.box.height + _SOME_PIXELS)
    units = (_QUICK * painted + _ENCODED[type_] * pixels) / 1e6
    return units * _REFERENCE_MS * _SLOWEST <= seconds * 1000 and pixels * _QUICK_BYTES <= memory


def _is_unusual(content: Content) -> bool:
    if isinstance(content, TextContent):
        runs = [run for _, runs in content.lines for run in runs]
        return bool(runs) and (max(run.size for run in runs) > _LARGE or len(runs) > 200 or content.skew != 0)
    return isinstance(content, GroupContent)


def cost_of(item: Item, scene: Scene) -> Cost:
    """What painting the item takes."""
    seen = _Area(0, 0, scene.width, scene.height)
    units, layer = 0.0, 0.0
    box = _grown_box(item)
    area = seen.of(box)
    for content in item.contents:
        one = _content(content, seen, item.rotation % 360 != 0)
        units, layer = units + one.units, max(layer, one.bytes)
    if item.rotation % 360:
        units += _TURNED * area
        layer = max(layer, area)
    if item.opacity < 1:
        units += _LAYER * area
        layer = max(layer, area)
    if item.shadow is not None:
        more = _shadow(item.shadow, box, seen)
        units, layer = 2 * units + more.units, max(layer, more.bytes)  # what throws a shadow is painted twice
    return Cost(units, int(layer * 1e6) * _LAYER_BYTES)


def encoding_cost(scene: Scene, type_: str) -> Cost:
    """What the canvas and the file take."""
    pixels = scene.width * scene.height
    return Cost(_ENCODED[type_] * pixels / 1e6, pixels * _CANVAS_BYTES)


class _Area(NamedTuple):
    """What is to be seen, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def of(self, box: tuple[float, float, float, float]) -> float:
        """The megapixels of `box` that can be seen."""
        across = min(self.right, box[2]) - max(self.left, box[0])
        down = min(self.bottom, box[3]) - max(self.top, box[1])
        return max(0.0, across) * max(0.0, down) / 1e6

    def grown(self, by: float) -> _Area:
        return _Area(self.left - by, self.top - by, self.right + by, self.bottom + by)


_Bounds = tuple[float, float, float, float]


def _box(content: Content) -> _Bounds:
    if isinstance(content, GroupContent):
        boxes = [_box(one) for one in content.contents] or [(0.0, 0.0, 0.0, 0.0)]
        return (
            min(one[0] for one in boxes), min(one[1] for one in boxes),
            max(one[2] for one in boxes), max(one[3] for one in boxes),
        )  # fmt: skip
    if isinstance(content, TextContent):
        runs = [(baseline, run) for baseline, runs in content.lines for run in runs]
        if not runs:
            return (0.0, 0.0, 0.0, 0.0)
        most = max(run.size for _, run in runs) + content.stroke_width
        return (
            min(run.x for _, run in runs) - most, min(line for line, _ in runs) - 2 * most,
            max(run.x + run.width for _, run in runs) + most, max(line for line, _ in runs) + 1.5 * most,
        )  # fmt: skip
    box = content.box
    return box.x, box.y, box.x + box.width, box.y + box.height


def _grown_box(item: Item) -> _Bounds:
    boxes = [_box(content) for content in item.contents]
    left, top = min(one[0] for one in boxes), min(one[1] for one in boxes)
    right, bottom = max(one[2] for one in boxes), max(one[3] for one in boxes)
    if item.rotation % 360:
        # Turned about the middle of its box it lies within a circle.
        middle = item.box.x + item.box.width / 2, item.box.y + item.box.height / 2
        reach = max(math.hypot(x - middle[0], y - middle[1]) for x in (left, right) for y in (top, bottom))
        return middle[0] - reach, middle[1] - reach, middle[0] + reach, middle[1] + reach
    return left, top, right, bottom


def _content(content: Content, seen: _Area, is_turned: bool) -> Cost:
    """Units, and megapixels of layers in the place of bytes."""
    area = seen.of(_box(content))
    match content:
        case ShapeContent():
            fill = _RADIAL if isinstance(content.fill, RadialGradient) else _PLAIN
            return Cost((fill + _OUTLINE + (_PATTERN if content.pattern else 0.0)) * area)
        case StrokeContent():
            return Cost(_STROKE * area)
        case PictureContent():
            return Cost(_PICTURE * area)
        case GridContent():
            return Cost(_PLAIN * area)
        case GroupContent():
            parts = [_content(one, seen, is_turned) for one in content.contents]
            shadow = _shadow(content.shadow, _box(content), seen)
            return Cost(2 * sum(one.units for one in parts) + shadow.units, int(shadow.bytes))
        case TextContent():
            return _text(content, area, seen, is_turned)


def _text(content: TextContent, area: float, seen: _Area, is_turned: bool) -> Cost:
    glyphs: dict[float, set[str]] = {}
    fills = set()
    for baseline, runs in content.lines:
        for run in runs:
            fills.add(run.fill)
            if seen.top - 2 * run.size < baseline < seen.bottom + 2 * run.size:
                glyphs.setdefault(run.size, set()).update(run.text)
    units = 0.0
    for size, characters in glyphs.items():
        scale = 4 if size <= 100 else 2 if size <= 400 else 1
        # No more of them are drawn than have room, each by itself.
        room = (seen.right - seen.left + 4 * size) / (size / 4) * (1 + (seen.bottom - seen.top) / size)
        drawn = min(len(characters), room) * (2 if content.stroke else 1)
        units += _GLYPH * drawn * (size * scale) ** 2 / 1e6
    plain = isinstance(content.fill, Colour) and content.fill.alpha == 255 and fills <= {None}
    if not plain:
        units += _COVERAGE * area * min(3.0, 1 + len(fills) / 50) + 0.08 * len(fills)
    layered = content.skew != 0 or is_turned
    if layered:
        units += (_LAYER + _TURNED + _COVERAGE) * area * 2
    return Cost(units, math.ceil(area) if layered else 0)


def _shadow(shadow: Shadow, box: _Bounds, seen: _Area) -> Cost:
    """Units, and megapixels of layers in the place of bytes."""
    reach = reach_of(shadow)
    area = seen.grown(reach).of((box[0] - reach, box[1] - reach, box[2] + reach, box[3] + reach))
    return Cost(_SHADOW * area, math.ceil(area))


def setting_cost(element: Element) -> float:
    """The units that setting the element's text takes, whatever comes of it."""
    payload = element.values.get("payload")
    if element.type not in ("text", "button") or not isinstance(payload, str) or element.values["hidden"]:
        return 0.0
    times = 3 if element.values.get("auto_resize") else 1
    if payload.isascii():
        return _CHARACTER * len(payload) * times
    shaped = sum(1 for character in payload if character > "\u024f")
    return (_CHARACTER * len(payload) + _SHAPED * shaped) * times


def settable(
    filled: Plate, original: Plate, seconds: float, unit: Callable[[], float] = unit_ms
) -> tuple[Plate, tuple[Problem, ...]]:
    """The plate with no more text than can be set in half of `seconds`; the longest give way to the design's own."""
    long = sum(len(element.values.get("payload") or "") for element in filled.elements)
    if long < _SHORT:
        return filled, ()
    costs = {element.name: setting_cost(element) for element in filled.elements}
    most = 0.5 * seconds * 1000 / unit()
    own = {element.name: element for element in original.elements}
    elements = {element.name: element for element in filled.elements}
    problems = []
    while sum(costs.values()) > most:
        name = max(costs, key=lambda each: costs[each])
        if not costs[name]:
            break
        problems.append(Problem(f"{name}.payload", TOO_COSTLY, "setting so much text takes longer than there is"))
        cheaper = setting_cost(own[name])
        values = own[name].values if cheaper < costs[name] else {**elements[name].values, "hidden": True}
        elements[name], costs[name] = replace(elements[name], values=values, static=False), min(cheaper, costs[name])
        if values.get("hidden"):
            costs[name] = 0.0
    return replace(filled, elements=tuple(elements.values())), tuple(problems)


class InTime:
    """Tells of each element in turn if there is time for it, and remembers those that came too late."""

    def __init__(self, until: float, clock: Callable[[], float]) -> None:
        self._until, self._clock = until, clock
        self.late: dict[str, None] = {}

    def __call__(self, name: str) -> bool:
        """True where `name` may still be begun."""
        if self._clock() < self._until:
            return True
        self.late[name] = None
        return False

    @property
    def problems(self) -> tuple[Problem, ...]:
        """One for each that came too late."""
        return tuple(Problem(f"{name}.hidden", TOO_COSTLY, "there was no time left to draw it") for name in self.late)


def total(scene: Scene, type_: str) -> Cost:
    """What the whole picture takes, its file included; the bytes are those of the largest item and the canvas."""
    costs = [cost_of(item, scene) for item in scene.items]
    base = encoding_cost(scene, type_)
    return Cost(
        base.units + sum(cost.units for cost in costs), base.bytes + max((cost.bytes for cost in costs), default=0)
    )


def affords(scene: Scene, type_: str, seconds: float, memory: int, unit: Callable[[], float] = unit_ms) -> bool:
    """True where the whole picture can be painted and encoded in `seconds` and `memory` bytes, as it is."""
    if is_cheap(scene, type_, seconds, memory):
        return True
    cost = total(scene, type_)
    return cost.bytes <= memory and cost.units * unit() <= SHARE * seconds * 1000


def within(
    scene: Scene,
    filled: Plate,
    original: Plate,
    resources: Resources,
    type_: str,
    seconds: float,
    memory: int,
    unit: Callable[[], float] = unit_ms,
) -> tuple[Scene, Plate, tuple[Problem, ...]]:
    """The scene made affordable: in `seconds` at most, and no item of it taking more than `memory` bytes.

    `filled` is the plate that the scene shows, `original` the design's own; both at the picture's scale. The plate
    comes back with those of its elements changed that are not drawn as asked: they are not static, and each is named.
    """
    if affords(scene, type_, seconds, memory, unit):
        return scene, filled, ()
    most = SHARE * seconds * 1000 / unit()
    plan = _Plan(scene, filled, original, resources, encoding_cost(scene, type_))
    problems = tuple(plan.made_cheaper(most, memory))
    return plan.scene, plan.plate, problems


class _Plan:
    """The items as they will be painted, each with its cost, and what can be done about the costliest."""

    def __init__(self, scene: Scene, filled: Plate, original: Plate, resources: Resources, base: Cost) -> None:
        self._whole, self._filled, self._resources, self._base = scene, filled, resources, base
        self._own = {element.name: element for element in original.elements}
        self._elements = {element.name: element for element in filled.elements}
        self._items: dict[str, Item] = {item.name: item for item in scene.items}
        self._costs = {name: cost_of(item, scene) for name, item in self._items.items()}
        self._steps: Mapping[str, Iterator[tuple[str, Item | None]]] = {
            name: self._cheaper(name) for name in self._items
        }

    @property
    def scene(self) -> Scene:
        """What is left to be painted, in its order."""
        items = (self._items.get(item.name) for item in self._whole.items)
        return replace(self._whole, items=tuple(item for item in items if item is not None))

    @property
    def plate(self) -> Plate:
        """The plate with the elements as they will be painted."""
        elements = tuple(self._elements[element.name] for element in self._filled.elements)
        return replace(self._filled, elements=elements)

    def made_cheaper(self, units: float, memory: int) -> Iterable[Problem]:
        """Take the costliest step by step until all is affordable; what was done, step by step."""
        found: dict[str, Problem] = {}
        while self._items:
            costliest = max(self._costs, key=lambda name: self._costs[name].units)
            largest = max(self._costs, key=lambda name: self._costs[name].bytes)
            total = self._base.units + sum(cost.units for cost in self._costs.values())
            if self._costs[largest].bytes + self._base.bytes > memory:
                name = largest
            elif total > units:
                name = costliest
            else:
                break
            path, item = next(self._steps[name], ("", None))
            if item is None:
                path = path or f"{name}.hidden"
                del self._items[name], self._costs[name]
                self._hide(name)
            else:
                self._items[name], self._costs[name] = item, cost_of(item, self._whole)
            found[path] = Problem(path, TOO_COSTLY, "drawing it as asked takes longer, or more memory, than there is")
        return found.values()

    def _cheaper(self, name: str) -> Iterator[tuple[str, Item | None]]:
        """Ever cheaper ways to draw an element, each with the path of what is given up; None for leaving it out."""
        element = self._elements[name]
        values = element.values
        for shadow in ("shadow", "text_shadow"):
            if values.get(f"{shadow}_blur") or (values.get(f"{shadow}_color") or Colour(0, 0, 0, 0)).alpha:
                values = {**values, f"{shadow}_color": Colour(0, 0, 0, 0)}
                yield f"{name}.{shadow}_blur", self._arranged(replace(element, values=values, static=False))
        own = self._own.get(name)
        if own is not None and not element.static and own.values != element.values:
            yield name, self._arranged(replace(own, static=False))
        yield f"{name}.hidden", None

    def _arranged(self, element: Element) -> Item | None:
        self._elements[element.name] = element
        return arrange_element(element, self._resources)

    def _hide(self, name: str) -> None:
        element = self._elements[name]
        self._elements[name] = replace(element, values={**element.values, "hidden": True}, static=False)
