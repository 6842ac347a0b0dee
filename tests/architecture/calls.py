"""Which actions of AWS each door's code can come to, read from its source: what its role needs, and no more.

From a door's handler and what importing runs, follow the functions and classes that are named, through all modules;
of a class that is named, the methods whose names are used anywhere on the way. Names are compared, not types: a method
may be counted that nobody calls under that name, never the reverse.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.architecture.template import ROOT

FUNCTIONS = ROOT / "functions"
# What boto3's methods need; one call of a transaction or of an upload needs what its parts need.
ACTIONS = {
    "get_item": "dynamodb:GetItem", "put_item": "dynamodb:PutItem", "update_item": "dynamodb:UpdateItem",
    "delete_item": "dynamodb:DeleteItem", "batch_get_item": "dynamodb:BatchGetItem", "query": "dynamodb:Query",
    "scan": "dynamodb:Scan", "batch_write_item": "dynamodb:BatchWriteItem",
    "Put": "dynamodb:PutItem", "Update": "dynamodb:UpdateItem", "Delete": "dynamodb:DeleteItem",
    "ConditionCheck": "dynamodb:ConditionCheckItem",
    "get_object": "s3:GetObject", "put_object": "s3:PutObject", "delete_object": "s3:DeleteObject",
    "head_object": "s3:GetObject", "create_multipart_upload": "s3:PutObject", "upload_part": "s3:PutObject",
    "complete_multipart_upload": "s3:PutObject", "abort_multipart_upload": "s3:AbortMultipartUpload",
    "list_objects_v2": "s3:ListBucket",
    "send_message": "sqs:SendMessage", "send_message_batch": "sqs:SendMessage",
    "create_invalidation": "cloudfront:CreateInvalidation",
}  # fmt: skip
_PARTS = ("Put", "Update", "Delete", "ConditionCheck")
_TARGET = "DynamoDB_20120810."

Place = tuple[str, str]  # a module, and the name of a function or class in it, or Class.method


def actions_of(door: str) -> set[str]:
    """The actions that the door ``tintype.<door>`` can come to."""
    words, reached = set[str](), set[Place]()
    todo = [(f"tintype.{door}", "handler"), *((module, "") for module in _reachable(f"tintype.{door}"))]
    while todo:
        for place in todo:
            reached.add(place)
            words |= _names(_run_by(place))
        todo = [place for place in {*_named(reached), *_methods(reached, words)} if place not in reached]
    return {action for place in reached for action in _actions_in(_run_by(place))}


def _named(reached: set[Place]) -> Iterator[Place]:
    """The functions and classes that are named in what was reached, where they can be seen."""
    for place in reached:
        names = _names(_run_by(place))
        for module in (place[0], *_imports(place[0])):
            yield from ((module, name) for name in _definitions(module) if name in names)
        if not place[1]:
            # A decorator may keep what it decorates, as the table of routes does.
            for name, node in _definitions(place[0]).items():
                if isinstance(node, ast.FunctionDef) and any(isinstance(one, ast.Call) for one in node.decorator_list):
                    yield place[0], name


def _methods(reached: set[Place], words: set[str]) -> Iterator[Place]:
    """Of the classes that were reached the methods whose names are used, and those that Python calls itself."""
    for module, name in reached:
        for other in _definitions(module):
            class_, _, method = other.rpartition(".")
            if class_ and class_ == name and (method in words or method.startswith("__")):
                yield module, other


@cache
def _run_by(place: Place) -> ast.Module:
    """What is run when a function is called; for a class and for a module, what stands in it beside definitions."""
    module, name = place
    node = _definitions(module)[name] if name else _tree(module)
    if isinstance(node, ast.FunctionDef):
        return ast.Module([node], [])
    assert isinstance(node, ast.ClassDef | ast.Module)
    body: list[ast.stmt] = [each for each in node.body if not isinstance(each, ast.FunctionDef | ast.ClassDef)]
    if isinstance(node, ast.ClassDef):
        body += [ast.Expr(each) for each in (*node.bases, *node.decorator_list)]
    return ast.Module(body, [])


def _actions_in(node: ast.AST) -> Iterator[str]:
    """The actions that a piece of code calls by itself."""
    for part in ast.walk(node):
        if isinstance(part, ast.Attribute) and part.attr in ACTIONS and part.attr not in _PARTS:
            if part.attr != "query" or "_client" in ast.unparse(part.value):
                yield ACTIONS[part.attr]
        elif isinstance(part, ast.Constant) and isinstance(part.value, str):
            text = part.value
            if text.startswith(_TARGET):
                yield f"dynamodb:{text.removeprefix(_TARGET)}"
        elif isinstance(part, ast.Dict):
            keys = {key.value for key in part.keys if isinstance(key, ast.Constant)}
            yield from (ACTIONS[key] for key in _PARTS if key in keys)
        elif isinstance(part, ast.Call):
            yield from _called_by_name(part)


def _called_by_name(call: ast.Call) -> Iterator[str]:
    """Calls that name what they do: paginators, presigned URLs, and our own signed GET."""
    named = getattr(call.func, "attr", getattr(call.func, "id", ""))
    first = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None
    if named in ("get_paginator", "generate_presigned_url") and isinstance(first, str):
        yield ACTIONS[first]
    elif named == "Request" and first == "GET":
        yield "s3:GetObject"


def _names(node: ast.AST) -> set[str]:
    """Every name in a piece of code; an import there is none."""
    parts = list(ast.walk(node))
    attributes = {part.attr for part in parts if isinstance(part, ast.Attribute)}
    return attributes | {part.id for part in parts if isinstance(part, ast.Name)}


@cache
def _definitions(module: str) -> dict[str, ast.AST]:
    """Functions, classes and methods of a module; a method as ``Class.method``."""
    found: dict[str, ast.AST] = {}
    for node in _tree(module).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found[node.name] = node
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}.{each.name}": each for each in node.body if isinstance(each, ast.FunctionDef)}
    return found


def _reachable(door: str) -> set[str]:
    seen, todo = set[str](), [door]
    while todo:
        module = todo.pop()
        if module not in seen:
            seen.add(module)
            todo += _imports(module)
    return seen


@cache
def _imports(module: str) -> frozenset[str]:
    """The modules of the package that a module imports, at its top or within a function; not for types alone."""
    found: set[str] = set()
    tree = _tree(module)
    typing_only = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for part in ast.walk(node)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.ImportFrom)
            and id(node) not in typing_only
            and (node.module or "").startswith("tintype")
        ):
            names = {str(node.module)} | {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name for name in names if _file(name)}
    return frozenset(found)


@cache
def _tree(module: str) -> ast.Module:
    file = _file(module)
    assert file, module
    return ast.parse(file.read_text())


def _file(module: str) -> Path | None:
    path = FUNCTIONS / module.replace(".", "/")
    return next((file for file in (path.with_suffix(".py"), path / "__init__.py") if file.exists()), None)
