"""Generating several formats of a design later: taken in here, made one message each, looked up by id."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol
from uuid import NAMESPACE_URL, uuid5

from tintype.base.errors import GoneError, InvalidInputError, NotFoundError, Problem, TintypeError, UnavailableError
from tintype.model.ids import as_uuid
from tintype.model.jobs import KEPT, Generation, Result
from tintype.model.records import FindPlate, FormatCard
from tintype.services.designs.get_design import ReadsProjects
from tintype.services.generation.changes import changes_in, require_usable
from tintype.services.generation.generate import FileRenderer, RenderOptions, find_plate, generate
from tintype.services.generation.get_file import banner_body

SendAll = Callable[[Iterable[Mapping[str, Any]]], None]
Announce = Callable[[str, str, str, int], None]


class KeepsGenerations(Protocol):
    """What these flows need of the table."""

    def put(self, generation: Generation) -> None:
        """Remember a request."""

    def find(self, id_: str) -> Generation | None:
        """The request with this id, or None."""

    def results(self, generation_id: str) -> list[Result]:
        """The results that there are."""

    def record_result(self, generation: Generation, result: Result) -> bool:
        """True where this is the format's first result, the only one that is kept."""

    def callback_was_sent(self, generation_id: str) -> None:
        """Remember that the callback is on its way."""


def request_formats(
    design_id: str,
    names: Sequence[str],
    options: RenderOptions,
    callback_url: str | None,
    find: FindPlate,
    generations: KeepsGenerations,
    send_all: SendAll,
    seed: str,
    deadline: float,
    now: int,
) -> dict[str, Any]:
    """Take in a request for the formats called `names` (none: all). Raises InvalidInputError, NotFoundError.

    Values are checked now, in every format that was asked for; pictures are fetched when they are needed.
    """
    found = find(design_id, None, deadline)
    if found is None:
        raise NotFoundError("template_not_found", "there is no design with this id")
    formats = _chosen(found.card.formats, names)
    for one in formats:
        require_usable(changes_in(options.elements), find_plate(design_id, one.uid, find, deadline)[1])
    generation = Generation(
        id=str(uuid5(NAMESPACE_URL, f"generation:{seed}")),
        design_id=found.card.design_id,
        seed=seed,
        elements=options.elements,
        formats={one.uid: one.name for one in formats},
        type=options.type,
        quality=options.quality,
        callback_url=callback_url,
        created_at=now,
    )
    generations.put(generation)
    send_all({"job": "format", "id": generation.id, "uid": one.uid} for one in formats)
    return {"generation_request_id": generation.id}


def make_format(
    generation_id: str, uid: str, generations: KeepsGenerations, renderer: FileRenderer, deadline: float
) -> Generation | None:
    """Make one format of a request, unless it has its result already; the request where it may be finished now.

    What can't be made because of what was asked for is the format's result, too. What may go better another time
    is raised.
    """
    generation = generations.find(generation_id)
    if generation is None:
        return None  # nobody will ask any more
    if all(result.uid != uid for result in generations.results(generation_id)):
        generations.record_result(generation, _made(generation, uid, renderer, deadline))
    return generation


def give_up_format(generation_id: str, uid: str, reason: str, generations: KeepsGenerations) -> Generation | None:
    """Give a format up: `reason` is its result unless it has one."""
    generation = generations.find(generation_id)
    if generation:
        generations.record_result(generation, Result(uid, generation.formats[uid], reason=reason))
    return generation


def finish_generation(
    generation: Generation,
    generations: KeepsGenerations,
    projects: ReadsProjects,
    file_base_url: str,
    announce: Announce,
    now: int,
) -> None:
    """Announce the results where they are all there: once, or again after whoever did it last died on the way."""
    if not generation.callback_url or generation.callback_sent:
        return
    body = _body(generation, generations.results(generation.id), projects, file_base_url)
    if body["is_finalized"]:
        del body["is_finalized"]
        announce(f"generation:{generation.id}", generation.callback_url, json.dumps(body), now)
        generations.callback_was_sent(generation.id)


def get_generation(
    generation_id: str, generations: KeepsGenerations, projects: ReadsProjects, file_base_url: str, now: int
) -> dict[str, Any]:
    """The progress of a request, with the files that there are. Raises NotFoundError, GoneError after 7 days."""
    known = as_uuid(generation_id)
    generation = generations.find(known) if known else None
    if generation is None:
        raise NotFoundError("generation_request_not_found", "there is no generation request with this id")
    if now >= generation.created_at + KEPT:
        raise GoneError("generation_request_gone", "results are kept for seven days")
    return _body(generation, generations.results(generation.id), projects, file_base_url)


def _chosen(formats: Sequence[FormatCard], names: Sequence[str]) -> list[FormatCard]:
    if not names:
        return list(formats)
    by_name = {one.name: one for one in formats} | {one.uid: one for one in formats}
    problems = [
        Problem(
            f"template_format_names[{index}]", "format_not_found", "the design has no such format",
            [one.name for one in formats], name[:100],
        )
        for index, name in enumerate(names)
        if name not in by_name
    ]  # fmt: skip
    if problems:
        raise InvalidInputError.of(problems, "format_not_found")
    return list({by_name[name].uid: by_name[name] for name in names}.values())


def _made(generation: Generation, uid: str, renderer: FileRenderer, deadline: float) -> Result:
    name = generation.formats[uid]
    options = RenderOptions(generation.elements, generation.type, generation.quality)
    try:
        card, plate = find_plate(generation.design_id, uid, renderer.find, deadline)
        banner = generate(card, plate, options, renderer, f"{generation.seed}/{uid}", deadline)
    except UnavailableError:
        raise
    except TintypeError as error:
        return Result(uid, name, reason=_reason(error))
    return Result(uid, name, banner)


def _reason(error: TintypeError) -> str:
    problems = [f"{problem.path}: {problem.message}" for problem in error.problems]
    return "; ".join(problems)[:2000] or error.message


def _body(
    generation: Generation, results: Iterable[Result], projects: ReadsProjects, file_base_url: str
) -> dict[str, Any]:
    """The request as the API shows it; formats in the order of the design."""
    by_uid = {result.uid: result for result in results}
    ordered = [by_uid[uid] for uid in generation.formats if uid in by_uid]
    known = {project_id: projects.project(project_id) for project_id in _projects_of(ordered)}
    errors = [{"template_format_name": each.format, "reason": each.reason} for each in ordered if each.reason]
    return {
        "id": generation.id,
        "is_finalized": len(by_uid) >= len(generation.formats),
        "banners": [
            banner_body(each.banner, known[each.banner.project_id], file_base_url) for each in ordered if each.banner
        ],
        "errors": errors,
    }


def _projects_of(results: Iterable[Result]) -> set[str]:
    return {each.banner.project_id for each in results if each.banner}
