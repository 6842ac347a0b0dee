"""What a page tells people to type works as it stands there, against the service as `make run` starts it."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.blocks import NEEDS, PAGES, ROOT, Block, blocks, blocks_of
from tests.e2e.conftest import Run
from tests.e2e.viewer import ask

RUNNABLE = [page for page in PAGES if any(block.language == "sh" and not block.needs for block in blocks_of(page))]
# curl says yes to every status; here an answer that is an error is one.
PRELUDE = 'set -euo pipefail\ncurl() { command curl --silent --show-error --fail-with-body "$@" && echo; }\n'


def name(value: object) -> str:
    return str(value.relative_to(ROOT)) if isinstance(value, Path) else str(value)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder that looks like the repository, in which files may be left."""
    for entry in ROOT.iterdir():
        if entry.name != ".git":
            (tmp_path / entry.name).symlink_to(entry)
    return tmp_path


def environment(run: Run) -> dict[str, str]:
    """What a shell has whose user set up nothing but a path to this Python."""
    return {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": os.environ.get("HOME", "/"),
        "PYTHONPATH": "helpers",
        "AWS_ENDPOINT_URL": run.aws,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_DEFAULT_REGION": "eu-central-1",
    }


def as_here(text: str, run: Run) -> str:
    """The text with the service and the key of these tests in place of those that `make run` prints."""
    return text.replace("http://127.0.0.1:8000", run.url).replace("local-key", run.key)


@pytest.mark.parametrize("page", RUNNABLE, ids=name)
def test_the_commands_of_a_page_work_one_after_the_other(page: Path, run: Run, home: Path) -> None:
    commands = "".join(block.text for block in blocks_of(page) if block.language == "sh" and not block.needs)
    done = subprocess.run(
        ["bash", "-c", PRELUDE + as_here(commands, run)],
        cwd=home, env=environment(run), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    for picture in re.findall(r"-o (\S+\.png)", commands):
        assert (home / picture).read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("block", blocks("html"), ids=name)
def test_pictures_in_markup_are_drawn_as_they_are_asked_for(block: Block, run: Run, home: Path) -> None:
    """The markup on a page is about the image that the commands before it made, and has its size."""
    commands = "".join(each.text for each in blocks_of(block.page) if each.language == "sh" and not each.needs)
    script = PRELUDE + as_here(commands, run)
    subprocess.run(["bash", "-c", script], cwd=home, env=environment(run), check=True, capture_output=True)
    said = dict(re.findall(r'property="og:image(\S*)" content="([^"]*)"', block.text))
    image = json.loads((home / "launch-card-urls.json").read_text())["id"]
    url = html.unescape(said[""]).replace("https://img.example.com/{id}", f"{run.url}/img/{image}")
    answer = ask(url)
    assert (answer.status, answer.headers["x-image-problems"]) == (200, None)
    assert answer.picture.size == (int(said[":width"]), int(said[":height"]))


@pytest.mark.parametrize("block", blocks("python"), ids=name)
def test_python_on_a_page_runs(block: Block, run: Run, home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", as_here(block.text, run)],
        cwd=home, env=environment(run), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_what_is_only_read_says_what_it_needs() -> None:
    """Another block that can't be run here is another line here: what each of these does, other tests do."""
    unrun = [f"{block.page.relative_to(ROOT)} {block.needs}" for block in blocks("sh") if block.needs]
    assert unrun == [
        "README.md long",
        "README.md aws",
        "README.md docker",
        "docs/deploy.md aws",
        "docs/deploy.md aws",
        "docs/deploy.md docker",
        "docs/rest.md pypi",
    ]
    assert {block.needs for block in blocks("sh")} <= {"", *NEEDS}


@pytest.mark.parametrize("block", [block for block in blocks("sh") if block.needs], ids=name)
def test_what_is_only_read_is_at_least_a_script_about_things_that_are_there(block: Block) -> None:
    subprocess.run(["bash", "-n", "-c", block.text], check=True)
    for file in re.findall(r"\b(?:events|examples|docs|local|tests)/[\w./-]+", block.text):
        assert (ROOT / file).exists(), f"{block}: {file}"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_make_target_on_a_page_is_one_of_the_makefile(page: Path) -> None:
    """Those in text, in backticks, and those on a line of a block."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"(?:`|^ *)(?:[A-Z_]+=\S* )*make ([a-z]+)", page.read_text(), re.MULTILINE))
    assert named <= targets


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_block_says_its_language(page: Path) -> None:
    assert [str(block) for block in blocks_of(page) if not block.language] == []
    assert len(re.findall("^ *```", page.read_text(), re.MULTILINE)) == 2 * len(list(blocks_of(page)))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_module_that_a_page_names_can_be_run(page: Path) -> None:
    for module in set(re.findall(r"`(?:[A-Z_]+=\S* )*python -m ([a-z_.]+)", page.read_text())):
        path = ROOT / module.replace(".", "/")
        assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), module


def test_make_key_makes_a_key_that_opens_the_service(run: Run) -> None:
    command = ["make", "-s", "-o", ".venv/run.stamp", "key", "TABLE=Table", "OPTIONS=--scope read"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(run) | {"KEY": "mine"}, capture_output=True, text=True, check=True
    )
    assert ask(f"{run.url}/designs", x_api_key=done.stdout.strip()).status == 200
