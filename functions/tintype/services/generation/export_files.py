"""Packing generated files into one ZIP archive, later and as a stream."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any, Protocol
from uuid import NAMESPACE_URL, uuid5

from tintype.base.errors import GoneError, NotFoundError
from tintype.model.ids import as_uuid
from tintype.model.jobs import KEPT, Export
from tintype.model.records import Banner
from tintype.services.generation.generate import name_of
from tintype.services.generation.generate_formats import Announce

ZIP = "application/zip"


class KeepsExports(Protocol):
    """What exports need of the table."""

    def put(self, export: Export) -> None:
        """Remember an export, or how it ended."""

    def find(self, id_: str) -> Export | None:
        """The export with this id, or None."""


class StreamsFiles(Protocol):
    """What exports need of the bucket."""

    def read_file(self, name: str) -> bytes:
        """A public file."""

    def writing(self, name: str, media_type: str) -> AbstractContextManager[io.RawIOBase]:
        """A public file to be written front to back."""


FindBanner = Callable[[str], Banner | None]


def request_export(
    banner_ids: Sequence[str],
    callback_url: str | None,
    find: FindBanner,
    exports: KeepsExports,
    send_all: Callable[[Iterable[Mapping[str, Any]]], None],
    seed: str,
    now: int,
) -> dict[str, Any]:
    """Take in an export. Raises NotFoundError (``visual_not_found``) where one of the files is not known."""
    ids = tuple(dict.fromkeys(banner_ids))
    missing = [each for each in ids if not (known := as_uuid(each)) or find(known) is None]
    if missing:
        raise NotFoundError("visual_not_found", f"there is no file with the id {missing[0]}")
    export_id = str(uuid5(NAMESPACE_URL, f"export:{seed}"))
    exports.put(Export(export_id, f"{name_of(seed)}.zip", ids, callback_url, now))
    send_all([{"job": "export", "id": export_id}])
    return {"export_id": export_id}


def make_export(
    export_id: str,
    find: FindBanner,
    exports: KeepsExports,
    files: StreamsFiles,
    file_base_url: str,
    announce: Announce,
    now: int,
) -> None:
    """Pack the archive, unless that was done, and announce it. One file at a time is held in memory."""
    export = exports.find(export_id)
    if export is None:
        return
    if export.generated_at is None:
        with (
            files.writing(export.name, ZIP) as stream,
            zipfile.ZipFile(stream, "w") as archive,
        ):  # pictures are deflated
            for name, banner in _entries(export, find):
                when = time.gmtime(banner.created_at)[:6]
                archive.writestr(zipfile.ZipInfo(name, when), files.read_file(banner.name))
        export = replace(export, generated_at=now, reason=None)
        exports.put(export)
    _announce(export, file_base_url, announce, now)


def give_up_export(
    export_id: str, reason: str, exports: KeepsExports, file_base_url: str, announce: Announce, now: int
) -> None:
    """Give an export up, unless it was made."""
    export = exports.find(export_id)
    if export and export.generated_at is None:
        exports.put(export := replace(export, reason=reason))
        _announce(export, file_base_url, announce, now)


def get_export(export_id: str, exports: KeepsExports, file_base_url: str, now: int) -> tuple[bool, dict[str, Any]]:
    """True where it is done, and the export as the API shows it. Raises NotFoundError, GoneError after 7 days."""
    known = as_uuid(export_id)
    export = exports.find(known) if known else None
    if export is None:
        raise NotFoundError("export_not_found", "there is no export with this id")
    if now >= export.created_at + KEPT:
        raise GoneError("export_gone", "exports are kept for seven days")
    return bool(export.generated_at or export.reason), _body(export, file_base_url)


def _entries(export: Export, find: FindBanner) -> Iterable[tuple[str, Banner]]:
    """Each file with its name in the archive: design and format, and a number where that comes twice."""
    seen: dict[str, int] = {}
    for banner_id in export.banner_ids:
        banner = find(as_uuid(banner_id) or "")
        if banner is None:
            continue
        stem = "".join(
            each if each.isalnum() or each in " ._-" else "_" for each in f"{banner.design_name}-{banner.format}"
        ).strip(" .")[:100]
        seen[stem] = seen.get(stem, 0) + 1
        number = f"-{seen[stem]}" if seen[stem] > 1 else ""
        yield f"{stem}{number}.{banner.type}", banner


def _announce(export: Export, file_base_url: str, announce: Announce, now: int) -> None:
    if export.callback_url:
        announce(f"export:{export.id}", export.callback_url, json.dumps(_body(export, file_base_url)), now)


def _body(export: Export, file_base_url: str) -> dict[str, Any]:
    done = export.generated_at is not None
    body: dict[str, Any] = {
        "export_id": export.id,
        "archive_url": f"{file_base_url}/{export.name}" if done else None,
        "requested_at": export.created_at,
        "generated_at": export.generated_at,
    }
    return {**body, **({"error": export.reason} if export.reason else {})}
