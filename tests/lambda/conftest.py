"""One build, one table and bucket, and each function running, for all the tests of the session."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest

from local.aws import LocalAws
from local.queue import queue_url
from local.template import read_template
from tests.lambda_machine import ARCHITECTURE, IMAGE_BASE_URL, Calls, Image, Lambda, build, running, unpack
from tintype.store.keys import Keys

FUNCTIONS = ("CreateFunction", "RenderFunction", "ManageFunction", "WorkerFunction")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("built"), ARCHITECTURE)


@pytest.fixture(scope="session")
def images(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Image]:
    return {name: unpack(built, name, tmp_path_factory.mktemp(name)) for name in FUNCTIONS}


@pytest.fixture(scope="session")
def aws(built: Path) -> Iterator[LocalAws]:
    template = read_template(built / "template.yaml", {"IMAGE_BASE_URL": IMAGE_BASE_URL, "DISTRIBUTION_ID": ""})
    server = LocalAws()
    server.create(template)
    (table,) = template.tables
    Keys(table.name, server.client("dynamodb")).add("local-key", "lambda tests", "all", int(time.time()))
    yield server
    server.close()


@pytest.fixture(scope="session")
def calls(aws: LocalAws) -> Calls:
    """What the functions ask of AWS, noted from now on."""
    server = aws._server
    server.app = calls = Calls(server.app)
    return calls


@pytest.fixture(scope="session")
def functions(images: Mapping[str, Image], aws: LocalAws, calls: Calls) -> Iterator[Mapping[str, Lambda]]:
    local = {**aws.environment, "QUEUE_URL": queue_url(aws.url, "Queue")}
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(running(image, {**local, "AWS_ACCESS_KEY_ID": name}))
            for name, image in images.items()
        }
