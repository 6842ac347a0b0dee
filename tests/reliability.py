"""docs/reliability.md, whose tables are written by the commands that measure them."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import PIL

PAGE = Path(__file__).parent.parent / "docs" / "reliability.md"


def write_section(name: str, text: str) -> None:
    """Put `text` between the markers of the section `name`. Raises ValueError where the page has no such section."""
    page = PAGE.read_text()
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    changed, count = re.subn(f"(?s){begin}.*?{end}", lambda _: f"{begin}\n{text.strip()}\n{end}", page)
    if count != 1:
        raise ValueError(f"{PAGE} has {count} sections called {name}")
    PAGE.write_text(changed)


def table(head: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> str:
    """A Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)


def circumstances() -> str:
    """When and on what something was measured."""
    today = datetime.now(UTC).date().isoformat()
    machine = f"{os.cpu_count()} cores of {platform.machine()}"
    return f"{today}, Python {platform.python_version()}, Pillow {PIL.__version__}, {machine}"
