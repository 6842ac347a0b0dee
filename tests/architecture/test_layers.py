"""The layers hold what the tests ran with, and libraries that Lambda's machines can load."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

import pytest

from tests.architecture.template import ROOT

LAYERS = ROOT / "layers"
LIBRARIES = LAYERS / "pillow" / "lib"
LAMBDA_GLIBC = (2, 34)
X86_64, AARCH64 = 62, 183  # e_machine in an ELF header


def pins(path: Path) -> dict[str, str]:
    """The pinned version of each package in a requirements file."""
    return dict(re.findall(r"^([\w.-]+)==([\w.]+)", path.read_text(), re.MULTILINE))


@pytest.mark.parametrize("layer", ["pillow/python", "runtime"])
def test_a_layer_has_the_versions_that_the_tests_run_with_on_each_architecture(layer: str) -> None:
    tested = pins(ROOT / "requirements" / "run.lock")
    shipped = pins(LAYERS / layer / "arm64" / "requirements.txt")
    assert shipped == pins(LAYERS / layer / "x86_64" / "requirements.txt")
    assert shipped
    assert shipped == {name: tested[name] for name in shipped}


def test_the_libraries_are_those_that_the_checksums_name() -> None:
    listed = dict(line.split()[::-1] for line in (LIBRARIES / "SHA256SUMS").read_text().splitlines())
    found = {str(path.relative_to(LIBRARIES)): sha256(path.read_bytes()).hexdigest()
             for path in LIBRARIES.glob("*/lib*.so.*")}  # fmt: skip
    assert found == listed


@pytest.mark.parametrize(("folder", "machine"), [("x86_64", X86_64), ("arm64", AARCH64)])
def test_fribidi_runs_on_lambda(folder: str, machine: int) -> None:
    library = (LIBRARIES / folder / "libfribidi.so.0").read_bytes()
    assert int.from_bytes(library[18:20], "little") == machine
    needed = {(int(major), int(minor)) for major, minor in re.findall(rb"GLIBC_(\d+)\.(\d+)", library)}
    assert needed
    assert max(needed) <= LAMBDA_GLIBC
    assert (LIBRARIES / folder / "COPYING").exists()
