"""The service as `make run` starts it, in a process of its own, and a picture server that it may fetch from."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image

ROOT = Path(__file__).parent.parent.parent
KEY = "a-key-for-these-tests"


@dataclass
class Run:
    """A running ``python -m local``: its API base, moto's, its key, and the image URLs that it printed, by starter."""

    process: subprocess.Popen[str]
    url: str = ""
    aws: str = ""
    key: str = KEY
    images: dict[str, str] = field(default_factory=dict)
    output: list[str] = field(default_factory=list)

    def image(self, starter: str) -> str:
        """The image URL of a starter without its sample query: its first format, no extension."""
        return self.images[starter].partition("?")[0]


def start(fetch_allow_hosts: str = "") -> Run:
    """Start the service on a free port and wait until it has printed its URLs."""
    environment = {**os.environ, "PYTHONPATH": "functions:.", "PORT": "0", "API_KEY": KEY}
    environment["FETCH_ALLOW_HOSTS"] = fetch_allow_hosts
    environment.pop("MOTO_PORT", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "local"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    run = Run(process)
    assert process.stdout is not None
    starter = ""
    for line in process.stdout:
        run.output.append(line)
        if name := re.fullmatch(r"  ([a-z]+-[a-z]+)\n", line):
            starter = name[1]
        if image := re.fullmatch(r"    (http://\S+)\n", line):
            run.images[starter] = image[1]
        if api := re.match(r"  API +(http://\S+)", line):
            run.url = api[1]
        if aws := re.match(r"  DynamoDB and S3 \(moto\) +(http://\S+)", line):
            run.aws = aws[1]
        if len(run.images) == 3:
            break
    else:
        pytest.fail("the service did not come up:\n" + "".join(run.output))
    threading.Thread(target=run.output.extend, args=(process.stdout,), daemon=True).start()
    return run


def stop(run: Run, number: int = signal.SIGINT) -> int:
    """Send a signal and wait for the end; the exit code."""
    run.process.send_signal(number)
    return run.process.wait(timeout=60)


@pytest.fixture(scope="session")
def pictures() -> Iterator[str]:
    """``host:port`` of a server of plain pictures: ``/any.png?colour=ff0000&size=40``, and 404 at ``/missing.png``."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Pictures)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


class _Pictures(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        side = int(query.get("size", ["64"])[0])
        data = io.BytesIO()
        Image.new("RGB", (side, side), f"#{query.get('colour', ['808080'])[0]}").save(data, "PNG")
        found = not self.path.startswith("/missing")
        self.send_response(200 if found else 404)
        self.send_header("content-type", "image/png")
        self.send_header("content-length", str(len(data.getvalue()) if found else 0))
        self.end_headers()
        if found:
            self.wfile.write(data.getvalue())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="session")
def run(pictures: str) -> Iterator[Run]:
    """The service, which may fetch from `pictures`."""
    running = start(pictures)
    yield running
    stop(running)
    assert running.process.stdout is not None
    running.process.stdout.close()
