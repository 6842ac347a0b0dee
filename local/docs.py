"""``make docs``: the pages of docs/ that follow from the code. ``python -m local.docs --check`` names those that don't.

What was measured (docs/performance, docs/reliability.md, docs/fidelity) is not among them: `make bench`, `make load`
and their like write those.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from local import deploy_reference, openapi, url_reference

DOCS = Path(__file__).parent.parent / "docs"


def _holding(what: str, lines: Callable[[], Iterable[str]]) -> Callable[[str], str]:
    """A page that people write but for what stands between two markers, which is `lines`."""
    begin, end = f"<!-- {what}: make docs -->\n", f"<!-- end of {what} -->\n"

    def page(now: str) -> str:
        before, begun, rest = now.partition(begin)
        _, ended, after = rest.partition(end)
        if not (begun and ended):
            raise ValueError(f"the page lacks {begin.strip()} or {end.strip()}")
        return f"{before}{begin}\n" + "\n".join(lines()).rstrip("\n") + f"\n\n{end}{after}"

    return page


# What each page says after its next generation, given what it says now (empty where there is none).
PAGES: Mapping[str, Callable[[str], str]] = {
    "openapi.json": lambda _: openapi.description(),
    "url.md": _holding("properties", url_reference.tables),
    "deploy.md": _holding("parameters", deploy_reference.table),
}


def main(arguments: Sequence[str] = ()) -> int:
    """Write every page anew, or with ``--check`` only look; the exit code: 1 where a page was stale."""
    if "--check" not in arguments:
        regenerate(DOCS)
        return 0
    found = stale(DOCS)
    for name in found:
        print(f"docs/{name} is not what the code says; make docs writes it anew", file=sys.stderr)
    return 1 if found else 0


def stale(folder: Path) -> list[str]:
    """The names of the pages in `folder` that are not as they would be generated now."""
    return [name for name, page in PAGES.items() if page(_text(folder / name)) != _text(folder / name)]


def regenerate(folder: Path) -> None:
    """Write the stale pages in `folder`; the others keep their time."""
    for name in stale(folder):
        (folder / name).write_text(PAGES[name](_text(folder / name)), encoding="utf-8")


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
