"""Only `edge` knows the numbers of HTTP's statuses; services name the kind of an error, routes and doors a name."""

from __future__ import annotations

import re

import pytest

from tests.architecture.template import ROOT

CODE = ROOT / "functions" / "tintype"
OUTSIDE = [*CODE.glob("*.py"), *(CODE / "rest").rglob("*.py"), *(CODE / "services").rglob("*.py")]
NUMBER = re.compile(
    r"_response\(\s*[2-5]\d\d\b|\([2-5]\d\d, \"|[{ ]20\d: |[{ (]20\d if |return 20\d,"
    r"|\bstatus(?:Code)?\b\W{1,5}[2-5]\d\d\b"
)


def test_no_status_is_spelt_as_a_number_outside_edge() -> None:
    found = {f"{path.relative_to(CODE)}: {match[0]}" for path in OUTSIDE for match in NUMBER.finditer(path.read_text())}
    assert found == set()


@pytest.mark.parametrize(
    "line",
    [
        "json_response(200, {})", '(404, "template_not_found")', "answers={200: Banner}", "status == 410",
        "_response(201 if created else 200, body)", "return 202, batch_body(batch)", '"statusCode": 200,',
    ],
)  # fmt: skip
def test_a_number_would_be_found(line: str) -> None:
    assert NUMBER.search(line)
