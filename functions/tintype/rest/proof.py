"""The route of a design's proof, and the proof that comes with every put."""

from __future__ import annotations

import time

from tintype.base.errors import NotFoundError
from tintype.edge.responses import NOT_FOUND, OK, Response, json_response
from tintype.model.ids import as_uuid
from tintype.model.records import Card
from tintype.rest.design_answers import Proof
from tintype.rest.route import Call, Group
from tintype.services.designs.proof import proof_of

PROOF_SECONDS = 15.0  # for a proof that was asked for
GLANCE_SECONDS = 1.5  # for the one that comes with a put
group = Group("Designs")


@group.add("POST", "/designs/{designId}/proof", "proofDesign", "read", answers={OK: Proof},
           problems=((NOT_FOUND, "template_not_found"),))  # fmt: skip
def _proof(call: Call) -> Response:
    """Try each text of a design with what people will send.

    That is a long German, an Arabic, a Japanese and an emoji text, and none at all. Told is what overflows its box, is
    cut off below its smallest size, has no glyph in any font, or has a contrast of less than 3:1 with what is behind.
    """
    known = as_uuid(call.parameters["designId"])
    card = call.services.designs.card(known) if known else None
    if card is None:
        raise NotFoundError("template_not_found", "there is no design with this id")
    return json_response(OK, {"warnings": warnings(call, card, PROOF_SECONDS)})


def warnings(call: Call, card: Card, seconds: float) -> list[dict[str, str]]:
    """The design's proof, as far as the time goes; what has been stored is stored, whatever becomes of its proof."""
    renderer = call.services.work.renderer
    try:
        return proof_of(card, renderer.find, renderer.engine, time.monotonic() + seconds)
    except Exception as error:
        renderer.report(error)
        return []
