"""What is kept from one request to the next is kept in a ByteCache, or says beside it what its bound is."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture.template import ROOT

CODE = ROOT / "functions" / "tintype"


def unexplained(source: str) -> Iterator[str]:
    """Functions that remember answers to arguments, without a word on how many and how large."""
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef):
            continue
        for decorator in node.decorator_list:
            named = decorator.func if isinstance(decorator, ast.Call) else decorator
            if not isinstance(named, ast.Name) or named.id not in {"cache", "lru_cache"}:
                continue
            if node.args.args and "#" not in lines[decorator.lineno - 1]:
                yield node.name


def test_what_is_remembered_of_arguments_says_its_bound() -> None:
    found = {
        f"{path.relative_to(CODE)}: {name}" for path in CODE.rglob("*.py") for name in unexplained(path.read_text())
    }
    assert found == set()


def test_a_bare_one_would_be_found() -> None:
    source = "@lru_cache(8)\ndef bare(a): ...\n@cache  # two\ndef said(a): ...\n@cache\ndef one(): ..."
    assert list(unexplained(source)) == ["bare"]
