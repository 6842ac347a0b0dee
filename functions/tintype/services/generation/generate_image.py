"""Generating one file while the caller waits."""

from __future__ import annotations

from typing import Any, Protocol

from tintype.model.records import Banner
from tintype.services.designs.get_design import ReadsProjects
from tintype.services.generation.generate import FileRenderer, RenderOptions, find_plate, generate
from tintype.services.generation.get_file import banner_body


class KeepsBanners(Protocol):
    """What this flow needs of the table."""

    def put(self, banner: Banner) -> None:
        """Remember a file."""


def generate_image(
    design_id: str,
    format_: str | None,
    options: RenderOptions,
    renderer: FileRenderer,
    banners: KeepsBanners,
    projects: ReadsProjects,
    file_base_url: str,
    seed: str,
    deadline: float,
) -> dict[str, Any]:
    """The file as the API shows it. Raises InvalidInputError with everything that can't be used, NotFoundError."""
    card, plate = find_plate(design_id, format_, renderer.find, deadline)
    banner = generate(card, plate, options, renderer, seed, deadline)
    banners.put(banner)
    return banner_body(banner, projects.project(banner.project_id), file_base_url)
