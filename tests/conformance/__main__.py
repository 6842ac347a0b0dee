"""``make conformance``: Unicode's conformance files, whole; counts are held against ``known.json`` and written down."""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Final

from tests.conformance.files import PACKAGE, whole, write_sample
from tests.conformance.suites import Result, run

KNOWN: Final = Path(__file__).with_name("known.json")
PAGE: Final = Path(__file__).parents[2] / "docs" / "fidelity" / "README.md"
_STANDARD: Final = {
    "GraphemeBreakTest": "UAX #29", "LineBreakTest": "UAX #14", "BidiCharacterTest": "UAX #9", "BidiTest": "UAX #9"
}  # fmt: skip


def main() -> int:
    """Run every case; 0 where each file has as many failures as ``known.json`` says, neither more nor fewer."""
    parser = argparse.ArgumentParser(prog="python -m tests.conformance")
    parser.add_argument("--sample", action="store_true", help="take the sample of `make test` anew, and end")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="show the first N failures of each kind")
    options = parser.parse_args()
    if options.sample:
        write_sample()
        return 0
    known = json.loads(KNOWN.read_text())["whole"]
    wrong = []
    results = {}
    for name, cases in whole().items():
        result = results[name] = run(name, cases)
        print(f"{name}: {result.asked - len(result.failures)} passed, {len(result.failures)} failed", flush=True)
        for kind, count in result.kinds.most_common():
            print(f"    {count:6} {kind}")
            for failure in [each for each in result.failures if each.kind == kind][: options.show]:
                print(f"           {failure.case}")
        if complaint := held_against(known[name], len(result.failures)):
            wrong.append(f"{name}: {complaint}")
    write_counts(results)
    print("\n".join(wrong) or "as known.json says")
    return 1 if wrong else 0


def held_against(known: int, failed: int) -> str:
    """What is to be said where the number of failures isn't the known one; else nothing."""
    if failed > known:
        return f"{failed} fail, {failed - known} more than known.json allows"
    return f"only {failed} fail: lower the number in known.json" if failed < known else ""


def write_counts(results: dict[str, Result]) -> None:
    """Put the counts between their markers in docs/fidelity/README.md."""
    rows = ["| file | of | passed | failed |", "|---|---|---|---|"]
    for name, result in results.items():
        failed = len(result.failures)
        rows.append(f"| `{name}.txt` | {_STANDARD[name]} | {result.asked - failed:,} | {failed:,} |")
    text = "\n".join([*rows, "", f"Counted by `make conformance`, which reads them from npm's {PACKAGE}."])
    begin, end = "<!-- conformance: make conformance -->", "<!-- end of conformance -->"
    page, count = re.subn(f"(?s){begin}.*?{end}", lambda _: f"{begin}\n{text}\n{end}", PAGE.read_text())
    if count != 1:
        raise ValueError(f"{PAGE} has {count} sections for conformance")
    PAGE.write_text(page)


if __name__ == "__main__":
    sys.exit(main())
