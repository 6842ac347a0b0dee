"""The parameters of a stage, some of them replaced."""

from __future__ import annotations

from pathlib import Path

import pytest

from local import stage
from local.stage import StageError, parameters_of, stack_of

CONFIG = """
version = 0.1
[default.build.parameters]
cached = true
[local.global.parameters]
parameter_overrides = "Stage=local"
[dev.global.parameters]
stack_name = "things-dev"
parameter_overrides = 'Stage=dev Architecture=arm64 WorkspaceName="My \\"own\\" things" AlarmEmail=""'
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "samconfig.toml"
    path.write_text(CONFIG)
    return path


def test_a_stage_has_its_own_parameters(config: Path) -> None:
    assert parameters_of("dev", config=config) == (
        'Stage=dev Architecture=arm64 WorkspaceName="My \\"own\\" things" AlarmEmail=""'
    )
    assert stack_of("dev", config) == "things-dev"


def test_one_that_is_given_takes_the_place_of_one_and_leaves_the_others(config: Path) -> None:
    given = ["Architecture=x86_64", "LogDays=7", 'WorkspaceName=Back\\slash and "quote"']
    assert parameters_of("dev", given, config) == (
        r'Stage=dev Architecture=x86_64 WorkspaceName="Back\\slash and \"quote\"" AlarmEmail="" LogDays=7'
    )


@pytest.mark.parametrize("given", ["Architecture", "=x", "Two Words=x", "Archi-tecture=x"])
def test_what_is_no_parameter_is_refused(config: Path, given: str) -> None:
    with pytest.raises(StageError, match="not Name=Value"):
        parameters_of("dev", [given], config)


@pytest.mark.parametrize("name", ["default", "local", "version", "staging", ""])
def test_only_what_has_a_stack_is_a_stage(config: Path, name: str) -> None:
    with pytest.raises(StageError, match="only dev"):
        stack_of(name, config)


def test_the_command_prints_either_or_says_what_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert stage.main(["dev", "--stack"]) == 0
    assert stage.main(["prod", "Architecture=x86_64"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0] == "tintype-dev"
    assert "Architecture=x86_64" in out[1].split()
    assert "Stage=prod" in out[1].split()
    assert stage.main(["staging"]) == 2
    assert "dev, prod" in capsys.readouterr().err
