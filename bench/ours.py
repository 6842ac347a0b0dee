"""This renderer as an engine: a proxy event into the render door, its proxy response out.

The plate and the assets' bytes are at hand, as in a warm function; nothing that a call brings has been seen before.
"""

from __future__ import annotations

import json
import os
import sys
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import Any
from urllib.parse import urlencode

from local.fribidi import load_fribidi

Event = dict[str, Any]


def event_for(path: str, format_: str, values: dict[str, str]) -> Event:
    """The event that API Gateway makes of a viewer's request."""
    from local.events import HttpRequest, event_from

    target = f"{path}.{format_}?{urlencode(values)}"
    headers = (("host", "localhost"), ("accept", "image/*"), ("user-agent", "bench"))
    return event_from(HttpRequest("GET", target, "HTTP/1.1", headers, b"", "127.0.0.1"), "GET /img/{proxy+}", {})


def cold(event: str) -> None:
    """Render one picture and say so."""
    load_fribidi()
    out, sys.stdout = sys.stdout, Path(os.devnull).open("w")  # where the door's log goes
    from tintype import render

    response = _checked(render.handler(json.loads(event), None))
    out.write(f"done {len(response['body'])}\n")
    out.flush()


def warm() -> None:
    """Answer requests until stdin ends."""
    load_fribidi()
    out, sys.stdout = sys.stdout, Path(os.devnull).open("w")
    from tintype import render

    for path in Path(os.environ["BENCH_ASSETS"]).glob("*.*g"):
        data = path.read_bytes()
        render._studio.sources.assets.put(sha256(data).hexdigest(), data, len(data))
    paths = json.loads(os.environ["BENCH_PATHS"])
    out.write('{"ready": 1}\n')
    out.flush()
    for line in sys.stdin:
        try:
            answer = _answer(json.loads(line), paths, render.handler)
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        out.write(json.dumps(answer) + "\n")
        out.flush()


def _answer(question: dict[str, Any], paths: dict[str, str], handler: Any) -> dict[str, Any]:
    times, sizes, picture = [], [], b""
    for values in question["values"]:
        event = event_for(paths[question["workload"]], question["format"], values)
        start = perf_counter()
        response = handler(event, None)
        times.append((perf_counter() - start) * 1000)
        picture = _picture(_checked(response))
        sizes.append(len(picture))
    if question["save"]:
        Path(question["save"]).write_bytes(picture)
    return {"ms": times, "sizes": sizes}


def _checked(response: dict[str, Any]) -> dict[str, Any]:
    """The response, if it is what was asked for: a degraded picture would make a fine time."""
    problems = response["headers"].get("x-image-problems")
    if response["statusCode"] != 200 or problems:
        raise RuntimeError(f"status {response['statusCode']}, problems: {problems}")
    return response


def _picture(response: dict[str, Any]) -> bytes:
    from binascii import a2b_base64

    return a2b_base64(response["body"])


if __name__ == "__main__":
    if sys.argv[1:2] == ["cold"]:
        cold(sys.argv[2])
    else:
        warm()
