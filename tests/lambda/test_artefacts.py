"""What is shipped: small, complete, for the right processor, and nothing that belongs at home."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.lambda_machine import ARCHITECTURE, Image, build, runtime_environment

# Bytes unzipped, the function and its layers; Lambda's own limit is 250 MB.
LIMITS = {
    "CreateFunction": 60_000_000,
    "RenderFunction": 120_000_000,
    "ManageFunction": 150_000_000,
    "WorkerFunction": 150_000_000,
}
AT_HOME = {"moto", "pytest", "_pytest", "local", "tests", "numpy", "fontTools", "samcli"}
UNCHECKED = (1).to_bytes(4, "little")  # flags of a .pyc file (PEP 552): by hash, and not to be checked
MACHINES = {"arm64": 183, "x86_64": 62}  # e_machine in an ELF header


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


@pytest.mark.parametrize("name", LIMITS)
def test_a_function_with_its_layers_is_small_and_holds_nothing_that_belongs_at_home(
    images: Mapping[str, Image], name: str
) -> None:
    image = images[name]
    held = {path.name for folder in (image.task, image.opt / "python") for path in folder.iterdir()}
    assert "tintype" in held
    assert not held & AT_HOME
    assert size_of(image.task) + size_of(image.opt) < LIMITS[name]


def test_render_has_pillow_fonts_and_fribidi_and_neither_pydantic_nor_boto3(images: Mapping[str, Image]) -> None:
    opt = images["RenderFunction"].opt
    packages = {path.name for path in (opt / "python").iterdir() if not path.name.endswith(".dist-info")}
    assert packages == {"PIL", "pillow.libs", "isal", "pybase64", "resvg_py"}
    assert (opt / "lib" / "libfribidi.so.0").exists()
    assert list((opt / "fonts").rglob("*.ttf"))


@pytest.mark.parametrize("name", LIMITS)
def test_every_module_has_its_source_and_bytecode_that_is_taken_unchecked(
    images: Mapping[str, Image], name: str
) -> None:
    image = images[name]
    sources = [path for folder in (image.task, image.opt / "python") for path in folder.rglob("*.py")]
    assert len(sources) > 200
    for source in sources:
        compiled = source.parent / "__pycache__" / f"{source.stem}.cpython-313.pyc"
        assert compiled.read_bytes()[4:8] == UNCHECKED, source
    assert len(list(image.root.rglob("*.pyc"))) == len(sources)


def test_a_trace_names_the_places_that_files_have_in_lambda(images: Mapping[str, Image]) -> None:
    image = images["RenderFunction"]
    folders = (
        (image.task / "tintype", b"/var/task/tintype/render.py"),
        (image.opt / "python/PIL", b"/opt/python/PIL/"),
    )
    for folder, place in folders:
        module = "render" if folder.name == "tintype" else "Image"
        assert place in (folder / "__pycache__" / f"{module}.cpython-313.pyc").read_bytes()


def test_fonts_come_with_their_licences_and_without_their_tools(images: Mapping[str, Image]) -> None:
    fonts = images["RenderFunction"].opt / "fonts"
    assert not list(fonts.rglob("*.py"))
    for family in {path.parent for path in fonts.rglob("*.ttf")}:
        assert list(family.glob("LICENCE*")), family


def test_the_runtime_offers_no_package_that_the_layers_have_to_bring() -> None:
    packages = next(runtime_environment().parents[1].glob("lib/python3.13/site-packages"))
    held = {path.name for path in packages.iterdir() if path.is_dir() and not path.name.endswith(".dist-info")}
    assert "awslambdaric" in held
    assert not held & {"boto3", "PIL", "isal", "pybase64", "pydantic", "aws_lambda_powertools", "tintype"}


@pytest.mark.parametrize("architecture", ["arm64", "x86_64"])
def test_every_library_is_built_for_the_architecture(built: Path, tmp_path: Path, architecture: str) -> None:
    folder = built if architecture == ARCHITECTURE else build(tmp_path, architecture)
    libraries = list(folder.rglob("*.so*"))
    assert len(libraries) > 20
    wrong = [path for path in libraries if int.from_bytes(path.read_bytes()[18:20], "little") != MACHINES[architecture]]
    assert wrong == []


def test_text_is_set_with_the_fribidi_of_the_layer(images: Mapping[str, Image]) -> None:
    image = images["RenderFunction"]
    code = (
        "from PIL import features\n"
        "assert features.check('raqm'), 'no raqm'\n"
        "print(*{line.split()[-1] for line in open('/proc/self/maps') if 'fribidi' in line})"
    )
    environment = {"PYTHONPATH": f"{image.opt}/python", "LD_LIBRARY_PATH": f"{image.opt}/lib"}
    result = subprocess.run(
        [runtime_environment(), "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert result.stdout.split() == [f"{image.opt}/lib/libfribidi.so.0"]
