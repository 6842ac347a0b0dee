"""The API's description of itself."""

from __future__ import annotations

import json
from pathlib import Path

from jsonschema import Draft202012Validator

from tests.integration.doors.conftest import Call
from tests.integration.doors.test_designs import DESIGN
from tintype.gallery import TEMPLATES

COMMITTED = Path(__file__).parents[3] / "docs" / "openapi.json"


def test_the_description_needs_no_key_and_is_the_committed_one(call: Call) -> None:
    answer = call("manage", "GET", "/openapi.json", x_api_key="")
    assert answer.status == 200
    # Not as it should be? `make docs` writes it anew.
    assert json.loads(answer.raw) == json.loads(COMMITTED.read_text())


def test_the_page_needs_no_key_and_no_other_site(call: Call) -> None:
    answer = call("manage", "GET", "/docs", x_api_key="")
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "://" not in answer.raw.replace("http://www.w3.org/2000/svg", "")
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_documents_that_the_api_takes_fit_its_description(call: Call) -> None:
    description = json.loads(call("manage", "GET", "/openapi.json").raw)
    schema = {"$ref": "#/components/schemas/Document", "components": description["components"]}
    validator = Draft202012Validator(schema)
    for document in (DESIGN, *(template.document for template in TEMPLATES)):
        assert [error.message for error in validator.iter_errors(document)] == []
    wrong = {**DESIGN, "layers": [{**DESIGN["layers"][0], "properties": {"color": 7}}]}
    assert not validator.is_valid(wrong)
