"""Draws: a plate and a request's changes in, a picture out. `Engine` is the only way in.

A render is resolve ▸ lay out ▸ paint ▸ encode, one function in `pipeline/pipeline.py`. What stands below it:

pipeline     the stages in their order, and what of them is kept in a warm container
raster       a scene to pixels
layout       a plate to a scene: boxes, pictures, codes, stars
text         text to lines of glyphs: itemized, broken, fitted, placed
encode       pixels to the bytes of a file
images       pictures that people bring: validated, decoded, converted
fonts        font files, faces, glyphs
scene        what is to be painted, its geometry settled
plate        a design compiled for one format, and filling it with changes
properties   the one table of element types and their properties
pillow       what Pillow keeps for itself, with a way round each call
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tintype.engine.encode import CONTENT_TYPES
    from tintype.engine.engine import Engine, NoRemotePictures
    from tintype.engine.pipeline.boxes import LayerBox, LineBox
    from tintype.engine.pipeline.context import MEGABYTE, RemotePictures
    from tintype.engine.pipeline.pipeline import Drawing, LaidOut, Picture, RenderJob, natural_type
    from tintype.engine.pipeline.timing import UNWATCHED, Watch

__all__ = [
    "CONTENT_TYPES",
    "MEGABYTE",
    "UNWATCHED",
    "Drawing",
    "Engine",
    "LaidOut",
    "LayerBox",
    "LineBox",
    "NoRemotePictures",
    "Picture",
    "RemotePictures",
    "RenderJob",
    "Watch",
    "natural_type",
]


def __getattr__(name: str) -> Any:
    """What `__all__` names, imported when it is first asked for: not everybody who needs a part of it draws."""
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


_HOMES = {
    "tintype.engine.engine": ("Engine", "NoRemotePictures"),
    "tintype.engine.encode": ("CONTENT_TYPES",),
    "tintype.engine.pipeline.boxes": ("LayerBox", "LineBox"),
    "tintype.engine.pipeline.context": ("MEGABYTE", "RemotePictures"),
    "tintype.engine.pipeline.pipeline": ("Drawing", "LaidOut", "Picture", "RenderJob", "natural_type"),
    "tintype.engine.pipeline.timing": ("UNWATCHED", "Watch"),
}
