"""The document's JSON Schema says what the check says, as far as JSON Schema can say it."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.unit.document.documents import DOCUMENTS, of_kind
from tests.unit.document.test_document import ASSETS, FONTS, LAUNCH
from tintype.base.errors import InvalidInputError, Problem
from tintype.document.check import check_document
from tintype.document.kind_schema import kind_schema
from tintype.document.schema import document_schema
from tintype.engine.properties.elements import ELEMENTS
from tintype.engine.properties.kinds import ValueProblem
from tintype.gallery import TEMPLATES

VALIDATOR = Draft202012Validator(document_schema())
# What the document as a whole decides, and so no schema can.
WHOLE = {
    "duplicate_format_name", "duplicate_layer_name", "unknown_format_key", "unknown_layer", "unknown_font",
    "missing_assets",
}  # fmt: skip


def problems_of(document: Any) -> list[Problem]:
    try:
        check_document(copy.deepcopy(document), ASSETS, FONTS)
    except InvalidInputError as error:
        return list(error.problems)
    return []


def is_beyond(problem: Problem) -> bool:
    """Whether no schema can say this: it depends on another part of the document, or on a product."""
    pixels = problem.code == "out_of_range" and problem.path.startswith("formats[") and problem.path.endswith("]")
    compared = ".visible_if" in problem.path and (".equals" in problem.path or ".in" in problem.path)
    return problem.code in WHOLE or pixels or compared


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(document_schema())


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.slug)
def test_the_gallery_fits(template: Any) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(template.document)] == []


def test_the_contracts_document_fits_and_so_do_dotted_names() -> None:
    dotted = copy.deepcopy(LAUNCH)
    dotted["layers"][0]["properties"] |= {"mask_properties.radius.tl": 4, "mask_properties": {"radius": {"br": 2}}}
    dotted["layers"].append({"name": "s", "type": "shape", "layout": {"width": 1, "height": 1},
                             "properties": {"corner_radius": {"tl": 4}, "corner_radius.br": 2}})  # fmt: skip
    for document in (LAUNCH, dotted):
        assert [error.message for error in VALIDATOR.iter_errors(document)] == []
        assert problems_of(document) == []


@given(DOCUMENTS)
@settings(max_examples=400)
def test_what_one_takes_the_other_takes(document: Any) -> None:
    problems = problems_of(document)
    if VALIDATOR.is_valid(document):
        assert [problem for problem in problems if not is_beyond(problem)] == []
    else:
        assert problems != []


KINDS = sorted(
    {
        (each.kind.name, repr(each.kind)): each.kind
        for type_ in ELEMENTS.values()
        for each in type_.properties.values()
    }.items()
)


@pytest.mark.parametrize("kind", [kind for _, kind in KINDS], ids=[name for (name, _), _ in KINDS])
@given(data=st.data())
@settings(max_examples=150)
def test_a_kinds_schema_takes_what_the_kind_takes(kind: Any, data: Any) -> None:
    value = data.draw(of_kind(kind))
    try:
        kind.parse(value)
        parses = True
    except ValueProblem:
        parses = False
    assert Draft202012Validator(kind_schema(kind)).is_valid(value) is parses
