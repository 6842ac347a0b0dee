"""A scene: everything that is to be painted, with its geometry settled, in pixels from the top left corner."""

from __future__ import annotations

from tintype.base.record import Record
from tintype.engine.plate import Box
from tintype.engine.properties.kinds import Colour, Fill


class Shadow(Record):
    """A shadow of an item's own outline: `blur` is a CSS blur radius (a Gaussian of sigma blur / 2)."""

    colour: Colour
    blur: float
    offset_x: float
    offset_y: float


class Outline(Record):
    """The shape that something is cut to: ``rectangle`` with four corner radii (tl, tr, br, bl), or a named one.

    `skew` slants it by so many degrees, down to the right, within the height of its box.
    """

    name: str
    radii: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    skew: float = 0.0


class Pattern(Record):
    """A pattern's name and colour, and the side of its tile in pixels."""

    name: str
    colour: Colour
    size: float


class ShapeContent(Record):
    """A filled outline, with a pattern on it."""

    box: Box
    outline: Outline
    fill: Fill
    pattern: Pattern | None = None


class StrokeContent(Record):
    """A stroke that follows an outline, from `inside` pixels within it to `outside` pixels beyond it."""

    box: Box
    outline: Outline
    colour: Colour
    inside: float
    outside: float


class PictureContent(Record):
    """A picture: the part `crop` (in fractions of the source) drawn into `box`, cut to `outline` of the box `frame`.

    `source` is the key under which the painter finds the opened picture. `filter` is ``grayscale`` or a duotone's
    name; `overlay` lies over the picture, where it is not transparent. With `auto_focus` the crop keeps its size, and
    the painter moves it to where most is to be seen. `ink` recolours a drawing (SVG), not a photo.
    """

    source: str
    crop: tuple[float, float, float, float]
    box: Box
    frame: Box
    outline: Outline
    filter: str | None = None
    overlay: Fill | None = None
    auto_focus: bool = False
    ink: Colour | None = None


class Run(Record):
    """A stretch of one line in one face and direction: `x` is its left edge, `face` the painter's key of the face.

    `text` is in logical order. `letter_spacing` follows every grapheme and `word_spacing` every space, in pixels.
    `fill` is None where the run is painted with the text's own.
    """

    text: str
    face: str
    size: float
    x: float
    width: float
    rtl: bool = False
    letter_spacing: float = 0.0
    word_spacing: float = 0.0
    fill: Fill | None = None


class Bar(Record):
    """A straight rectangle that goes with text (an underline, the ground behind a line, a side border).

    `fill` is None where it is painted with the text's own. A bar that is `parted` leaves room around glyphs.
    """

    box: Box
    fill: Fill | None = None
    radius: float = 0.0
    parted: bool = False


class TextContent(Record):
    """Set text: its lines, each a baseline and its runs from left to right; `box` is what a gradient refers to.

    `backgrounds` are painted below the text, `bars` with it. `stroke` goes `stroke_width` pixels beyond the glyphs'
    outlines, below them. `skew` slants everything downwards to the right about the centre of `box`, in degrees, as
    CSS's skewY does.
    `missing` names the graphemes that no face has; a placeholder stands for each.
    """

    box: Box
    fill: Fill
    lines: tuple[tuple[float, tuple[Run, ...]], ...]
    bars: tuple[Bar, ...] = ()
    backgrounds: tuple[Bar, ...] = ()
    stroke: Colour | None = None
    stroke_width: float = 0.0
    skew: float = 0.0
    missing: tuple[str, ...] = ()


class GridContent(Record):
    """Square cells, `rows` by row and column; those that are not 0 are filled."""

    box: Box
    rows: tuple[bytes, ...]
    colour: Colour


class GroupContent(Record):
    """Contents with a shadow of their own."""

    contents: tuple[Content, ...]
    shadow: Shadow


Content = ShapeContent | StrokeContent | PictureContent | TextContent | GridContent | GroupContent


class Item(Record):
    """One element, ready to be painted: its contents in painting order and what applies to them together.

    `opacity` is 0-1; `rotation` clockwise in degrees about the centre of `box`; `static` says that nothing of it
    comes from the request, so that its pixels are the same for every request that changes the same elements.
    """

    name: str
    box: Box
    contents: tuple[Content, ...]
    opacity: float = 1.0
    rotation: float = 0.0
    shadow: Shadow | None = None
    static: bool = False


class Scene(Record):
    """A whole picture: its size in pixels, its background and its items in painting order.

    `background_static` says that the background does not come from the request.
    """

    width: int
    height: int
    background: Fill
    items: tuple[Item, ...]
    background_static: bool = True
