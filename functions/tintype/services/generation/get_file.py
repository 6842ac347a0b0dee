"""A generated file by its id, as the SDK's ``Banner``."""

from __future__ import annotations

from typing import Any, Protocol

from tintype.base.errors import NotFoundError
from tintype.model.ids import as_uuid
from tintype.model.records import Banner, Project
from tintype.services.designs.get_design import ReadsProjects


class ReadsBanners(Protocol):
    """What this flow needs of the store."""

    def find(self, banner_id: str) -> Banner | None:
        """The generated file with this id, or None."""


def get_file(banner_id: str, banners: ReadsBanners, projects: ReadsProjects, file_base_url: str) -> dict[str, Any]:
    """What is known of the file, and where it is. Raises NotFoundError (``visual_not_found``)."""
    known = as_uuid(banner_id)
    banner = banners.find(known) if known else None
    if banner is None:
        raise NotFoundError("visual_not_found", "there is no file with this id")
    return banner_body(banner, projects.project(banner.project_id), file_base_url)


def banner_body(banner: Banner, project: Project | None, file_base_url: str) -> dict[str, Any]:
    """A generated file as the API shows it. Its ``version`` counts its own versions: a file is never changed."""
    url = f"{file_base_url}/{banner.name}"
    body: dict[str, Any] = {
        "id": banner.id,
        "version": 1,
        "file": {"type": banner.type, "url": url, "cdn_url": url, "filename": banner.name},
        "format": {"id": banner.format, "unit": "px", "width": banner.width, "height": banner.height},
        "template": {"id": banner.design_id, "name": banner.design_name},
    }
    if project:
        body["project"] = {"id": project.id, "name": project.name, "created_at_ts": project.created_at}
    return body
