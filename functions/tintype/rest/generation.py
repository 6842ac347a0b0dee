"""Routes that make files of designs: one at once, several later, and archives of them."""

from __future__ import annotations

from typing import Any

from tintype.edge.responses import Response, json_response
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
    (404, "template_not_found"), (404, "format_not_found"), (413, "payload_too_large"),
    (400, "idempotency_key_reused"), (409, "request_in_progress"),
)  # fmt: skip


@group.add(
    "POST", "/banner-builder/{designId}/generate", "generateImage", "render", body=GenerateImage,
    answers={200: Banner},
    problems=(*UNKNOWN, (400, "more_than_one_format"), (400, "image_fetching_error")),
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

    return json_response(200, once_for(call.request, work.idempotency, call.now, make))


@group.add(
    "POST", "/async/banner-builder/{designId}/generate", "generateMultiFormatMedia", "render", body=GenerateFormats,
    answers={202: answers.GenerationAccepted}, problems=UNKNOWN,
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

    return json_response(202, once_for(call.request, work.idempotency, call.now, make))


@group.add(
    "GET", "/generation-request/{generationRequestId}", "getGenerationRequest", "read",
    answers={200: answers.GenerationStatus, 202: answers.GenerationStatus},
    problems=((404, "generation_request_not_found"), (410, "generation_request_gone")),
)  # fmt: skip
def _generation(call: Call) -> Response:
    """Get how far a generation is: 202 while formats are missing, 200 when it is finished. Kept for seven days."""
    services = call.services
    found = get_generation(
        call.parameters["generationRequestId"], services.work.generations, services.workspace, files_url(call), call.now
    )
    return json_response(200 if found["is_finalized"] else 202, found)


@group.add(
    "POST", "/async/banners/export", "exportBanners", "render", body=ExportFiles,
    answers={202: answers.ExportAccepted},
    problems=((404, "visual_not_found"), (413, "payload_too_large"), (400, "idempotency_key_reused"),
              (409, "request_in_progress")),
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

    return json_response(202, once_for(call.request, work.idempotency, call.now, make))


@group.add(
    "GET", "/async/banners/export/{exportId}", "getExport", "read",
    answers={200: answers.ExportStatus, 202: answers.ExportStatus},
    problems=((404, "export_not_found"), (410, "export_gone")),
)  # fmt: skip
def _get_export(call: Call) -> Response:
    """Get how far an export is: 202, then 200 with the archive's URL. Kept for seven days."""
    done, found = get_export(call.parameters["exportId"], call.services.work.exports, files_url(call), call.now)
    return json_response(200 if done else 202, found)


def files_url(call: Call) -> str:
    """The base of generated files' URLs."""
    return f"{call.services.image_base_url}/files"


def _options(body: GenerateImage | GenerateFormats) -> RenderOptions:
    return RenderOptions(body.elements, body.image_file_type, body.file_compression_level)
