"""What this machine needs from template.yaml: tables, buckets, functions with their environment, and routes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from local.intrinsics import ACCOUNT, REGION, Resolver

TEMPLATE = Path(__file__).parent.parent / "template.yaml"
_TABLE_PARTS = (
    "KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes", "LocalSecondaryIndexes", "BillingMode",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """A DynamoDB table: `definition` is what CreateTable takes, `ttl` the expiry attribute if it has one."""

    name: str
    definition: Mapping[str, Any]
    ttl: str | None


@dataclass(frozen=True, slots=True)
class Function:
    """A Lambda function: ``module.attribute`` of its handler, its environment, memory in MB, timeout in seconds."""

    name: str
    handler: str
    environment: Mapping[str, str]
    memory: int
    timeout: float

    @property
    def arn(self) -> str:
        return f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{self.name}"


@dataclass(frozen=True, slots=True)
class Route:
    """A route of the HTTP API: its key as written (``POST /designs/{id}``, ``$default``) and its function's name."""

    key: str
    function: str


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue: `attributes` are what CreateQueue takes."""

    name: str
    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """A queue whose messages a function gets, so many at a time."""

    queue: str
    function: str
    batch_size: int


@dataclass(frozen=True, slots=True)
class Parameter:
    """What is set on deploying; a number's `minimum` and `maximum`, and `choices` where only those are taken."""

    name: str
    default: str
    description: str
    choices: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """The part of template.yaml that runs on this machine."""

    tables: tuple[Table, ...]
    buckets: tuple[str, ...]
    functions: Mapping[str, Function]
    routes: tuple[Route, ...]
    queues: tuple[Queue, ...] = ()
    sources: tuple[Source, ...] = ()


def read_template(path: Path = TEMPLATE, overrides: Mapping[str, str] | None = None) -> Template:
    """The template in the file `path`.

    `overrides` are environment variables whose local value is not what the template says; every other reference
    must resolve. Raises TemplateError for one that does not.
    """
    document = yaml.load(path.read_text(), Loader=_Loader)
    resolver = Resolver(document)
    return Template(
        tables=tuple(_table(resolver, name, body) for name, body in resolver.of_type("AWS::DynamoDB::Table").items()),
        buckets=tuple(resolver.resolve({"Ref": name}) for name in resolver.of_type("AWS::S3::Bucket")),
        functions={
            name: _function(resolver, name, body, overrides or {})
            for name, body in resolver.of_type("AWS::Serverless::Function").items()
        },
        routes=tuple(_route(resolver, body) for body in resolver.of_type("AWS::ApiGatewayV2::Route").values()),
        queues=tuple(
            Queue(name, _attributes(resolver.resolve(body)))
            for name, body in resolver.of_type("AWS::SQS::Queue").items()
        ),
        sources=tuple(
            _source(resolver, name, event["Properties"])
            for name, body in resolver.of_type("AWS::Serverless::Function").items()
            for event in body.get("Events", {}).values()
            if event["Type"] == "SQS"
        ),
    )


def parameters(path: Path = TEMPLATE) -> tuple[Parameter, ...]:
    """The parameters of the template in the file `path`, in its order."""
    document = yaml.load(path.read_text(), Loader=_Loader)
    return tuple(
        Parameter(
            name, str(body.get("Default", "")), body["Description"],
            tuple(str(choice) for choice in body.get("AllowedValues", ())), body.get("MinValue"), body.get("MaxValue"),
        )
        for name, body in document["Parameters"].items()
    )  # fmt: skip


def _table(resolver: Resolver, name: str, body: Mapping[str, Any]) -> Table:
    parts = {key: body[key] for key in _TABLE_PARTS if key in body}
    ttl = body.get("TimeToLiveSpecification")
    definition = resolver.resolve({"TableName": {"Ref": name}, **parts})
    return Table(definition["TableName"], definition, resolver.resolve(ttl)["AttributeName"] if ttl else None)


def _function(resolver: Resolver, name: str, body: Mapping[str, Any], overrides: Mapping[str, str]) -> Function:
    shared = resolver.document.get("Globals", {}).get("Function", {})
    variables = {
        **shared.get("Environment", {}).get("Variables", {}),
        **body.get("Environment", {}).get("Variables", {}),
    }
    values = {key: overrides[key] if key in overrides else resolver.resolve(raw) for key, raw in variables.items()}
    return Function(
        name=name,
        handler=body["Handler"],
        environment={key: str(value) for key, value in values.items() if value is not None},
        memory=int(resolver.resolve(body.get("MemorySize", shared.get("MemorySize", 128)))),
        timeout=float(resolver.resolve(body.get("Timeout", shared.get("Timeout", 3)))),
    )


def _attributes(properties: Mapping[str, Any]) -> dict[str, str]:
    """A queue's properties as CreateQueue takes them."""
    known = ("VisibilityTimeout", "MessageRetentionPeriod", "DelaySeconds", "RedrivePolicy")
    return {
        name: json.dumps(value) if isinstance(value, Mapping) else str(value)
        for name, value in properties.items()
        if name in known
    }


def _source(resolver: Resolver, function: str, event: Mapping[str, Any]) -> Source:
    queue = str(resolver.resolve(event["Queue"])).rpartition(":")[2]
    return Source(queue, function, int(event.get("BatchSize", 10)))


def _route(resolver: Resolver, body: Mapping[str, Any]) -> Route:
    """The route with the function behind its integration; both are named by their logical ids locally."""
    integration = str(resolver.resolve(body["Target"])).removeprefix("integrations/")
    arn = str(resolver.resolve(resolver.resources[integration]["Properties"]["IntegrationUri"]))
    return Route(body["RouteKey"], arn.partition(":function:")[2].partition("/")[0].partition(":")[0])


class _Loader(yaml.SafeLoader):
    """YAML whose short tags (``!Ref x``) become the long form (``{"Ref": x}``)."""


def _intrinsic(loader: yaml.SafeLoader, tag: str, node: yaml.Node) -> dict[str, Any]:
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        assert isinstance(node, yaml.MappingNode)
        value = loader.construct_mapping(node, deep=True)
    if tag == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {tag if tag in {"Ref", "Condition"} else f"Fn::{tag}": value}


_Loader.add_multi_constructor("!", _intrinsic)
