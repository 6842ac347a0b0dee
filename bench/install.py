"""Installs the peers, Chromium and two environments into the cache folder; again only when their lists change."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from bench.places import CACHE, CHROMIUM, HERE, NODE, PLOTTER, ROOT, VENV


def install(peers: bool = True) -> None:
    """Everything that the benchmark needs beside the environment that it runs in; without `peers` only our side's."""
    CACHE.mkdir(parents=True, exist_ok=True)
    _once(VENV, [ROOT / "requirements" / "run.lock"], lambda: _environment(VENV, ROOT / "requirements" / "run.lock"))
    if not peers:
        return
    _once(NODE, [HERE / "node" / "package-lock.json"], _node)
    for module in (HERE / "node").glob("*.mjs"):  # an ES module looks for packages beside itself only
        shutil.copy2(module, NODE)
    _once(PLOTTER, [HERE / "plotter.lock"], lambda: _environment(PLOTTER, HERE / "plotter.lock"))
    if not CHROMIUM.exists():
        _chromium()


def python() -> Path:
    """The interpreter that our side is measured with: Python 3.13 as in Lambda where there is one."""
    return VENV / "bin" / "python"


def _node() -> None:
    if not shutil.which("npm"):
        _debian("nodejs", "npm")
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
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = [shutil.which("python3.13"), *map(str, sorted(pyenv.glob("3.13*/bin/python3.13"), reverse=True))]
    for candidate in filter(None, found):
        # A pyenv shim answers to the name though no such version is chosen.
        if subprocess.run([candidate, "-c", "pass"], capture_output=True, check=False).returncode == 0:
            return candidate
    print(f"Python 3.13 is not here: measuring with {sys.version.split()[0]}, which Lambda doesn't run")
    return sys.executable


def _chromium() -> None:
    _debian("chromium")


def _debian(*packages: str) -> None:
    sudo = [] if os.geteuid() == 0 else ["sudo"]
    _run(*sudo, "apt-get", "update", "-qq")
    _run(*sudo, "apt-get", "install", "-qq", "-y", "--no-install-recommends", *packages)


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
