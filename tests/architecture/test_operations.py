"""Alarms: each is explained in docs/operations.md, watches something that exists, and can reach somebody."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.architecture.template import ROOT, properties, resources_of, template
from tintype.edge.metrics import NAMESPACE

ALARMS = sorted(resources_of("AWS::CloudWatch::Alarm"))
PAGE = (ROOT / "docs/operations.md").read_text()


def metrics_in(node: Any) -> set[tuple[str, str]]:
    """Namespace and name of every metric that an alarm looks at."""
    if isinstance(node, list):
        return set().union(*map(metrics_in, node))
    if not isinstance(node, dict):
        return set()
    own = {(node["Namespace"], node["MetricName"])} if "MetricName" in node else set()
    return own.union(*map(metrics_in, node.values()))


@pytest.mark.parametrize("name", ALARMS)
def test_an_alarm_says_where_it_is_explained_and_is(name: str) -> None:
    section = re.search(r"\(docs/operations\.md, (.+)\)$", properties(name)["AlarmDescription"])
    assert section
    assert f"### {section[1]}\n`{name}`" in PAGE


@pytest.mark.parametrize("name", ALARMS)
def test_an_alarm_tells_whoever_is_to_be_told_and_is_quiet_without_data(name: str) -> None:
    actions = {"Fn::If": ["HasEmail", [{"Ref": "AlarmTopic"}], {"Ref": "AWS::NoValue"}]}
    assert (properties(name)["AlarmActions"], properties(name)["OKActions"]) == (actions, actions)
    assert properties(name)["TreatMissingData"] == "notBreaching"


def test_every_metric_of_ours_that_is_watched_is_one_that_a_door_sends() -> None:
    code = "".join((ROOT / "functions/tintype" / file).read_text() for file in ("render.py", "edge/metrics.py"))
    stages = set(re.findall(r"watch\.stage\(\"([a-z]+)\"\)", _flows()))
    counted = set(re.findall(r"watch\.count\(\"([a-z_]+)\"\)", _flows()))
    sent = {f"{stage}_ms" for stage in stages} | counted | set(re.findall(r"\"([a-z_]+)\":", code)) | {"duration_ms"}
    watched = {
        metric for name in ALARMS for namespace, metric in metrics_in(properties(name)) if namespace == NAMESPACE
    }
    body = json.loads(properties("Dashboard")["DashboardBody"]["Fn::Sub"])
    shown = set(re.findall(r"[a-z]+(?:_[a-z]+)*_ms|renders|degraded|refused|failures|plate_[a-z]+", json.dumps(body)))
    assert watched <= sent
    assert shown <= sent
    assert {f"{stage}_ms" for stage in stages} <= shown


def test_the_dashboard_is_json_whose_references_exist() -> None:
    body = properties("Dashboard")["DashboardBody"]["Fn::Sub"]
    assert len(json.loads(body)["widgets"]) == 10
    known = {*template()["Resources"], *template()["Parameters"], "AWS::Region", "AWS::StackName"}
    assert {name.split(".")[0] for name in re.findall(r"\$\{([^}]+)\}", body)} <= known


def test_every_metric_in_the_page_is_explained_once() -> None:
    rows = re.findall(r"(?m)^\| (`[^|]+) \|", PAGE)
    names = [name for row in rows for name in re.findall(r"`([^`]+)`", row)]
    assert len(names) == len(set(names))


def test_a_web_acl_is_made_only_where_a_cdn_can_have_one() -> None:
    condition = template()["Conditions"]["MakesWebAcl"]["Fn::And"]
    assert {"Fn::Equals": [{"Ref": "AWS::Region"}, "us-east-1"]} in condition
    assert template()["Resources"]["WebAcl"]["Condition"] == "MakesWebAcl"
    (rule,) = properties("WebAcl")["Rules"]
    assert rule["Statement"]["RateBasedStatement"]["AggregateKeyType"] == "IP"


def _flows() -> str:
    folders = (ROOT / "functions/tintype" / name for name in ("services", "engine/pipeline"))
    return "".join(file.read_text() for folder in folders for file in folder.rglob("*.py"))
