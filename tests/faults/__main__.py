"""``python -m tests.faults``: break one thing at a time, and write what was served into docs/reliability.md."""

from __future__ import annotations

import sys
from urllib.parse import quote

from tests.faults.cases import FAULTS, Fault
from tests.faults.world import DEADLINE, World
from tests.reliability import circumstances, table, write_section


def main() -> int:
    """Run all of them; 0 where each was served as it should be."""
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
    return 1 if surprises else 0


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
