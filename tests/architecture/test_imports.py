"""What a cold start of the render door imports: nothing that it can do without, since somebody waits for a picture."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.architecture.template import ROOT

SETTINGS = {
    "TABLE_NAME": "table", "BUCKET_NAME": "bucket", "IMAGE_BASE_URL": "https://img.example.com",
    "FONTS_DIR": str(ROOT / "layers" / "fonts"), "AWS_REGION": "eu-central-1", "AWS_ACCESS_KEY_ID": "id",
    "AWS_SECRET_ACCESS_KEY": "secret", "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
}  # fmt: skip
DISPENSABLE = (
    "dataclasses", "inspect", "ast",  # docs/decisions/0006-records.md
    "pydantic", "aws_lambda_powertools", "boto3", "botocore",  # docs/decisions/0005-light-render-door.md
    "asyncio", "email", "http", "ssl", "logging", "PIL.PngImagePlugin", "tintype.net.client", "resvg_py",
)  # fmt: skip


@pytest.fixture(scope="module")
def imported() -> frozenset[str]:
    """The modules that a process has once it has imported the render door."""
    done = subprocess.run(
        [sys.executable, "-c", "import tintype.render, sys; print(*sys.modules)"],
        env={**os.environ, **SETTINGS, "PYTHONPATH": str(ROOT / "functions")},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return frozenset(done.stdout.split())


def test_the_door_is_imported(imported: frozenset[str]) -> None:
    assert {"tintype.services.images.render_image", "PIL.Image"} <= imported


@pytest.mark.parametrize("module", DISPENSABLE)
def test_the_render_door_does_without(imported: frozenset[str], module: str) -> None:
    assert module not in imported
