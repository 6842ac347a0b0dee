"""JSON on the pages: it parses, designs in it are taken, requests answered; and the example's files."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest

from local.starters import STARTERS
from tests.docs.blocks import ROOT, Block, blocks
from tests.e2e.conftest import Run
from tests.e2e.viewer import ask

EXAMPLE = ROOT / "examples" / "launch-card"


def documents_in(text: str) -> list[Any]:
    """One JSON value, or one a line."""
    try:
        return [json.loads(text)]
    except ValueError:
        return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("block", blocks("json"), ids=str)
def test_json_on_a_page_parses_and_a_design_is_taken(block: Block, run: Run) -> None:
    for document in documents_in(block.text):
        if {"formats", "layers"} <= document.keys():
            put(document, run)


@pytest.mark.parametrize("block", [block for block in blocks("http") if block.text.startswith("POST ")], ids=str)
def test_a_request_on_a_page_is_answered(block: Block, run: Run) -> None:
    """Requests are about a design that has the layers of the social card, the first that `make run` puts."""
    first, _, body = block.text.replace("{designId}", STARTERS[0].design_id).partition("\n")
    method, path = first.split()
    answer = ask(f"{run.url}{path}", method, body.encode(), x_api_key=run.key)
    assert answer.status in (200, 201, 202), answer.body


@pytest.mark.parametrize("file", ["hello.json", "launch-card/design.json"])
def test_an_example_is_taken_and_nothing_is_to_be_warned_of(file: str, run: Run) -> None:
    assert put(json.loads((ROOT / "examples" / file).read_text()), run)["warnings"] == []


def put(document: Any, run: Run) -> Any:
    """The answer to the document put with the example's picture."""
    design = f"{run.url}/designs/{uuid.uuid4()}"
    picture = (EXAMPLE / "hero.jpg").read_bytes()
    assert ask(f"{design}/assets/hero.jpg", "PUT", picture, x_api_key=run.key).status == 201
    answer = ask(design, "PUT", json.dumps(document).encode(), x_api_key=run.key)
    assert answer.status == 201, answer.body
    return answer.json
