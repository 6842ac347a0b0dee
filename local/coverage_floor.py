"""The floor under branch coverage: `python -m local.coverage_floor` after the tests ran under coverage.

The floor stands in pyproject.toml. It fails where coverage sank below it, and where it rose by a point above it: then
the floor is to be raised, so that it can't sink back.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
SLACK = 1.0  # per cent that coverage may lie above the floor


def main() -> int:
    """0 where coverage stands on its floor; else 1, and what to do."""
    floor = float(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["coverage"]["report"]["fail_under"])
    command = [sys.executable, "-m", "coverage", "json", "-q", "--fail-under=0", "-o", "-"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    verdict = judged(float(json.loads(done.stdout)["totals"]["percent_covered"]), floor)
    print(verdict or f"branch coverage stands on its floor of {floor:g} %")
    return 1 if verdict else 0


def judged(measured: float, floor: float) -> str:
    """What is wrong with a coverage of `measured` per cent above this floor; nothing where nothing is."""
    if measured < floor:
        return f"branch coverage sank to {measured:.2f} %; its floor is {floor:g} %: test what you added"
    if measured >= floor + SLACK:
        return f"branch coverage rose to {measured:.2f} %: raise fail_under in pyproject.toml to {int(measured)}"
    return ""


if __name__ == "__main__":
    sys.exit(main())
