"""Names the characters that no font has: a placeholder stands for each, and the picture is otherwise as asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tintype.base.errors import Problem
from tintype.engine.scene import Content, GroupContent, Scene, TextContent

MISSING_GLYPH = "missing_glyph"  # the code of the one problem that costs no element anything
_SHOWN = 20  # characters that the message lists


def missing_glyphs(scene: Scene) -> tuple[Problem, ...]:
    """A problem for each element whose text has characters that no font covers."""
    problems = []
    for item in scene.items:
        missing = dict.fromkeys(_missing(item.contents))
        if missing:
            listed = " ".join(list(missing)[:_SHOWN])
            message = f"no font has {listed}; a placeholder is drawn"
            problems.append(Problem(f"{item.name}.payload", MISSING_GLYPH, message, None, listed))
    return tuple(problems)


def _missing(contents: Iterable[Content]) -> Iterator[str]:
    for content in contents:
        if isinstance(content, GroupContent):
            yield from _missing(content.contents)
        elif isinstance(content, TextContent):
            yield from content.missing
