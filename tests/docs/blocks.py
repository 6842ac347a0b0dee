"""The fenced blocks of the pages that people read, taken from the pages as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PAGES = (
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "SECURITY.md",
    *sorted(page for page in (ROOT / "docs").rglob("*.md") if page.parent.name != "decisions"),
)
# The word behind ```sh that says why a block is only read by the tests, and not run.
NEEDS = {
    "aws": "an AWS account",
    "docker": "Docker",
    "pypi": "PyPI",
    "long": "minutes, or somebody who ends it",
}


class Block(NamedTuple):
    """A fenced block: its page, the line of its fence, its language, what it needs (or nothing), its text."""

    page: Path
    line: int
    language: str
    needs: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def blocks_of(page: Path) -> Iterator[Block]:
    """Every fenced block of the page, in its order."""
    text = page.read_text(encoding="utf-8")
    for match in re.finditer(r"^( *)```(\w*) ?(.*)\n((?:.*\n)*?)\1```$", text, re.MULTILINE):
        line = text.count("\n", 0, match.start()) + 1
        yield Block(page, line, match[2], match[3].strip(), match[4])


def blocks(language: str) -> list[Block]:
    """The blocks of a language on all pages."""
    return [block for page in PAGES for block in blocks_of(page) if block.language == language]
