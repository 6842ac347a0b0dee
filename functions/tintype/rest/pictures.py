"""The routes of pictures whose URL says nothing of what is in them: OKZest's, and one to delete them."""

from __future__ import annotations

from typing import Any

from tintype.edge.responses import GONE, NOT_FOUND, OK, Response, json_response
from tintype.rest import generation_answers as answers
from tintype.rest.generation import UNKNOWN
from tintype.rest.generation_bodies import CreatePicture
from tintype.rest.route import Call, Group
from tintype.rest.work import due, once_for
from tintype.services.generation.hidden_pictures import create_picture, delete_picture

group = Group("Hidden pictures")


@group.add("POST", "/v1/images", "createPicture", "render", body=CreatePicture, answers={OK: answers.Picture},
           problems=UNKNOWN)  # fmt: skip
def _create(call: Call) -> Response:
    """Make an image URL that says nothing of what is in the picture.

    The data stays here; the picture is drawn when it is first looked at. An `Idempotency-Key` header is honoured: the
    same request answers the same URL.
    """
    services, work, body = call.services, call.services.work, call.body

    def make(seed: str) -> dict[str, Any]:
        return create_picture(
            body.template_id, body.template_format_name, body.modifications, body.format, work.renderer.find,
            work.pictures, services.image_base_url, seed, due(), call.now, body.expires_at,
        )  # fmt: skip

    return json_response(OK, once_for(call.request, work.idempotency, call.now, make))


@group.add(
    "DELETE", "/v1/images/{pictureId}", "deletePicture", "write", answers={OK: answers.DeletedPicture},
    problems=((NOT_FOUND, "picture_not_found"), (GONE, "picture_gone")),
)  # fmt: skip
def _delete(call: Call) -> Response:
    """Delete a hidden picture: what it shows is forgotten, here and in the CDN.

    Its URL answers 410 with a neutral picture, and 404 after thirty days.
    """
    deleted = delete_picture(call.parameters["pictureId"], call.services.work.pictures, call.now)
    call.services.purge(deleted["id"])
    return json_response(OK, deleted)
