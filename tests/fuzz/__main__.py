"""``python -m tests.fuzz``: the render door's fuzz; ``--seed`` repeats a run. ``make fuzz`` runs 20,000 cases."""

from __future__ import annotations

import argparse
import faulthandler
import sys
import time
from random import SystemRandom

from tests.fuzz.door import BrokenPromiseError, Door, resident
from tests.fuzz.runs import fuzz_fonts, fuzz_pictures, fuzz_requests
from tests.reliability import circumstances, write_section

MEGABYTE = 1 << 20
WARM = 0.2  # the share of the cases after which every cache has been filled
MOST = 1769 - 300  # megabytes: the function's memory, less what the fuzz itself takes and a margin
STUCK = 120  # seconds that one case may take before the fuzz shows where it is stuck, and ends


class Gauge:
    """Counts cases and keeps an eye on memory."""

    def __init__(self) -> None:
        self.cases, self.highest, self.slowest = 0, 0, 0.0
        self._last = time.perf_counter()

    def tick(self) -> None:
        """One more case is done."""
        now = time.perf_counter()
        self.slowest, self._last = max(self.slowest, now - self._last), now
        faulthandler.dump_traceback_later(STUCK, exit=True)
        self.cases += 1
        if self.cases % 100 == 0:
            self.highest = max(self.highest, resident())
            if self.highest > MOST * MEGABYTE:
                raise BrokenPromiseError(f"{self.highest // MEGABYTE} MB after {self.cases} cases")
        if self.cases % 1000 == 0:
            print(f"  {self.cases} cases, {resident() // MEGABYTE} MB", flush=True)


def main() -> int:
    """Run; 0 where every promise was kept."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(1 << 32))
    parser.add_argument("--write", action="store_true", help="write the result into docs/reliability.md")
    options = parser.parse_args()
    print(f"{options.cases} cases, seed {options.seed}", flush=True)
    door, gauge, began = Door(), Gauge(), time.perf_counter()
    shares = ((fuzz_requests, 0.6), (fuzz_pictures, 0.35), (fuzz_fonts, 0.05))
    try:
        for fuzz, share in shares:
            print(fuzz.__name__.replace("_", " "), flush=True)
            fuzz(door, round(share * options.cases), options.seed, gauge.tick)
    finally:
        faulthandler.cancel_dump_traceback_later()
        door.close()
    took = time.perf_counter() - began
    result = (
        f"{gauge.cases} cases in {took:.0f} s: every answer a picture or a contract error; at most "
        f"{gauge.highest // MEGABYTE} MB; the slowest took {1000 * gauge.slowest:.0f} ms"
    )
    print(result)
    if options.write:
        write_section("fuzz", f"Seed {options.seed}: {result}. {circumstances()}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
