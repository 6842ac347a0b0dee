"""The results as tables, for a terminal and for docs/performance alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bench.tables import table
from bench.targets import Target, ratio

_INIT = "The built artefact under Lambda's runtime emulator, ms"


def report(results: Mapping[str, Any], judged: Sequence[Target]) -> str:
    """Everything, in Markdown."""
    parts = [_machine(results["machine"]), *_warm(results["warm"])]
    tables = {"Cold start to the first W1 PNG, ms": "cold", "Import, ms": "imports", _INIT: "init"}
    for title, key in tables.items():
        if key in results:
            rows = [(name, *(f"{value:.1f}" for value in found.values())) for name, found in results[key].items()]
            parts.append(f"### {title}\n\n{table(('', 'median', 'fastest', 'slowest'), rows)}")
    if memory := results.get("memory"):
        resident = ", ".join(f"{value:.0f}" for value in memory["resident_mb"])
        parts.append(
            "### Memory over 500 renders, never twice the same\n\n"
            f"Peak of renders 1–250 {memory['first_half_mb']:.0f} MB, of "
            f"251–500 {memory['second_half_mb']:.0f} MB; resident after each 50: {resident} MB."
        )
    if found := results.get("scaling"):
        parts.append("### Scaling\n\n" + "\n".join(f"- {data['words']}." for data in found.values()))
    rows = [(name, wanted, value, "met" if met else "NOT MET") for name, wanted, value, met in judged]
    parts.append(f"### Targets\n\n{table(('', 'wanted', 'found', ''), rows)}")
    return "\n\n".join(parts) + "\n"


def _machine(machine: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in machine.items()) + "."


def _warm(warm: Mapping[str, Any]) -> Iterator[str]:
    for cell, engines in warm.items():
        rows = [_row(engines, name, found) for name, found in engines.items()]
        head = ("", "median ms", "p95 ms", "size KB", "peak MB", "÷ ours", "picture")
        yield f"### {cell.replace('/', ' ').upper()}\n\n{table(head, rows)}"


def _row(engines: Mapping[str, Any], name: str, found: Mapping[str, Any]) -> tuple[str, ...]:
    if "median_ms" not in found:
        return (name, "–", "–", "–", "–", "–", "failed")
    times = ratio(engines, name)
    like = found["likeness"]
    return (
        name,
        f"{found['median_ms']:.2f}",
        f"{found['p95_ms']:.2f}",
        f"{found['size'] / 1000:.0f}",
        f"{found['peak_mb']:.0f}",
        "–" if times is None else f"{times:.2f}",
        "ours" if like is None else f"{like['similarity']:.3f}{'' if found['same'] else ' DIFFERS'}",
    )
