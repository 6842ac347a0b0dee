"""A fixed sample of Unicode's conformance files, the same in every run; `make conformance` has all of them."""

from __future__ import annotations

import json

import pytest

from tests.conformance.__main__ import KNOWN, held_against
from tests.conformance.files import EVERY, sample
from tests.conformance.suites import run

SAMPLE = sample()
FAILING = json.loads(KNOWN.read_text())["sample"]


@pytest.mark.parametrize("name", EVERY)
def test_no_case_fails_that_is_not_known_to(name: str) -> None:
    result = run(name, SAMPLE[name])
    shown = "\n".join(f"{failure.kind}: {failure.case}" for failure in result.failures[:20])
    complaint = held_against(FAILING[name], len(result.failures))
    assert not complaint, f"{name}: {complaint}\n{shown}"


@pytest.mark.parametrize(("name", "least"), [("GraphemeBreakTest", 1000), ("LineBreakTest", 16000),
                                             ("BidiCharacterTest", 3000), ("BidiTest", 8000)])  # fmt: skip
def test_the_sample_is_large(name: str, least: int) -> None:
    assert len(SAMPLE[name]) >= least


@pytest.mark.parametrize(("known", "failed", "said"), [(3, 4, "1 more"), (3, 2, "lower the number"), (3, 3, "")])
def test_the_number_of_known_failures_is_a_ratchet(known: int, failed: int, said: str) -> None:
    complaint = held_against(known, failed)
    assert said in complaint
    assert bool(complaint) == bool(said)
