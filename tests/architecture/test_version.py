"""The version stands in one place, and the changelog knows it."""

from __future__ import annotations

import re
import tomllib
from datetime import date

from tests.architecture.template import ROOT
from tintype import __version__

HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


def test_the_changelog_begins_with_what_is_unreleased_and_then_has_the_version_of_the_code() -> None:
    first, latest, *earlier = HEADING.findall((ROOT / "CHANGELOG.md").read_text())
    assert first == "Unreleased"
    released = [heading.split(" – ") for heading in (latest, *earlier)]
    assert released[0][0] == __version__
    dates = [date.fromisoformat(day) for _, day in released]
    assert dates == sorted(dates, reverse=True)


def test_the_project_reads_its_version_from_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert "version" not in project["project"]
    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "tintype.__version__"}
