"""Installs the peers, Chromium and two environments into the cache folder; again only when their lists change."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from bench.places import CACHE, CHROMIUM, HERE, NODE, PLOTTER, ROOT, VENV
from local.tools import MissingToolError, debian, node, python_3_13


def install(peers: bool = True) -> None:
    """Everything that the benchmark needs beside the environment that it runs in; without `peers` only our side's.

    Raises SystemExit, before anything else, with a line that names what is neither here nor can be had.
    """
    if peers and (problem := _missing()):
        raise SystemExit(problem)
    CACHE.mkdir(parents=True, exist_ok=True)
    _once(VENV, [ROOT / "requirements" / "run.lock"], lambda: _environment(VENV, ROOT / "requirements" / "run.lock"))
    if not peers:
        return
    _once(NODE, [HERE / "node" / "package-lock.json"], _node)
    for module in (HERE / "node").glob("*.mjs"):  # an ES module looks for packages beside itself only
        shutil.copy2(module, NODE)
    _once(PLOTTER, [HERE / "plotter.lock"], lambda: _environment(PLOTTER, HERE / "plotter.lock"))


def _missing() -> str | None:
    """What only somebody else can install, in one line."""
    try:
        node()
    except MissingToolError as error:
        return f"Missing: {error}"
    if CHROMIUM.exists() or debian("chromium"):
        return None
    return f"Missing: Chromium at {CHROMIUM} (as root: apt-get install chromium)"


def python() -> Path:
    """The interpreter that our side is measured with: Python 3.13 as in Lambda where there is one."""
    return VENV / "bin" / "python"


def _node() -> None:
    NODE.mkdir(exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy2(HERE / "node" / name, NODE)
    _run("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error", cwd=NODE)


def _environment(folder: Path, lock: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    uv = str(Path(sys.executable).parent / "uv")
    _run(uv, "venv", "-q", "--python", _python_3_13(), str(folder))
    _run(uv, "pip", "install", "-q", "--python", str(folder / "bin" / "python"), "-r", str(lock))


def _python_3_13() -> str:
    try:
        return str(python_3_13())
    except MissingToolError as error:
        print(f"{error}: measuring with {sys.version.split()[0]}, which Lambda doesn't run")
    return sys.executable


def _once(folder: Path, lists: list[Path], make: Callable[[], None]) -> None:
    """Call `make` unless the stamp in `folder` says that it was made from these very lists."""
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in lists)).hexdigest()
    stamp = folder / "installed"
    if stamp.exists() and stamp.read_text() == digest:
        return
    print(f"installing {folder.relative_to(ROOT)}", flush=True)
    make()
    stamp.write_text(digest)


def _run(*command: str, cwd: Path | None = None) -> None:
    subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.DEVNULL)
