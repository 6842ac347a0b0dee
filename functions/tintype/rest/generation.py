"""Routes that make files of designs: one at once, several later, and archives of them."""

from __future__ import annotations

from typing import Any

from tintype.edge.responses import ACCEPTED, CONFLICT, GONE, INVALID, NOT_FOUND, OK, TOO_LARGE, Response, json_response
from tintype.rest import generation_answers as answers
from tintype.rest.answers import Banner
from tintype.rest.generation_bodies import ExportFiles, GenerateFormats, GenerateImage
from tintype.rest.route import Call, Group, Problems
from tintype.rest.work import due, once_for
from tintype.services.generation.export_files import get_export, request_export
from tintype.services.generation.generate import RenderOptions
from tintype.services.generation.generate_formats import get_generation, request_formats
from tintype.services.generation.generate_image import generate_image

group = Group("Generation")
UNKNOWN: Problems = (
    (NOT_FOUND, "template_not_found"), (NOT_FOUND, "format_not_found"), (TOO_LARGE, "payload_too_large"),
    (INVALID, "idempotency_key_reused"), (CONFLICT, "request_in_progress"),
)  # fmt: skip


@group.add(
    "POST", "/banner-builder/{designId}/generate", "generateImage", "render", body=GenerateImage,
    answers={OK: Banner},
    problems=(*UNKNOWN, (INVALID, "more_than_one_format"), (INVALID, "image_fetching_error")),
)  # fmt: skip
def _generate(call: Call) -> Response:
    """Generate one file, now.

    Whatever can't be used is refused with every problem listed: a name that no layer has, a value out of bounds, a
    picture that can't be had. With an `Idempotency-Key` header a request that is sent again makes no second file.
    """
    services, work = call.services, call.services.work

    def make(seed: str) -> dict[str, Any]:
        return generate_image(
            call.parameters["designId"], call.body.template_format_name, _options(call.body), work.renderer,
            services.banners, services.workspace, files_url(call), seed, due(),
        )  # fmt: skip

    return json_response(OK, once_for(call.request, work.idempotency, call.now, make))


@group.add(
    "POST", "/async/banner-builder/{designId}/generate", "generateMultiFormatMedia", "render", body=GenerateFormats,
    answers={ACCEPTED: answers.GenerationAccepted}, problems=UNKNOWN,
)  # fmt: skip
def _generate_formats(call: Call) -> Response:
    """Generate several formats, later.

    Values are checked now, pictures are fetched later. `callback_url` is sent a signed webhook with what
    `GET /generation-request/{generationRequestId}` answers at the end. An `Idempotency-Key` header is honoured.
    """
    work, body = call.services.work, call.body

    def make(seed: str) -> dict[str, Any]:
        return request_formats(
            call.parameters["designId"], body.template_format_names or (), _options(body), body.callback_url,
            work.renderer.find, work.generations, work.queue.send_all, seed, due(), call.now,
        )  # fmt: skip

    return json_response(ACCEPTED, once_for(call.request, work.idempotency, call.now, make))


@group.add(
    "GET", "/generation-request/{generationRequestId}", "getGenerationRequest", "read",
    answers={OK: answers.GenerationStatus, ACCEPTED: answers.GenerationStatus},
    problems=((NOT_FOUND, "generation_request_not_found"), (GONE, "generation_request_gone")),
)  # fmt: skip
def _generation(call: Call) -> Response:
    """Get how far a generation is: 202 while formats are missing, 200 when it is finished. Kept for seven days."""
    services = call.services
    found = get_generation(
        call.parameters["generationRequestId"], services.work.generations, services.workspace, files_url(call), call.now
    )
    return json_response(OK if found["is_finalized"] else ACCEPTED, found)


@group.add(
    "POST", "/async/banners/export", "exportBanners", "render", body=ExportFiles,
    answers={ACCEPTED: answers.ExportAccepted},
    problems=((NOT_FOUND, "visual_not_found"), (TOO_LARGE, "payload_too_large"), (INVALID, "idempotency_key_reused"),
              (CONFLICT, "request_in_progress")),
)  # fmt: skip
def _export(call: Call) -> Response:
    """Pack generated files into one ZIP archive, later.

    `callback_url` is sent a signed webhook with the archive's URL.
    """
    services, work, body = call.services, call.services.work, call.body

    def make(seed: str) -> dict[str, Any]:
        ids = [str(each) for each in body.ids]
        find, send = services.banners.find, work.queue.send_all
        return request_export(ids, body.callback_url, find, work.exports, send, seed, call.now)

    return json_response(ACCEPTED, once_for(call.request, work.idempotency, call.now, make))


@group.add(
    "GET", "/async/banners/export/{exportId}", "getExport", "read",
    answers={OK: answers.ExportStatus, ACCEPTED: answers.ExportStatus},
    problems=((NOT_FOUND, "export_not_found"), (GONE, "export_gone")),
)  # fmt: skip
def _get_export(call: Call) -> Response:
    """Get how far an export is: 202, then 200 with the archive's URL. Kept for seven days."""
    done, found = get_export(call.parameters["exportId"], call.services.work.exports, files_url(call), call.now)
    return json_response(OK if done else ACCEPTED, found)


def files_url(call: Call) -> str:
    """The base of generated files' URLs."""
    return f"{call.services.image_base_url}/files"


def _options(body: GenerateImage | GenerateFormats) -> RenderOptions:
    return RenderOptions(body.elements, body.image_file_type, body.file_compression_level)
