"""The environment, read once into one frozen object; only doors import it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from tintype.base.record import Record


class Settings(Record):
    """What the template tells a function. Times in seconds, sizes in bytes, `rate_limit` in requests a minute.

    `max_receives` is how often the queue brings a message, `webhook_delays` what lies between a webhook's attempts.
    """

    table: str
    bucket: str
    image_base_url: str
    stage: str
    workspace: str
    rate_limit: int
    fonts: Path
    fetch_allow_hosts: frozenset[str]
    cache_seconds: int
    degraded_cache_seconds: int
    plate_seconds: float
    picture_memory: int
    deadline_seconds: float
    renders_per_second: int
    variants_per_viewer: int
    distribution: str
    queue_url: str
    max_receives: int
    webhook_delays: tuple[int, ...]


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings in `environment`; a missing table or bucket is an error at start, not at the first request."""
    delays = environment.get("WEBHOOK_DELAYS", "5,30,120,600,900")
    hosts = environment.get("FETCH_ALLOW_HOSTS", "")
    return Settings(
        table=environment["TABLE_NAME"],
        bucket=environment["BUCKET_NAME"],
        image_base_url=environment["IMAGE_BASE_URL"].rstrip("/"),
        stage=environment.get("STAGE", "dev"),
        workspace=environment.get("WORKSPACE_NAME", "Tintype"),
        rate_limit=int(environment.get("RATE_LIMIT", "6000")),
        fonts=Path(environment.get("FONTS_DIR", "/opt/fonts")),
        fetch_allow_hosts=frozenset(host.strip().lower() for host in hosts.split(",") if host.strip()),
        cache_seconds=int(environment.get("CACHE_SECONDS", "86400")),
        degraded_cache_seconds=int(environment.get("DEGRADED_CACHE_SECONDS", "60")),
        # Of Lambda's memory one picture may take half: the rest is the process, what it keeps, and the sandbox.
        picture_memory=int(environment.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1769")) * 500_000,
        plate_seconds=float(environment.get("PLATE_SECONDS", "2")),
        deadline_seconds=float(environment.get("DEADLINE_SECONDS", "6")),
        renders_per_second=int(environment.get("RENDERS_PER_SECOND", "10")),
        variants_per_viewer=int(environment.get("VARIANTS_PER_VIEWER", "5")),
        distribution=environment.get("DISTRIBUTION_ID", ""),
        queue_url=environment.get("QUEUE_URL", ""),
        max_receives=int(environment.get("MAX_RECEIVES", "4")),
        webhook_delays=tuple(int(each) for each in delays.split(",") if each.strip()),
    )
