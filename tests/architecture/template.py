"""template.yaml as plain data, for the tests that read it: ``!Sub x`` becomes ``{"Fn::Sub": x}``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
_LISTS = {"Fn::GetAtt": "."}


class _Loader(yaml.SafeLoader):
    pass


def _intrinsic(loader: yaml.Loader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    name = suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}"
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        assert isinstance(node, yaml.MappingNode)
        value = loader.construct_mapping(node, deep=True)
    return {name: value.split(_LISTS[name], 1) if name in _LISTS and isinstance(value, str) else value}


_Loader.add_multi_constructor("!", _intrinsic)


def template() -> dict[str, Any]:
    """The whole template."""
    document: dict[str, Any] = yaml.load((ROOT / "template.yaml").read_text(), Loader=_Loader)
    return document


def properties(name: str) -> dict[str, Any]:
    """The properties of the resource `name`."""
    found: dict[str, Any] = template()["Resources"][name]["Properties"]
    return found


def resources_of(type_: str) -> dict[str, dict[str, Any]]:
    """The properties of each resource of the type `type_`, by logical id."""
    return {
        name: resource.get("Properties", {})
        for name, resource in template()["Resources"].items()
        if resource["Type"] == type_
    }


def allowed(function: str) -> set[str]:
    """The actions on table, bucket and queue that the role of `function` allows."""
    (policy,) = properties(function.replace("Function", "Role"))["Policies"]
    actions: set[str] = set()
    for statement in policy["PolicyDocument"]["Statement"]:
        named = statement["Action"]
        actions |= {named} if isinstance(named, str) else set(named)
    return {action for action in actions if action.startswith(("dynamodb:", "s3:", "sqs:"))}
