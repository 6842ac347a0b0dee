"""The whole service in this process: the template's data in moto, its functions behind its routes."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Mapping
from pathlib import Path

from local.aws import LocalAws
from local.files import files_of
from local.fribidi import load_fribidi
from local.functions import Door
from local.gateway import Gateway
from local.intrinsics import TemplateError
from local.queue import Poller, queue_url
from local.template import Template, read_template
from tintype.store.keys import Keys

FONTS = Path(__file__).parent.parent / "layers" / "fonts"


class Service:
    """A running service. `url` is the API's base; `close` ends it, and with it all data."""

    def __init__(
        self,
        port: int,
        api_key: str,
        fetch_allow_hosts: str = "",
        aws_port: int = 0,
        settings: Mapping[str, str] | None = None,
        aws_host: str = "127.0.0.1",
    ) -> None:
        """Listen on the loopback `port` (0: any free one). Raises OSError where a port is taken.

        `settings` are environment variables of the functions that shall not be as the template has them. `aws_host`
        is this machine's address that DynamoDB and S3 listen on: Docker's bridge, for functions in containers.
        """
        load_fribidi()
        self._gateway = Gateway(port)
        self.url = self._gateway.url
        self.aws = LocalAws(aws_port, aws_host)
        overrides = _local_values(self.url, self.aws.url, fetch_allow_hosts) | dict(settings or {})
        template = read_template(overrides=overrides)
        os.environ.update(self.aws.environment | _environment(template))
        logging.getLogger("urllib3").setLevel(logging.ERROR)  # its pools are made for fewer threads than we have
        self.aws.create(template)
        keys = Keys(template.tables[0].name, self.aws.client("dynamodb"))
        keys.add(api_key, label="local", scope="all", now=int(time.time()))
        doors = {name: Door(function) for name, function in template.functions.items()}
        self._gateway.open(template.routes, doors, files_of(self.aws.client("s3"), template.buckets[0]))
        self._gateway.start()
        self._pollers = [
            Poller(source, doors[source.function], self.aws.client("sqs"), queue_url(self.aws.url, source.queue))
            for source in template.sources
        ]
        for poller in self._pollers:
            poller.start()

    def close(self) -> None:
        for poller in self._pollers:
            poller.stop()
        self._gateway.shutdown()
        self._gateway.server_close()
        self.aws.close()


def _local_values(url: str, aws_url: str, fetch_allow_hosts: str) -> dict[str, str]:
    """What the functions are told here instead of what the template says.

    There is no CDN: image URLs lead to the gateway, under the path that CloudFront puts before them.
    """
    return {
        "IMAGE_BASE_URL": f"{url}/img",
        "FETCH_ALLOW_HOSTS": fetch_allow_hosts,
        "FONTS_DIR": str(FONTS),
        "POWERTOOLS_LOG_LEVEL": "WARNING",
        "DISTRIBUTION_ID": "",
        "QUEUE_URL": queue_url(aws_url, "Queue"),
        "WEBHOOK_DELAYS": os.environ.get("WEBHOOK_DELAYS", "1,2,4,8,16"),
        # One person who tries things out isn't a crowd.
        "RENDERS_PER_SECOND": os.environ.get("RENDERS_PER_SECOND", "1000"),
    }


def _environment(template: Template) -> dict[str, str]:
    """Every function's variables together: one process has one environment. Raises TemplateError where two differ."""
    together: dict[str, str] = {"POWERTOOLS_TRACE_DISABLED": "true"}
    for function in template.functions.values():
        for name, value in function.environment.items():
            if together.setdefault(name, value) != value:
                raise TemplateError(f"{name} differs among the functions; in one process it can't")
    return together
