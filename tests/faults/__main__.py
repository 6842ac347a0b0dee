"""``python -m tests.faults``: break one thing at a time, and write what was served into docs/reliability.md.

Then crowds come of whom every third answer gets lost, ``--rounds`` times each; ``--rounds 0`` leaves them out.
"""

from __future__ import annotations

import argparse
import sys
from urllib.parse import quote

from tests.faults.cases import FAULTS, Fault
from tests.faults.crowds import CROWDS, Crowd, meet
from tests.faults.lossy import Tables, lossy_tables
from tests.faults.world import DEADLINE, World
from tests.reliability import circumstances, table, write_section


def main() -> int:
    """Run all of them; 0 where each was served, and told, as it should be."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--rounds", type=int, default=50, help="how often each crowd comes (50)")
    parser.add_argument("--only-crowds", action="store_true", help="break nothing, have only the crowds come")
    options = parser.parse_args()
    surprises = 0 if options.only_crowds else _faults()
    if options.rounds:
        surprises += _crowds(options.rounds)
    return 1 if surprises else 0


def _faults() -> int:
    """Break everything, and write the table; how many faults were served otherwise than expected."""
    world, rows, surprises = World(), [], 0
    try:
        for fault in FAULTS:
            row, as_it_should_be = _row(world, fault)
            rows.append(row)
            surprises += not as_it_should_be
    finally:
        world.close()
    head = (
        "What breaks",
        "What is shown",
        "Status",
        "Problems",
        "`Cache-Control`",
        "Took, ms",
        "Next request",
    )
    when = f"`python -m tests.faults`, deadline {DEADLINE:g} s; {circumstances()}."
    write_section("faults", f"{when}\n\n{table(head, rows)}")
    print(f"{len(FAULTS)} faults, {surprises} served otherwise than expected")
    return surprises


def _crowds(rounds: int) -> int:
    """Have every crowd come, and write the table; how many rounds ended otherwise than expected."""
    with lossy_tables() as tables:
        rows = [_crowd(tables, crowd, rounds) for crowd in CROWDS]
    head = ("What all do at once", "Callers", "Rounds", "Answers lost", "Rounds in which all were told what is so")
    when = f"`python -m tests.faults --rounds {rounds}`; {circumstances()}."
    write_section("lost", f"{when}\n\n{table(head, rows)}")
    surprises = sum(rounds - row[4] for row in rows)
    print(f"{rounds * len(CROWDS)} rounds, {surprises} ended otherwise than expected")
    return surprises


def _crowd(tables: Tables, crowd: Crowd, rounds: int) -> tuple[str, int, int, int, int]:
    met = [meet(tables, crowd) for _ in range(rounds)]
    return crowd.words, crowd.callers, rounds, sum(lost for _, lost in met), sum(right for right, _ in met)


def _row(world: World, fault: Fault) -> tuple[tuple[object, ...], bool]:
    """A line of the table, and whether all was as the fault says."""
    image = world.new_signed_image() if fault.signed else world.new_image()
    if fault.seen:
        world.view(image)
    if fault.photo:
        image += f"?photo={quote(world.new_photo(), safe='')}"
    world.break_(fault.what, fault.mode)
    try:
        served = world.view(image)
    finally:
        world.break_(fault.what, "well")
    healed = world.view(image)
    answer = served.answer
    row = (
        fault.words,
        served.shows,
        answer.status,
        f"`{served.problems}`" if served.problems else "",
        answer.headers["cache-control"].removeprefix("public, "),
        round(served.took),
        healed.shows if not healed.problems else f"{healed.shows}, {healed.problems}",
    )
    return row, (answer.status, served.shows, served.problems) == (fault.status, fault.shows, fault.problems)


if __name__ == "__main__":
    sys.exit(main())
