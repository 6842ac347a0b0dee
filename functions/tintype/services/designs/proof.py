"""A proof: each text of a design tried with what people will send, before anybody sends it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from tintype.engine.layout.arrange import ARRANGERS, Resources, arrange
from tintype.engine.pipeline.context import Easel
from tintype.engine.pipeline.resolve import resolve_assets
from tintype.engine.plate import Box, Element, Plate, plate_from
from tintype.engine.plate.fill import MAX_TEXT, PLACEHOLDER, substitute
from tintype.engine.raster.contrast import contrast, ratio
from tintype.engine.raster.scene import Painted, paint
from tintype.engine.scene import Content, GroupContent, Item, Scene, TextContent
from tintype.engine.text import extent, set_label, set_text
from tintype.model.records import Card
from tintype.services.images.plate_cache import FindPlate

LEAST_CONTRAST = 3.0  # what WCAG 2 asks of large text
GERMAN = "Donaudampfschifffahrtsgesellschaft, Rechtsschutzversicherungsbeiträge und Geschwindigkeitsbegrenzung "
ARABIC = "مرحبًا بك يا عبد الرحمن، لديك عرض خاص ينتهي اليوم "
JAPANESE = "ようこそ、小林さくらさん。本日限りの特別なご案内です。"
EMOJI = "👩🏽‍🚀🎉🇩🇪👨‍👩‍👧‍👦 7️⃣ ❤️‍🔥 "
# Each with how long it is beside the design's own text. German takes about a third more than English, and a name may
# be twice as long as the one that was thought of; Japanese needs half the characters.
SAMPLES: Mapping[str, tuple[str, float]] = {
    "german": (GERMAN, 1.5),
    "arabic": (ARABIC, 1.0),
    "japanese": (JAPANESE, 0.6),
    "emoji": (EMOJI, 0.5),
}
MOST = 200  # warnings that are shown
SHORTEST = 12  # characters of a sample


@dataclass(frozen=True, slots=True)
class Warned:
    """What would go wrong: in which format, with which text (a sample's name, or ``missing`` for none), and how."""

    format: str
    layer: str
    sample: str
    code: str
    message: str


def proof(plates: Sequence[Plate], easel: Easel, deadline: float) -> list[Warned]:
    """What would go wrong in the texts of a design, of which `plates` has every format.

    Codes: ``overflows`` its box, ``truncated`` although it is as small as it may get, ``missing_glyph``,
    ``low_contrast``. What can't be looked at by `deadline` (of `time.monotonic`) is told as ``not_proved``.
    """
    found: list[Warned] = []
    for plate in plates:
        if time.monotonic() >= deadline:
            found.append(Warned(plate.format, "root", "missing", "not_proved", "there was no time to look at it"))
            continue
        found += _format(plate, easel, deadline)
    return found


def proof_of(card: Card, find: FindPlate, easel: Easel, deadline: float) -> list[dict[str, str]]:
    """The proof of a design that is stored, as the API shows it. `find` takes its id, a format's uid, a deadline."""
    found = (find(card.design_id, one.uid, deadline) for one in card.formats)
    plates = [plate_from(each.plate) for each in found if each and each.plate]
    return [asdict(each) for each in proof(plates, easel, deadline)][:MOST]


def _format(plate: Plate, easel: Easel, deadline: float) -> Iterator[Warned]:
    plain = replace(plate, elements=tuple(_without_values(element) for element in plate.elements))
    resolved = resolve_assets(plain, plate, easel.sources, easel.faces, deadline)
    sizes = {source: picture.size for source, picture in resolved.pictures.items()}
    scene = arrange(resolved.plate, sizes, easel.faces)
    resources = Resources(sizes, easel.faces)
    for own, element in zip(plate.elements, resolved.plate.elements, strict=True):
        if element.type not in ("text", "button") or element.values["hidden"]:
            continue
        if time.monotonic() >= deadline:
            yield Warned(plate.format, element.name, "missing", "not_proved", "there was no time to look at it")
            return
        yield from _texts(plate.format, own, element, resources)
        index = next((at for at, item in enumerate(scene.items) if item.name == element.name), None)
        if index is not None:
            behind = paint(_behind(scene, index), resolved.pictures, easel.faces)
            yield from _contrasts(plate.format, scene.items[index], behind)


def _texts(format_: str, own: Element, element: Element, resources: Resources) -> Iterator[Warned]:
    """What goes wrong with the element's text and each sample; `own` still has the placeholders of variables."""
    payload = own.values["payload"]
    tried = {"missing": element.values["payload"], **{name: _filled(payload, name) for name in SAMPLES}}
    for sample, text in tried.items():
        if not text.strip():
            continue
        one = replace(element, values={**element.values, "payload": text})
        for content in _texts_in(ARRANGERS[element.type](one, resources)):
            for code, message in _faults(one, content, resources):
                yield Warned(format_, element.name, sample, code, message)


def _filled(payload: str, sample: str) -> str:
    """The text with the sample in place of every variable, or as a whole where there is none."""
    text, factor = SAMPLES[sample]
    names = {match[1] for match in PLACEHOLDER.finditer(payload)}
    if not names:
        return _long(text, factor * len(payload))
    return substitute(payload, dict.fromkeys(names, _long(text, factor * SHORTEST)))[:MAX_TEXT]


def _long(text: str, characters: float) -> str:
    """About so many characters of `text`, over and over, cut at a space where it has one."""
    wanted = round(min(max(characters, SHORTEST), MAX_TEXT))
    repeated = text * (wanted // len(text) + 1)
    return repeated[:wanted].rpartition(" ")[0] or repeated[:wanted]


def _faults(element: Element, content: TextContent, resources: Resources) -> Iterator[tuple[str, str]]:
    if content.missing:
        yield "missing_glyph", f"no font has {' '.join(content.missing[:5])}"
    values, size = element.values, max((run.size for _, runs in content.lines for run in runs), default=0.0)
    if not size:
        return
    # All of the text at the size that it came to: does it fit?
    free = {**values, "font_size": size, "auto_resize": False, "max_lines": None, "text_truncation": False}
    set_ = set_label if element.type == "button" else set_text
    whole = set_(free, content.box, resources.typesetter)
    width, height = extent(whole, free)
    lines, most = len(whole.lines), values.get("max_lines") or len(whole.lines)
    if height <= content.box.height + 1 and width <= content.box.width + 1 and lines <= most:
        return
    if values.get("text_truncation"):
        if values["auto_resize"]:
            yield "truncated", f"is cut off although it is as small as it may get ({size:g} px)"
        else:
            yield "truncated", "is cut off; auto_resize would shrink it first"
    elif lines > most:
        yield "overflows", f"takes {lines} lines; max_lines is {most:g}, and the rest is not shown"
    else:
        yield "overflows", f"takes {width:.0f} × {height:.0f} px; its box has {_sides(content.box)}"


def _contrasts(format_: str, item: Item, behind: Painted) -> Iterator[Warned]:
    for content in _texts_in(item.contents):
        box = _inked(content)
        if box is None or _is_outlined(content):
            continue
        found = contrast(behind.image, box, content.fill, item.opacity)
        if found < LEAST_CONTRAST:
            message = f"contrast with what is behind it is {found:.1f}:1; at least {LEAST_CONTRAST:g}:1 can be read"
            yield Warned(format_, item.name, "missing", "low_contrast", message)


def _is_outlined(content: TextContent) -> bool:
    """Whether the text has an outline of its own that it stands out from."""
    stroke, fill = content.stroke, content.fill
    return bool(stroke and isinstance(fill, tuple) and ratio(stroke, fill) >= LEAST_CONTRAST)


def _behind(scene: Scene, index: int) -> Scene:
    """The scene up to and with the item at `index`, but for the letters of that one."""
    item = scene.items[index]
    return replace(scene, items=(*scene.items[:index], replace(item, contents=_unlettered(item.contents), shadow=None)))


def _unlettered(contents: Sequence[Content]) -> tuple[Content, ...]:
    return tuple(
        replace(each, contents=_unlettered(each.contents))
        if isinstance(each, GroupContent)
        else replace(each, lines=(), bars=())
        if isinstance(each, TextContent)
        else each
        for each in contents
    )


def _texts_in(contents: Sequence[Content]) -> Iterator[TextContent]:
    for each in contents:
        if isinstance(each, TextContent):
            yield each
        elif isinstance(each, GroupContent):
            yield from _texts_in(each.contents)


def _inked(content: TextContent) -> Box | None:
    """A box around the letters, from the first ascenders to the last baseline."""
    lines = [(baseline, runs) for baseline, runs in content.lines if runs]
    if not lines:
        return None
    left = min(runs[0].x for _, runs in lines)
    right = max(runs[-1].x + runs[-1].width for _, runs in lines)
    top = lines[0][0] - 0.8 * max(run.size for run in lines[0][1])
    return Box(left, top, right - left, lines[-1][0] - top)


def _without_values(element: Element) -> Element:
    """The element as it is when nobody sends anything."""
    payload = element.values.get("payload")
    if not isinstance(payload, str) or "{" not in payload:
        return element
    return replace(element, values={**element.values, "payload": substitute(payload, {})})


def _sides(box: Box) -> str:
    return f"{box.width:.0f} × {box.height:.0f}"
