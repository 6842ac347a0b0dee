"""Paints set text: words glyph by glyph from kept masks, or whole where only the shaper knows the glyphs."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PIL import Image

from tintype.base.record import replace
from tintype.engine.fonts.face import Face, Shape
from tintype.engine.fonts.font_set import FontSet
from tintype.engine.fonts.glyphs import Glyphs, GlyphTable
from tintype.engine.pillow import surface_of
from tintype.engine.plate import Box
from tintype.engine.properties.kinds import Colour, Fill
from tintype.engine.raster.bars import flattened, paint_bar
from tintype.engine.raster.canvas import Canvas
from tintype.engine.raster.coverage import Region
from tintype.engine.raster.fill import fill_image
from tintype.engine.raster.masks import intersection
from tintype.engine.scene import Bar, Run, TextContent
from tintype.engine.text import bounds
from tintype.engine.text.unicode import graphemes_of

_FAR = 1 << 20  # keeps pen positions positive, where int() rounds down
_WHITE = 255


def text_bounds(content: TextContent, faces: FontSet) -> Region:  # noqa: ARG001  a closer answer may measure the faces
    """The whole pixels that painting `content` may change."""
    box = bounds(content)
    return math.floor(box.x), math.floor(box.y), math.ceil(box.x + box.width), math.ceil(box.y + box.height)


def paint_text(canvas: Canvas, content: TextContent, faces: FontSet) -> None:
    """Paints `content` where it lies on the canvas."""
    if content.skew:
        _paint_skewed(canvas, content, faces)
        return
    for bar in content.backgrounds:
        paint_bar(canvas, content, bar)
    if content.stroke is not None:
        mask = _coverage(content, faces, canvas.region, content.stroke_width)
        if mask is not None:
            canvas.colour(content.stroke, mask[1], mask[0])
    for bar in content.bars:
        paint_bar(canvas, content, bar, _gaps(content, faces, bar) if bar.parted else None)
    for baseline, runs in content.lines:
        for run in runs:
            if faces.get(run.face).colour:
                _paint_emoji(canvas, run, baseline, faces)
    fills = {run.fill for _, runs in content.lines for run in runs}
    for fill in fills:
        _paint_fill(canvas, content, faces, fill)


def _paint_fill(canvas: Canvas, content: TextContent, faces: FontSet, own: Fill | None) -> None:
    """Paints the runs whose own fill is `own`."""
    fill = content.fill if own is None else own
    if isinstance(fill, Colour) and fill.alpha == 255 and canvas.opacity == 1:
        pen = Pen(canvas.image, canvas.left, canvas.top, canvas.ink(fill), _luminance(fill))
        for baseline, runs in content.lines:
            for run in runs:
                if run.fill == own:
                    pen.run(run, baseline, faces)
        if pen.bottom > pen.top:
            canvas.changed.append((pen.top + canvas.top, pen.bottom + canvas.top))
        return
    found = _coverage(content, faces, canvas.region, 0.0, own, fill)
    if found is None:
        return
    mask, region = found
    if isinstance(fill, Colour):
        canvas.colour(fill, region, mask)
        return
    left, top, right, bottom = region
    box = Box(content.box.x - left, content.box.y - top, content.box.width, content.box.height)
    canvas.picture(fill_image(fill, (right - left, bottom - top), box), left, top, mask)


_ALL = object()


def _coverage(
    content: TextContent,
    faces: FontSet,
    seen: Region,
    stroke: float,
    own: object = _ALL,
    fill: Fill | None = None,
) -> tuple[Image.Image, Region] | None:
    """The mask of the runs (those with the fill `own`), strokes included, and its region; None out of sight."""
    # A text may have hundreds of colours: each takes the room of its own runs.
    whole = content if own is _ALL else replace(content, lines=_with_fill(content, own), bars=(), backgrounds=())
    region = intersection(text_bounds(whole, faces), seen)
    if region is None:
        return None
    mask = Image.new("L", (region[2] - region[0], region[3] - region[1]))
    luminance = _luminance(fill) if isinstance(fill, Colour) else 3
    pen = Pen(mask, region[0], region[1], _WHITE, luminance, stroke)
    for baseline, runs in whole.lines:
        for run in runs:
            pen.run(run, baseline, faces)
    return mask, region


def _with_fill(content: TextContent, own: object) -> tuple[tuple[float, tuple[Run, ...]], ...]:
    """The lines with only the runs that have the fill `own`."""
    lines = ((baseline, tuple(run for run in runs if run.fill == own)) for baseline, runs in content.lines)
    return tuple((baseline, runs) for baseline, runs in lines if runs)


def _gaps(content: TextContent, faces: FontSet, bar: Bar) -> Image.Image | None:
    """Where glyphs cross the bar: a mask as wide as its whole pixels and one high."""
    left, right = math.floor(bar.box.x), math.ceil(bar.box.x + bar.box.width)
    top, bottom = math.floor(bar.box.y), math.ceil(bar.box.y + bar.box.height)
    found = _coverage(content, faces, (left, top, right, bottom), 0.0)
    return flattened(found[0], left - found[1][0], right - left) if found else None


def _luminance(colour: Colour) -> int:
    """The colour's luminance in the eight steps that contrast is chosen by."""
    return round((0.2126 * colour.red + 0.7152 * colour.green + 0.0722 * colour.blue) / 255 * 7)


class Pen:
    """Draws runs onto a picture whose top left corner is (`left`, `top`) of the whole one, in one ink."""

    def __init__(
        self, image: Image.Image, left: int, top: int, ink: object, luminance: int, stroke: float = 0.0
    ) -> None:
        self.surface = surface_of(image)
        self.left, self.above = left, top
        self.ink, self.luminance, self.stroke = ink, luminance, stroke
        self.top, self.bottom, self.height = image.height, 0, image.height
        self.width = image.width

    def run(self, run: Run, baseline: float, faces: FontSet) -> None:
        """Draws one run; emoji have no mask. What lies off the picture is not drawn, however large it is."""
        face = faces.get(run.face)
        reach = 2 * run.size + self.stroke  # beyond which no glyph goes, see `engine.text.bounds`
        if face.colour or baseline - reach > self.above + self.height or baseline + reach < self.above:
            return
        table = faces.glyphs.table(face, run.size, self.stroke, self.luminance)
        y = math.floor(baseline + 0.5) - self.above
        words = run.text.split(" ")
        known = face.rtl_shapes if run.rtl else face.shapes
        shapes = [known.get(word) or face.shape(word, run.rtl) for word in words]
        gaps = faces.gaps(run.face, words)
        spacing = run.word_spacing + run.letter_spacing
        x = run.x - self.left + (run.width if run.rtl else 0.0)
        if run.x < self.left or run.x + run.width > self.left + self.width:
            self._in_part(table, words, shapes, gaps, run, face, x, y)
        elif not run.rtl and not run.letter_spacing:
            self._plain(table, words, shapes, gaps, run.size, spacing, x, y)
        else:
            for word, shape, gap in zip(words, shapes, gaps, strict=True):
                width = shape.width * run.size
                if run.letter_spacing:
                    width = self._spaced(table, word, x, y, run, face)
                elif word:
                    self._word(table, word, x - width if run.rtl else x, y, run.rtl, shape.glyphs)
                width += gap * run.size + spacing
                x += -width if run.rtl else width
        self.top = max(0, min(self.top, y + table.top))
        self.bottom = min(self.height, max(self.bottom, y + table.bottom))

    def _in_part(
        self,
        table: GlyphTable,
        words: Sequence[str],
        shapes: Sequence[Shape],
        gaps: Sequence[float],
        run: Run,
        face: Face,
        x: float,
        y: int,
    ) -> None:
        """The words of a run that goes beyond the picture at a side, as far as they can be seen."""
        reach, spacing = 2 * run.size + self.stroke, run.word_spacing + run.letter_spacing
        for word, shape, gap in zip(words, shapes, gaps, strict=True):
            width = shape.width * run.size
            if run.letter_spacing:
                graphemes = graphemes_of(word)
                width = face.spaced(graphemes, run.rtl).width * run.size + run.letter_spacing * len(graphemes)
            start = x - width if run.rtl else x
            if word and start < self.width + reach and start + width > -reach:
                if run.letter_spacing:
                    self._spaced(table, word, x, y, run, face)
                elif shape.glyphs is not None and not run.rtl:
                    seen = tuple(
                        (glyph, offset)
                        for glyph, offset in shape.glyphs
                        if -reach < start + offset * run.size < self.width + reach
                    )
                    self._glyphs(table, seen, int((start + _FAR) * 4 + 0.5) + 0.5, y)
                else:
                    self._word(table, word, start, y, run.rtl, shape.glyphs)
            width += gap * run.size + spacing
            x += -width if run.rtl else width

    def _plain(
        self,
        table: GlyphTable,
        words: Sequence[str],
        shapes: Sequence[Shape],
        gaps: Sequence[float],
        size: float,
        spacing: float,
        x: float,
        y: int,
    ) -> None:
        """Words from left to right, most of which have a mask: what most text is, so it calls as little as it can."""
        paste, ink, kept = self.surface.paste, self.ink, table.words
        for word, shape, gap in zip(words, shapes, gaps, strict=True):
            if word:
                quarter = int((x + _FAR) * 4 + 0.5)
                mask = kept[quarter & 3].get(word)
                if mask is None:
                    self._word(table, word, x, y, False, shape.glyphs)
                else:
                    surface, left, top, width, height = mask
                    left += (quarter >> 2) - _FAR
                    top += y
                    paste(ink, (left, top, left + width, top + height), surface)
            x += (shape.width + gap) * size + spacing

    def _word(self, table: GlyphTable, word: str, x: float, y: int, rtl: bool, glyphs: Glyphs | None) -> None:
        """Draws a word whose left end is at `x`: from its glyphs where they are known, else as the shaper does."""
        quarter = int((x + _FAR) * 4 + 0.5)
        phase = quarter & 3
        if glyphs is None:
            mask = table.mask(word, phase, rtl)
            if mask is None:
                return
        else:
            mask = table.words[phase].get(word) or table.word(word, glyphs, phase)
            if mask is None:
                self._glyphs(table, glyphs, quarter + 0.5, y)  # where the word's mask will be drawn the next time
                return
        surface, left, top, width, height = mask
        left += (quarter >> 2) - _FAR
        top += y
        self.surface.paste(self.ink, (left, top, left + width, top + height), surface)

    def _glyphs(self, table: GlyphTable, glyphs: Glyphs, start: float, y: int) -> None:
        paste, ink = self.surface.paste, self.ink
        for mask, pixel in table.placed(glyphs, start):
            if mask is not None:
                left, top = mask.left + pixel - _FAR, mask.top + y
                paste(ink, (left, top, left + mask.width, top + mask.height), mask.surface)

    def _spaced(self, table: GlyphTable, word: str, x: float, y: int, run: Run, face: Face) -> float:
        """Draws a word with space after each grapheme, from right to left where `x` is its right end.

        Returns its width in pixels.
        """
        graphemes = graphemes_of(word)
        shape, step = face.spaced(graphemes, run.rtl), run.letter_spacing / run.size
        reach = 2 * run.size + self.stroke
        for index, (grapheme, offset) in enumerate(shape.glyphs or ()):
            away = (offset + step * index) * run.size
            left = x - away if run.rtl else x + away
            if -reach < left < self.width + reach:
                self._word(table, grapheme, left, y, run.rtl, None)
        return shape.width * run.size + run.letter_spacing * len(graphemes)


def _paint_emoji(canvas: Canvas, run: Run, baseline: float, faces: FontSet) -> None:
    """One picture for each grapheme: an emoji is never split."""
    face = faces.get(run.face)
    x = run.x + (run.width if run.rtl else 0.0)
    y = math.floor(baseline + 0.5)
    for grapheme in graphemes_of(run.text):
        width = face.shape(grapheme).width * run.size + run.letter_spacing
        width += run.word_spacing if grapheme == " " else 0.0
        picture, left, top = faces.glyphs.emoji(face, grapheme, run.size)
        at = x - width if run.rtl else x
        canvas.picture(picture, math.floor(at + left + 0.5), y + top)
        x += -width if run.rtl else width


def _paint_skewed(canvas: Canvas, content: TextContent, faces: FontSet) -> None:
    """Painted upright on a layer of its own, as far as it can be seen, which is then slanted: to the right, y grows."""
    flat = replace(content, skew=0.0)
    slope = math.tan(math.radians(content.skew))
    centre = content.box.x + content.box.width / 2
    region = intersection(text_bounds(content, faces), canvas.region)
    if region is None:
        return
    rises = [slope * (x - centre) for x in (region[0], region[2])]
    seen = (region[0], math.floor(region[1] - max(rises)) - 2, region[2], math.ceil(region[3] - min(rises)) + 2)
    upright = intersection(text_bounds(flat, faces), seen)
    if upright is None:
        return
    left, top, right, bottom = upright
    layer = Canvas.clear((left - 1, top - 1, right + 1, bottom + 1))
    paint_text(layer, flat, faces)
    # From a pixel of the result back to the layer: y - slope * (x - centre).
    down = region[1] - layer.top - slope * (region[0] - centre)
    data = (1, 0, region[0] - layer.left, -slope, 1, down)
    size = (region[2] - region[0], region[3] - region[1])
    slanted = layer.straight().transform(size, Image.Transform.AFFINE, data, Image.Resampling.BICUBIC)
    canvas.picture(slanted, region[0], region[1])
