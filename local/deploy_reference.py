"""The table of docs/deploy.md: the parameters of template.yaml."""

from __future__ import annotations

from collections.abc import Iterator

from local.template import Parameter, parameters


def table() -> Iterator[str]:
    """The lines of the table, in the template's order."""
    yield "| Parameter | Default | Values | |"
    yield "|---|---|---|---|"
    for parameter in parameters():
        default = f"`{parameter.default}`" if parameter.default else ""
        yield f"| `{parameter.name}` | {default} | {_values(parameter)} | {parameter.description} |"


def _values(parameter: Parameter) -> str:
    if parameter.choices:
        return " ".join(f"`{choice}`" for choice in parameter.choices)
    if parameter.minimum is None:
        return ""
    return f"{parameter.minimum} or more" if parameter.maximum is None else f"{parameter.minimum}–{parameter.maximum}"
