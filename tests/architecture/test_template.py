"""What template.yaml promises: who may do what, what is kept, what is logged, and that it can be deployed at all."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.template import ROOT, properties, resources_of, template
from tintype.settings import read_settings
from tintype.store.aws import LONGEST_PAUSE, PATIENCE, READ_SECONDS, TRIES, client

FUNCTIONS = ("CreateFunction", "RenderFunction", "ManageFunction", "WorkerFunction")


FILES, BATCHES = {"Fn::Sub": "${Bucket.Arn}/files/*"}, {"Fn::Sub": "${Bucket.Arn}/batches/*"}
BUCKET, QUEUE = {"Fn::GetAtt": ["Bucket", "Arn"]}, {"Fn::GetAtt": ["Queue", "Arn"]}
BEYOND: dict[str, tuple[tuple[str, set[str], Any], ...]] = {
    "ManageRole": (
        ("s3", {"PutObject"}, FILES),
        ("s3", {"GetObject", "PutObject"}, BATCHES),
        ("s3", {"ListBucket"}, BUCKET),
        ("sqs", {"SendMessage"}, QUEUE),
    ),
    "WorkerRole": (
        ("s3", {"AbortMultipartUpload", "GetObject", "PutObject"}, FILES),
        ("s3", {"GetObject", "PutObject"}, BATCHES),
        ("s3", {"ListBucket"}, BUCKET),
        ("sqs", {"DeleteMessage", "GetQueueAttributes", "ReceiveMessage", "SendMessage"}, QUEUE),
    ),
}


def statements(role: str) -> list[tuple[set[str], Any]]:
    """What a role may do: the actions and the resource of each statement that allows something."""
    found = []
    for policy in properties(role)["Policies"]:
        for statement in policy["PolicyDocument"]["Statement"]:
            assert statement["Effect"] == "Allow"
            actions = statement["Action"]
            found.append(({actions} if isinstance(actions, str) else set(actions), statement["Resource"]))
    return found


def references(node: Any) -> Iterator[str]:
    """The logical ids that a part of the template refers to."""
    if isinstance(node, list):
        for part in node:
            yield from references(part)
    elif isinstance(node, dict):
        for key, part in node.items():
            if key == "Ref":
                yield part
            elif key == "Fn::GetAtt":
                yield part[0]
            elif key == "Fn::Sub" and isinstance(part, str):
                yield from (name.split(".")[0] for name in re.findall(r"\$\{([^!}]+)\}", part))
            else:
                yield from references(part)


@pytest.mark.parametrize("command", [["sam", "validate", "--lint"], ["cfn-lint", "template.yaml"]])
def test_the_template_is_valid(command: list[str]) -> None:
    executable = Path(sys.executable).with_name(command[0])
    environment = {"PATH": "/usr/bin:/bin", "SAM_CLI_TELEMETRY": "0", "AWS_DEFAULT_REGION": "eu-central-1"}
    result = subprocess.run(
        [executable, *command[1:]], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_nothing_depends_on_itself() -> None:
    resources = template()["Resources"]
    shared = set(references(template()["Globals"]["Function"]))
    needs = {name: {each for each in references(body) if each in resources} for name, body in resources.items()}
    for name in FUNCTIONS:
        needs[name] |= shared & resources.keys()
    while free := {name for name, needed in needs.items() if not needed}:
        needs = {name: needed - free for name, needed in needs.items() if name not in free}
    assert needs == {}


def test_every_function_has_a_role_of_its_own() -> None:
    roles = {name: properties(name)["Role"]["Fn::GetAtt"][0] for name in FUNCTIONS}
    assert roles == {name: name.replace("Function", "Role") for name in FUNCTIONS}


# On the table: actions, and which partitions they may reach; all of them where there is None.
WORK = ["banner#*", "batch#*", "delivery#*", "export#*", "generation#*"]
ON_TABLE: dict[str, tuple[tuple[set[str], list[str] | None], ...]] = {
    "CreateRole": (({"GetItem", "UpdateItem"}, ["design#*", "keys#*"]),),
    "RenderRole": (({"BatchGetItem"}, ["design#*", "picture#*"]), ({"UpdateItem"}, ["limit#*"])),
    "ManageRole": (({"BatchGetItem", "DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem"}, None),),
    "WorkerRole": (
        ({"BatchGetItem"}, ["design#*"]),
        ({"GetItem", "PutItem", "Query", "UpdateItem"}, WORK),
        ({"GetItem"}, ["webhook-secret#*", "workspace"]),
    ),
}


@pytest.mark.parametrize(
    ("role", "on_assets"),
    [
        ("CreateRole", set()),
        ("RenderRole", {"GetObject"}),
        ("ManageRole", {"GetObject", "PutObject"}),
        ("WorkerRole", {"GetObject"}),
    ],
)
def test_a_role_allows_no_more_than_its_function_does(role: str, on_assets: set[str]) -> None:
    logs, table = {"Fn::GetAtt": [role.replace("Role", "Logs"), "Arn"]}, {"Fn::GetAtt": ["Table", "Arn"]}
    expected = [
        ({"xray:PutTraceSegments", "xray:PutTelemetryRecords"}, "*"),
        ({"logs:CreateLogStream", "logs:PutLogEvents"}, logs),
        *(({f"dynamodb:{action}" for action in actions}, table) for actions, _ in ON_TABLE[role]),
    ]
    if on_assets:
        expected.append(({f"s3:{action}" for action in on_assets}, {"Fn::Sub": "${Bucket.Arn}/assets/*"}))
    expected += [
        ({f"{service}:{action}" for action in actions}, resource) for service, actions, resource in BEYOND.get(role, ())
    ]
    if role == "ManageRole":
        distribution = "arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${Distribution}"
        expected.append(({"cloudfront:CreateInvalidation"}, {"Fn::Sub": distribution}))
    assert statements(role) == expected


@pytest.mark.parametrize("role", sorted(ON_TABLE))
def test_a_role_reaches_only_the_partitions_of_its_function(role: str) -> None:
    """Who serves pictures writes counts and nothing else, and never reads a key or the secret of webhooks."""
    (policy,) = properties(role)["Policies"]
    conditions = [
        each.get("Condition")
        for each in policy["PolicyDocument"]["Statement"]
        if each["Resource"] == {"Fn::GetAtt": ["Table", "Arn"]}
    ]
    assert conditions == [
        keys and {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": keys}} for _, keys in ON_TABLE[role]
    ]


def test_every_function_is_traced_and_logs_to_a_group_that_forgets() -> None:
    assert template()["Globals"]["Function"]["Tracing"] == "Active"
    groups = resources_of("AWS::Logs::LogGroup")
    assert all(group["RetentionInDays"] == {"Ref": "LogDays"} for group in groups.values())
    for name in FUNCTIONS:
        assert properties(name)["LoggingConfig"]["LogGroup"]["Ref"] in groups


def test_access_logs_hold_no_query_string_and_no_viewer() -> None:
    logged = set(re.findall(r"\$context\.[A-Za-z.]+", properties("ApiStage")["AccessLogSettings"]["Format"]))
    assert logged == {
        f"$context.{name}"
        for name in ("requestTime", "requestId", "httpMethod", "path", "routeKey", "status", "responseLength",
                     "responseLatency", "integrationLatency", "integrationErrorMessage")
    }  # fmt: skip


def test_everything_that_is_no_other_route_comes_to_manage() -> None:
    routes = {
        route["RouteKey"]: properties(route["Target"]["Fn::Sub"].removeprefix("integrations/${").rstrip("}"))
        for route in resources_of("AWS::ApiGatewayV2::Route").values()
    }
    assert {key: integration["IntegrationUri"]["Fn::GetAtt"][0] for key, integration in routes.items()} == {
        "POST /designs/{designId}/dynamic-image-url": "CreateFunction",
        "ANY /img/{image+}": "RenderFunction",
        "$default": "ManageFunction",
    }
    assert {integration["PayloadFormatVersion"] for integration in routes.values()} == {"2.0"}


def test_the_data_outlives_the_stack() -> None:
    for name in ("Table", "Bucket"):
        resource = template()["Resources"][name]
        assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("Retain", "Retain")
    table = properties("Table")
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}


def test_the_bucket_is_private() -> None:
    assert set(properties("Bucket")["PublicAccessBlockConfiguration"].values()) == {True}
    tls, cdn = properties("BucketPolicy")["PolicyDocument"]["Statement"]
    assert (tls["Effect"], tls["Principal"]) == ("Deny", "*")
    assert tls["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert (cdn["Effect"], cdn["Principal"]) == ("Allow", {"Service": "cloudfront.amazonaws.com"})
    assert cdn["Resource"] == {"Fn::Sub": "${Bucket.Arn}/files/*"}
    (source,) = cdn["Condition"]["StringEquals"].items()
    assert source[0] == "AWS:SourceArn"
    assert source[1]["Fn::Sub"].endswith(":distribution/${Distribution}")


def test_files_come_straight_from_the_bucket() -> None:
    distribution = properties("Distribution")["DistributionConfig"]
    (behaviour,) = distribution["CacheBehaviors"]
    origin = next(each for each in distribution["Origins"] if each["Id"] == behaviour["TargetOriginId"])
    assert behaviour["PathPattern"] == "/files/*"
    assert origin["DomainName"] == {"Fn::GetAtt": ["Bucket", "RegionalDomainName"]}
    assert origin["OriginAccessControlId"] == {"Fn::GetAtt": ["FilesAccess", "Id"]}
    assert "OriginPath" not in origin


def test_what_the_worker_gives_up_ends_in_the_dead_letter_queue() -> None:
    queue, worker = properties("Queue"), properties("WorkerFunction")
    assert queue["RedrivePolicy"]["deadLetterTargetArn"] == {"Fn::GetAtt": ["DeadLetterQueue", "Arn"]}
    # It is told how often a message comes, to know the last time.
    variables = worker["Environment"]["Variables"]
    assert str(queue["RedrivePolicy"]["maxReceiveCount"]) == variables["MAX_RECEIVES"]
    assert queue["VisibilityTimeout"] >= 6 * worker["Timeout"]
    assert worker["Events"]["Queue"]["Properties"]["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def test_the_cdn_caches_by_what_the_viewer_request_function_left() -> None:
    distribution = properties("Distribution")["DistributionConfig"]
    behaviour = distribution["DefaultCacheBehavior"]
    origin = next(each for each in distribution["Origins"] if each["Id"] == behaviour["TargetOriginId"])
    assert origin["OriginPath"] == "/img"
    assert distribution["HttpVersion"] == "http2and3"
    assert behaviour["Compress"] is True
    (association,) = behaviour["FunctionAssociations"]
    assert association["EventType"] == "viewer-request"
    key = properties("CachePolicy")["CachePolicyConfig"]["ParametersInCacheKeyAndForwardedToOrigin"]
    assert key["QueryStringsConfig"] == {"QueryStringBehavior": "all"}
    assert key["HeadersConfig"] == {"HeaderBehavior": "whitelist", "Headers": ["Accept"]}
    assert key["CookiesConfig"] == {"CookieBehavior": "none"}


def test_the_template_sets_what_the_settings_read() -> None:
    variables = template()["Globals"]["Function"]["Environment"]["Variables"]
    plain = {name: value if isinstance(value, str) else "7" for name, value in variables.items()}
    settings = read_settings(plain)
    assert (settings.table, settings.bucket, settings.stage, settings.cache_seconds) == ("7", "7", "7", 7)
    assert str(settings.fonts) == "/opt/fonts"


def test_the_functions_are_one_package_and_render_has_no_runtime_layer() -> None:
    layers = {name: [layer["Ref"] for layer in properties(name)["Layers"]] for name in FUNCTIONS}
    assert template()["Globals"]["Function"]["CodeUri"] == "functions/"
    assert not any("CodeUri" in properties(name) for name in FUNCTIONS)
    assert layers == {
        "CreateFunction": ["RuntimeLayer"],
        "RenderFunction": ["PillowLayer", "LibrariesLayer", "FontsLayer"],
        "ManageFunction": ["RuntimeLayer", "PillowLayer", "LibrariesLayer", "FontsLayer"],
        "WorkerFunction": ["RuntimeLayer", "PillowLayer", "LibrariesLayer", "FontsLayer"],
    }


@pytest.mark.parametrize("service", sorted(READ_SECONDS))
def test_a_call_to_aws_gives_up_before_its_function_is_ended(service: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or else nobody would say 503: API Gateway would answer for us, with a body that isn't the contract's."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    config = client(service).meta.config
    assert config.retries == {"mode": "standard", "total_max_attempts": TRIES[service]}
    pauses = sum(min(2**retry, 20) for retry in range(TRIES[service] - 1))  # what botocore waits at most
    once = config.connect_timeout + config.read_timeout
    longest = TRIES[service] * once + pauses
    if service == "dynamodb":
        longest = max(longest, once + PATIENCE + LONGEST_PAUSE + once)
    shortest = template()["Globals"]["Function"]["Timeout"]
    assert longest < min(properties(name).get("Timeout", shortest) for name in FUNCTIONS)
