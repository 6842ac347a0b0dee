"""Each role has the actions that its door's code can come to, and not one more."""

from __future__ import annotations

import pytest

from tests.architecture.calls import actions_of
from tests.architecture.template import properties
from tests.policies import allows

# Without ListBucket S3 answers 403 for what isn't there, instead of 404.
LISTS = {"s3:ListBucket"}
# What Lambda does with a function's role: write logs and traces, and take messages from a queue.
ALWAYS = {"logs:CreateLogStream", "logs:PutLogEvents", "xray:PutTraceSegments", "xray:PutTelemetryRecords"}
TAKES = {"sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"}


def allowed(role: str) -> set[str]:
    """Every action that a role allows, on whatever."""
    actions: set[str] = set()
    for policy in properties(role)["Policies"]:
        for statement in policy["PolicyDocument"]["Statement"]:
            named = statement["Action"]
            actions |= {named} if isinstance(named, str) else set(named)
    return actions


@pytest.mark.parametrize(
    ("door", "beside"),
    [("create", ALWAYS), ("render", ALWAYS), ("manage", ALWAYS | LISTS), ("worker", ALWAYS | LISTS | TAKES)],
)
def test_a_role_allows_what_its_door_calls_and_no_more(door: str, beside: set[str]) -> None:
    assert allowed(f"{door.title()}Role") == actions_of(door) | beside


def test_no_role_allows_everything_of_a_service() -> None:
    for door in ("Create", "Render", "Manage", "Worker"):
        assert not any("*" in action for action in allowed(f"{door}Role"))
        for policy in properties(f"{door}Role")["Policies"]:
            anywhere = [each for each in policy["PolicyDocument"]["Statement"] if each["Resource"] == "*"]
            assert [set(each["Action"]) for each in anywhere] == [{"xray:PutTraceSegments", "xray:PutTelemetryRecords"}]


@pytest.mark.parametrize(
    ("function", "action", "key", "is_allowed"),
    [
        ("RenderFunction", "dynamodb:BatchGetItem", "design#a", True),
        ("RenderFunction", "dynamodb:BatchGetItem", "picture#img_a", True),
        ("RenderFunction", "dynamodb:BatchGetItem", "keys#a", False),
        ("RenderFunction", "dynamodb:BatchGetItem", "webhook-secret#workspace", False),
        ("RenderFunction", "dynamodb:UpdateItem", "design#a", False),
        ("RenderFunction", "s3:GetObject", "files/a.png", False),
        ("CreateFunction", "dynamodb:GetItem", "webhook-secret#workspace", False),
        ("WorkerFunction", "dynamodb:GetItem", "keys#a", False),
        ("WorkerFunction", "dynamodb:PutItem", "webhook-secret#workspace", False),
        ("WorkerFunction", "dynamodb:UpdateItem", "design#a", False),
        ("ManageFunction", "dynamodb:UpdateItem", "keys#a", True),
    ],
)
def test_the_doors_tests_hold_what_is_asked_against_the_role(
    function: str, action: str, key: str, is_allowed: bool
) -> None:
    assert allows(function, (action, key)) is is_allowed
