"""Things are called by the field's words: the house's own, which had to be looked up, don't come back."""

from __future__ import annotations

import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.template import ROOT

# RenderContext, PlateCache, Admission, FileRenderer, RenderOptions, IdempotencyRecord, signature policy, resolved,
# changed, damage, static key, rotation, single colour, backgrounds, Parallel, Resources, give up.
GONE = {
    "Easel", "Shelf", "ShelvedPlate", "Gate", "Press", "Wish", "Promise", "Promises", "openings", "gather", "Gathered",
    "touched", "dirty", "look_of", "Turn", "inks", "grounds", "errands", "Errands", "Means", "bury",
}  # fmt: skip


def gone_words(path: Path) -> Iterator[str]:
    """The names in the file that are among them, whether or not they are private."""
    with path.open("rb") as source:
        for token in tokenize.tokenize(source.readline):
            if token.type == tokenize.NAME and token.string.strip("_") in GONE:
                yield f"{path.relative_to(ROOT)}:{token.start[0]}: {token.string}"


@pytest.mark.parametrize("folder", ["functions", "local", "bench"])
def test_nothing_is_called_by_a_word_that_has_to_be_looked_up(folder: str) -> None:
    assert [found for path in sorted((ROOT / folder).rglob("*.py")) for found in gone_words(path)] == []
