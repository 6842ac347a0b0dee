"""Names the characters that no font has: a placeholder stands for each, and the picture is otherwise as asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tintype.base.errors import Problem
from tintype.base.record import replace
from tintype.engine.pipeline.resolve import MISSING_GLYPH, ResolvedPlate
from tintype.engine.scene import Content, GroupContent, Scene, TextContent

_SHOWN = 20  # characters that the message lists


def with_missing_glyphs(resolved: ResolvedPlate, scene: Scene) -> ResolvedPlate:
    """`resolved` with a problem for each element whose text has characters that no font covers."""
    problems = []
    for item in scene.items:
        missing = dict.fromkeys(_missing(item.contents))
        if missing:
            listed = " ".join(list(missing)[:_SHOWN])
            message = f"no font has {listed}; a placeholder is drawn"
            problems.append(Problem(f"{item.name}.payload", MISSING_GLYPH, message, None, listed))
    return replace(resolved, problems=(*resolved.problems, *problems)) if problems else resolved


def _missing(contents: Iterable[Content]) -> Iterator[str]:
    for content in contents:
        if isinstance(content, GroupContent):
            yield from _missing(content.contents)
        elif isinstance(content, TextContent):
            yield from content.missing
