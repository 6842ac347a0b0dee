"""A service of these tests' own: what the pages tell people to type changes keys and images."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.conftest import Run, start, stop


@pytest.fixture(scope="session")
def run() -> Iterator[Run]:
    """The service as `make run` starts it."""
    running = start()
    yield running
    stop(running)
    assert running.process.stdout is not None
    running.process.stdout.close()
