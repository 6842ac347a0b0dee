"""A stage of samconfig.toml: ``python -m local.stage dev Name=Value …`` prints its template parameters.

``--parameter-overrides`` on sam's command line takes the place of the whole list in samconfig.toml; `make deploy` hands
on this list instead, in which single parameters are replaced.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

CONFIG = Path(__file__).parent.parent / "samconfig.toml"
_PARAMETER = re.compile(r"([A-Za-z0-9]+)=(.*)", re.DOTALL)
_IN_LIST = re.compile(r'([A-Za-z0-9]+)=("(?:\\.|[^"\\])*"|(?:\\.|[^\s"\\])*)')


class StageError(Exception):
    """samconfig.toml has no such stage, or what was given is no parameter."""


def stack_of(stage: str, config: Path = CONFIG) -> str:
    """The name of the stage's stack. Raises StageError."""
    return str(_stage(stage, config)["stack_name"])


def parameters_of(stage: str, given: Sequence[str] = (), config: Path = CONFIG) -> str:
    """The stage's parameters as sam takes them, ``Name=Value`` by blanks, with those of `given` in place of its own.

    Raises StageError.
    """
    parameters = {match[1]: _unquoted(match[2]) for match in _IN_LIST.finditer(_stage(stage, config)[_LIST])}
    for each in given:
        match = _PARAMETER.fullmatch(each)
        if match is None:
            raise StageError(f"{each!r} is not Name=Value")
        parameters[match[1]] = match[2]
    return " ".join(f"{name}={_quoted(value)}" for name, value in parameters.items())


_LIST = "parameter_overrides"


def _stage(stage: str, config: Path) -> Mapping[str, Any]:
    stages = tomllib.loads(config.read_text(encoding="utf-8"))
    known = {name: said["global"]["parameters"] for name, said in stages.items() if _is_stage(said)}
    if stage not in known:
        raise StageError(f"{config.name} has no stage {stage}, only {', '.join(known)}")
    found: Mapping[str, Any] = known[stage]
    return found


def _is_stage(said: Any) -> bool:
    return isinstance(said, dict) and {"stack_name", _LIST} <= said.get("global", {}).get("parameters", {}).keys()


def _quoted(value: str) -> str:
    if re.fullmatch(r'[^\s"\\]+', value):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _unquoted(value: str) -> str:
    bare = value[1:-1] if value.startswith('"') else value
    return re.sub(r"\\(.)", r"\1", bare)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what was asked for; the exit code: 2 where there is no such stage."""
    parser = argparse.ArgumentParser(prog="python -m local.stage", description="A stage of samconfig.toml.")
    parser.add_argument("stage")
    parser.add_argument("parameters", nargs="*", metavar="Name=Value", help="instead of what samconfig.toml says")
    parser.add_argument("--stack", action="store_true", help="print the stack's name instead")
    options = parser.parse_args(arguments)
    try:
        print(stack_of(options.stage) if options.stack else parameters_of(options.stage, options.parameters))
    except StageError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
