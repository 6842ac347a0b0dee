"""What keeps the house in order: hooks and CI run what `make check` runs, and coverage can't sink."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from local.coverage_floor import judged

ROOT = Path(__file__).parents[2]


def made(target: str) -> list[str]:
    """The commands of a target of the Makefile, as somebody would type them."""
    recipe = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert recipe
    return [line.strip().replace("$(BIN)", ".venv/bin") for line in recipe[1].splitlines()]


def test_the_hooks_run_what_make_check_runs() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())
    assert [repository["repo"] for repository in config["repos"]] == ["local"]
    hooks = [hook["entry"].removeprefix("env PYTHONPATH=functions:. ") for hook in config["repos"][0]["hooks"]]
    assert hooks == [command.removesuffix(" .") for command in made("check")]


def test_ci_runs_what_the_readme_says_on_every_python() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text())
    (job,) = workflow["jobs"].values()
    assert job["strategy"]["matrix"]["python"] == ["3.11", "3.12", "3.13"]
    assert [step["run"] for step in job["steps"] if "run" in step] == ["bash .ci/run"]
    script = [line for line in (ROOT / ".ci/run").read_text().splitlines() if line.startswith("make ")]
    assert script == ["make check", "make test"]


def test_make_test_leaves_no_tests_out() -> None:
    first, _, last = made("test")
    assert "$(IN_PROCESS)" in first
    assert "$(addprefix --ignore=,$(IN_PROCESS))" in last


@pytest.mark.parametrize(
    ("measured", "says"), [(89.99, "sank"), (90.0, ""), (90.99, ""), (91.0, "raise fail_under"), (97.4, "to 97")]
)
def test_coverage_neither_sinks_nor_may_sink_back(measured: float, says: str) -> None:
    verdict = judged(measured, 90)
    assert (says in verdict) if says else not verdict
