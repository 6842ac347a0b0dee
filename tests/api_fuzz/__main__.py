"""``python -m tests.api_fuzz``: schemathesis against the running service, by its own description.

``--examples`` is how many cases each operation gets in each phase, ``--seed`` repeats a run. At least `LEAST` cases,
or it failed.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path
from random import SystemRandom

from tests.e2e.conftest import start, stop

LEAST = 2000
HERE = Path(__file__).parent
SCHEMATHESIS = Path(sys.executable).parent / "schemathesis"


def main() -> int:
    """Run it; the exit code: 0 where no check failed and there were enough cases."""
    parser = argparse.ArgumentParser(prog="python -m tests.api_fuzz")
    parser.add_argument("--examples", type=int, default=60)
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(1 << 32))
    options = parser.parse_args()
    running = start()
    try:
        code, cases = fuzz(running.url, running.key, options.examples, options.seed)
    finally:
        stop(running)
    if code == 0 and cases < LEAST:
        print(f"Only {cases} cases; {LEAST} are wanted: --examples {options.examples} is too few.")
        return 1
    return code


def fuzz(url: str, key: str, examples: int, seed: int, *more: str) -> tuple[int, int]:
    """Run schemathesis: its exit code, and how many cases it made."""
    command = [
        str(SCHEMATHESIS), "--config-file", str(HERE / "schemathesis.toml"), "run", f"{url}/openapi.json",
        "--header", f"x-api-key: {key}", "--max-examples", str(examples), "--seed", str(seed),
        "--continue-on-failure", "--warnings", "off", "--no-color", *more,
    ]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        cases = 0
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            if found := re.search(r"(\d+) generated", line):
                cases = int(found[1])
    return process.returncode, cases


if __name__ == "__main__":
    sys.exit(main())
