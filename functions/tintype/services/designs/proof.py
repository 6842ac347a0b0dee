"""A proof: each text of a design tried with what people will send, before anybody sends it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from tintype.base.record import replace
from tintype.engine import Engine, LaidOut
from tintype.engine.plate import Element, Plate, plate_from
from tintype.engine.plate.fill import MAX_TEXT, PLACEHOLDER, substitute
from tintype.model.records import Card, FindPlate

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


def proof(plates: Sequence[Plate], engine: Engine, deadline: float) -> list[Warned]:
    """What would go wrong in the texts of a design, of which `plates` has every format.

    Codes: ``overflows`` its box, ``truncated`` although it is as small as it may get, ``missing_glyph``,
    ``low_contrast``. What can't be looked at by `deadline` (of `time.monotonic`) is told as ``not_proved``.
    """
    found: list[Warned] = []
    for plate in plates:
        if time.monotonic() >= deadline:
            found.append(Warned(plate.format, "root", "missing", "not_proved", "there was no time to look at it"))
            continue
        found += _format(plate, engine, deadline)
    return found


def proof_of(card: Card, find: FindPlate, engine: Engine, deadline: float) -> list[dict[str, str]]:
    """The proof of a design that is stored, as the API shows it. `find` takes its id, a format's uid, a deadline."""
    found = (find(card.design_id, one.uid, deadline) for one in card.formats)
    plates = [plate_from(each.plate) for each in found if each and each.plate]
    return [asdict(each) for each in proof(plates, engine, deadline)][:MOST]


def _format(plate: Plate, engine: Engine, deadline: float) -> Iterator[Warned]:
    # Every text is looked at, also one that is shown on a condition only.
    shown = replace(plate, elements=tuple(replace(element, visible_if=None) for element in plate.elements))
    laid_out = engine.layout(shown, deadline=deadline)
    for own, element in zip(plate.elements, laid_out.plate.elements, strict=True):
        if element.type not in ("text", "button") or element.values["hidden"]:
            continue
        if time.monotonic() >= deadline:
            yield Warned(plate.format, element.name, "missing", "not_proved", "there was no time to look at it")
            return
        yield from _texts(plate.format, own, element, laid_out, engine)
        for code, message in engine.try_contrast(laid_out, element.name):
            yield Warned(plate.format, element.name, "missing", code, message)


def _texts(format_: str, own: Element, element: Element, laid_out: LaidOut, engine: Engine) -> Iterator[Warned]:
    """What goes wrong with the element's text and each sample; `own` still has the placeholders of variables."""
    payload = own.values["payload"]
    tried = {"missing": element.values["payload"], **{name: _filled(payload, name) for name in SAMPLES}}
    for sample, text in tried.items():
        if text.strip():
            for code, message in engine.try_text(laid_out, element.name, text):
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
