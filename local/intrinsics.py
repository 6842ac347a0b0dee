"""CloudFormation's references and conditions, resolved to the names that things have on this machine.

A table, bucket or function is named by its logical id: that is also what ``sam local`` makes of a reference, so that
it finds the same data.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

REGION = "eu-central-1"
ACCOUNT = "123456789012"
STACK = "tintype-local"
_PSEUDO = {
    "AWS::Region": REGION, "AWS::AccountId": ACCOUNT, "AWS::StackName": STACK, "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com", "AWS::NoValue": None,
    "AWS::StackId": f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/{STACK}/local",
}  # fmt: skip
_ARNS = {
    "AWS::DynamoDB::Table": f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{{}}",
    "AWS::S3::Bucket": "arn:aws:s3:::{}",
    "AWS::SQS::Queue": f"arn:aws:sqs:{REGION}:{ACCOUNT}:{{}}",
    "AWS::Serverless::Function": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{{}}",
}


class TemplateError(Exception):
    """The template says something that has no meaning on this machine."""


class Resolver:
    """Resolves the intrinsic functions of one template, with its parameters at their defaults."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self.resources: Mapping[str, Mapping[str, Any]] = document["Resources"]
        self._functions: dict[str, Callable[[Any], Any]] = {
            "Ref": self._ref,
            "Condition": self._condition,
            "Fn::Sub": self._sub,
            "Fn::GetAtt": self._attribute,
            "Fn::If": self._if,
            "Fn::Join": lambda parts: str(parts[0]).join(map(str, self.resolve(parts[1]))),
            "Fn::Select": lambda parts: self.resolve(parts[1])[int(self.resolve(parts[0]))],
            "Fn::Split": lambda parts: str(self.resolve(parts[1])).split(parts[0]),
            "Fn::FindInMap": self._in_map,
            "Fn::Equals": lambda pair: str(self.resolve(pair[0])) == str(self.resolve(pair[1])),
            "Fn::Not": lambda parts: not self.resolve(parts[0]),
            "Fn::And": lambda parts: all(map(self.resolve, parts)),
            "Fn::Or": lambda parts: any(map(self.resolve, parts)),
        }

    def of_type(self, type_: str) -> dict[str, Mapping[str, Any]]:
        """The properties of every resource of the type `type_` whose condition holds, by logical id."""
        return {
            name: resource.get("Properties", {})
            for name, resource in self.resources.items()
            if resource["Type"] == type_ and ("Condition" not in resource or self._condition(resource["Condition"]))
        }

    def resolve(self, node: Any) -> Any:
        """`node` with every intrinsic function in it replaced by its value. Raises TemplateError."""
        if isinstance(node, list):
            return [value for value in map(self.resolve, node) if value is not None]
        if not isinstance(node, dict):
            return node
        if len(node) == 1:
            (name, argument), *_ = node.items()
            if name in self._functions:
                return self._functions[name](argument)
            if name.startswith("Fn::"):
                raise TemplateError(f"{name} is not understood on this machine")
        resolved = {key: self.resolve(value) for key, value in node.items()}
        return {key: value for key, value in resolved.items() if value is not None}

    def _ref(self, name: str) -> Any:
        if name in _PSEUDO:
            return _PSEUDO[name]
        if (parameter := self.document.get("Parameters", {}).get(name)) is not None:
            if "Default" not in parameter:
                raise TemplateError(f"the parameter {name} has no default")
            return parameter["Default"]
        if name not in self.resources:
            raise TemplateError(f"{name} is neither a resource nor a parameter")
        return name

    def _attribute(self, path: list[str]) -> str:
        name, attribute = path
        pattern = _ARNS.get(self.resources.get(name, {}).get("Type", ""))
        if attribute != "Arn" or pattern is None:
            raise TemplateError(f"{name}.{attribute} is only known once it is deployed")
        return pattern.format(self._ref(name))

    def _sub(self, argument: str | list[Any]) -> str:
        text, local = (argument, {}) if isinstance(argument, str) else (argument[0], argument[1])

        def value(match: re.Match[str]) -> str:
            name = match[1].strip()
            if name.startswith("!"):
                return "${" + name[1:] + "}"
            if name in local:
                return str(self.resolve(local[name]))
            return str(self._attribute(name.split(".", 1)) if "." in name else self._ref(name))

        return re.sub(r"\$\{([^}]+)\}", value, text)

    def _condition(self, name: str) -> bool:
        return bool(self.resolve(self.document["Conditions"][name]))

    def _if(self, parts: list[Any]) -> Any:
        condition, then, otherwise = parts
        return self.resolve(then if self._condition(condition) else otherwise)

    def _in_map(self, parts: list[Any]) -> Any:
        mapping, first, second = (self.resolve(part) for part in parts)
        return self.document["Mappings"][mapping][first][second]
