"""Lambda on this machine: the built artefacts unpacked as Lambda does, run by AWS's own runtime emulator."""

from __future__ import annotations

import base64
import http.client
import json
import os
import platform
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import samcli
import yaml

from local.template import Function, read_template
from local.tools import python_3_13
from tests.policies import Asked, asked_in, signed_by

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ROOT = Path(__file__).parents[1]
EVENTS = ROOT / "events"
CACHE = ROOT / ".cache"
IMAGE_BASE_URL = "https://img.example"
# What is known only once it is deployed, and a limit that tests, which look at more pictures a second, would meet.
SETTINGS = {"IMAGE_BASE_URL": IMAGE_BASE_URL, "DISTRIBUTION_ID": ""}
UNLIMITED = {"RENDERS_PER_SECOND": "1000"}
ARCHITECTURE = {"aarch64": "arm64", "arm64": "arm64"}.get(platform.machine(), "x86_64")


def tool(name: str) -> str:
    """A command that came with the development requirements."""
    found = shutil.which(name, path=str(ROOT / ".venv" / "bin")) or shutil.which(name)
    if found is None:
        raise FileNotFoundError(f"{name} is not installed")
    return found


def build(folder: Path, architecture: str) -> Path:
    """What ``sam build`` makes of the template for `architecture`, in `folder`."""
    path = f"{python_3_13().parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [
            tool("sam"), "build", "--cached", "--cache-dir", str(CACHE / "sam" / architecture),
            "--build-dir", str(folder), "--parameter-overrides", f"Architecture={architecture}",
        ],
        cwd=ROOT, env={**os.environ, "PATH": path, "SAM_CLI_TELEMETRY": "0"}, check=False, capture_output=True,
        text=True,
    )  # fmt: skip
    assert done.returncode == 0, f"sam build failed:\n{done.stdout}\n{done.stderr}"
    return folder


def runtime_environment() -> Path:
    """The Python of an environment with Lambda's runtime interface client and nothing else, not even boto3."""
    folder = CACHE / "lambda-runtime-3.13"
    python, stamp = folder / "bin" / "python", folder / "complete"
    if not stamp.exists():
        subprocess.run([python_3_13(), "-m", "venv", "--clear", "--without-pip", str(folder)], check=True)
        lock = str(ROOT / "requirements" / "dev.lock")
        command = [tool("uv"), "pip", "install", "-q", "--python", str(python), "-c", lock, "awslambdaric"]
        subprocess.run(command, check=True, capture_output=True)
        stamp.touch()
    return python


@dataclass(frozen=True, slots=True)
class Image:
    """A function as Lambda unpacks it under `root`: its code in var/task, its layers in opt."""

    root: Path
    function: Function

    @property
    def task(self) -> Path:
        return self.root / "var" / "task"

    @property
    def opt(self) -> Path:
        return self.root / "opt"


def unpack(built: Path, name: str, root: Path) -> Image:
    """The function called `name` of the build in `built`, with its layers, unpacked under `root`."""
    path = built / "template.yaml"
    resources = yaml.safe_load(path.read_text())["Resources"]
    image = Image(root, read_template(path, {"IMAGE_BASE_URL": IMAGE_BASE_URL, "DISTRIBUTION_ID": ""}).functions[name])
    properties = resources[name]["Properties"]
    shutil.copytree(built / properties["CodeUri"], image.task)
    for layer in properties["Layers"]:
        shutil.copytree(built / resources[layer["Ref"]]["Properties"]["ContentUri"], image.opt, dirs_exist_ok=True)
    return image


@dataclass(frozen=True, slots=True)
class Lambda:
    """A function that the emulator runs; call it with an event."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def __call__(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """The handler's result for `event`."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        try:
            connection.request("POST", "/2015-03-31/functions/function/invocations", json.dumps(event))
            result: dict[str, Any] = json.loads(connection.getresponse().read())
        finally:
            connection.close()
        assert "errorType" not in result, f"{result}\n{self.log.read_text()}"
        return result


@contextmanager
def running(image: Image, environment: Mapping[str, str]) -> Iterator[Lambda]:
    """The emulator with the function in `image`; `environment` is what this machine says otherwise."""
    emulator = Path(samcli.__file__).parent / "local" / "rapid" / f"aws-lambda-rie-{ARCHITECTURE}"
    port, api_port = _free_ports(2)
    log = image.root / "log"
    python = runtime_environment()
    with log.open("wb") as out:
        process = subprocess.Popen(
            [
                emulator, "--runtime-interface-emulator-address", f"127.0.0.1:{port}",
                "--runtime-api-address", f"127.0.0.1:{api_port}", python, "-m", "awslambdaric", image.function.handler,
            ],
            cwd=image.task, env=_environment(image, environment), stdout=out, stderr=out, start_new_session=True,
        )  # fmt: skip
    try:
        _wait_for(port, process, log)
        yield Lambda(port, process, log)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _environment(image: Image, local: Mapping[str, str]) -> dict[str, str]:
    """What Lambda sets, what the template sets, what is `local`, and nothing else of this machine's."""
    function = image.function
    template = {name: value.replace("/opt/", f"{image.opt}/") for name, value in function.environment.items()}
    return {
        "PATH": "/usr/bin:/bin",
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
        "PYTHONPATH": f"{image.task}{os.pathsep}{image.opt}/python",
        "PYTHONDONTWRITEBYTECODE": "1",
        "LD_LIBRARY_PATH": f"/lib64:/usr/lib64:{image.task}:{image.task}/lib:{image.opt}/lib",
        "LAMBDA_TASK_ROOT": str(image.task),
        "AWS_LAMBDA_FUNCTION_NAME": function.name,
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory),
        "AWS_LAMBDA_FUNCTION_TIMEOUT": f"{function.timeout:.0f}",
        **template,
        **UNLIMITED,
        **local,
    }


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    while process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError(f"the emulator ended: {log.read_text()}")


class Calls:
    """A WSGI application in front of moto's that notes which function asked for what.

    `actions` has the IAM actions by the name of the access key, which each function has of its own, `asked` what they
    were done to as well, `keys` what was asked of the bucket.
    """

    def __init__(self, app: WSGIApplication) -> None:
        self.actions: dict[str, set[str]] = {}
        self.asked: dict[str, set[Asked]] = {}
        self.keys: dict[str, set[str]] = {}
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = BytesIO(body)
        if who := signed_by(environ):
            asked = asked_in(environ, body)
            self.asked.setdefault(who, set()).update(asked)
            self.actions.setdefault(who, set()).update(action for action, _ in asked)
            self.keys.setdefault(who, set()).update(key for action, key in asked if action.startswith("s3:"))
        return self._app(environ, start_response)


def event(name: str) -> dict[str, Any]:
    """The event in events/`name`.json."""
    loaded: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text())
    return loaded


def body_of(result: Mapping[str, Any]) -> bytes:
    """The body of a handler's result."""
    body: str = result["body"]
    return base64.b64decode(body) if result["isBase64Encoded"] else body.encode()
