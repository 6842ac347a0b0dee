"""What is built is what is deployed: one list of parameters for both, in whichever way they are asked for."""

from __future__ import annotations

import subprocess
import tomllib

import pytest
from samcli.cli.types import CfnParameterOverridesType

from local.stage import parameters_of
from tests.architecture.template import ROOT, template

CONFIG = tomllib.loads((ROOT / "samconfig.toml").read_text())
STAGES = [name for name, said in CONFIG.items() if isinstance(said, dict) and "deploy" in said]


def as_sam_reads(parameters: str) -> dict[str, str]:
    read: dict[str, str] = CfnParameterOverridesType().convert((parameters,), None, None)
    return read


@pytest.mark.parametrize("stage", STAGES)
def test_a_bare_build_is_for_the_processor_of_every_stage(stage: str) -> None:
    """``sam build`` without a stage has the template's default, ``sam deploy --config-env STAGE`` the stage's."""
    assert "global" not in CONFIG["default"]
    assert "parameter_overrides" not in CONFIG["default"]["build"]["parameters"]
    processor = as_sam_reads(parameters_of(stage))["Architecture"]
    assert processor == template()["Parameters"]["Architecture"]["Default"]


@pytest.mark.parametrize("stage", STAGES)
def test_every_parameter_of_a_stage_is_one_of_the_templates(stage: str) -> None:
    parameters = as_sam_reads(parameters_of(stage))
    assert parameters.keys() <= template()["Parameters"].keys()
    assert parameters["Stage"] == stage


def test_sam_reads_what_is_handed_on_as_it_was_meant() -> None:
    given = ['WorkspaceName=Anna\'s "own" shop', "AlarmEmail=", "FetchAllowHosts=a:80,b:81"]
    read = as_sam_reads(parameters_of("dev", given))
    assert read["WorkspaceName"].replace("\\", "") == 'Anna\'s "own" shop'
    assert (read["AlarmEmail"], read["FetchAllowHosts"], read["Stage"]) == ("", "a:80,b:81", "dev")


def test_make_deploy_hands_one_list_to_both_and_stops_where_there_is_no_such_stage() -> None:
    command = ["make", "-n", "-W", "requirements/none", "deploy", "STAGE=prod", "PARAMETERS=Architecture=x86_64"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    asked = [line for line in said.splitlines() if " sam " in line or "/sam " in line]
    assert len(asked) == 2
    for line, verb in zip(asked, ("build", "deploy"), strict=True):
        assert f"sam {verb} --config-env prod --parameter-overrides" in line
        assert "local.stage prod Architecture=x86_64" in line
        assert " && " in line
