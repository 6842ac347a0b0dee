"""This renderer as an engine: a proxy event into the render door, its proxy response out.

The plate and the assets' bytes are at hand, as in a warm function; nothing that a call brings has been seen before.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from hashlib import sha256
from math import inf
from pathlib import Path
from time import perf_counter
from typing import Any, TextIO
from urllib.parse import urlencode

Event = dict[str, Any]


def event_for(path: str, format_: str, values: dict[str, str]) -> Event:
    """The event that API Gateway makes of a viewer's request."""
    from local.events import HttpRequest, event_from

    target = f"{path}.{format_}?{urlencode(values)}"
    headers = (("host", "localhost"), ("accept", "image/*"), ("user-agent", "bench"))
    return event_from(HttpRequest("GET", target, "HTTP/1.1", headers, b"", "127.0.0.1"), "GET /img/{proxy+}", {})


def cold(event: str) -> None:
    """Render one picture and say so."""
    out, sys.stdout = sys.stdout, _nowhere()  # there goes the door's log
    from tintype import render

    response = _checked(render.handler(json.loads(event), None))
    out.write(f"done {len(response['body'])}\n")
    out.flush()


def warm() -> None:
    """Answer requests until stdin ends."""
    out, sys.stdout = sys.stdout, _nowhere()
    from tintype.store.objects import Objects

    assets = {sha256(data).hexdigest(): data for data in map(Path.read_bytes, _asset_files())}
    bucket: Any = Objects
    bucket.read = lambda _, digest, __: assets[digest]  # what the bucket takes is part of the cold start only
    from tintype import render  # not before: it keeps what it reads with

    paths = json.loads(os.environ["BENCH_PATHS"])
    out.write('{"ready": 1}\n')
    out.flush()
    for line in sys.stdin:
        question = json.loads(line)
        try:
            answer = (_exact if question.get("exact") else _answer)(question, paths, render)
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        out.write(json.dumps(answer) + "\n")
        out.flush()


def _answer(question: dict[str, Any], paths: dict[str, str], door: Any) -> dict[str, Any]:
    times, sizes, picture = [], [], b""
    for values in question["values"]:
        event = event_for(paths[question["workload"]], question["format"], values)
        start = perf_counter()
        response = door.handler(event, None)
        times.append((perf_counter() - start) * 1000)
        picture = _picture(_checked(response))
        sizes.append(len(picture))
    if question["save"]:
        Path(question["save"]).write_bytes(picture)
    return {"ms": times, "sizes": sizes}


def _asset_files() -> Iterator[Path]:
    return Path(os.environ["BENCH_ASSETS"]).glob("*.*g")


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w")  # for as long as the process lives


def _exact(question: dict[str, Any], paths: dict[str, str], door: Any) -> dict[str, Any]:
    """True where each PNG of the door is the engine's, and decodes to exactly what that painted."""
    import io

    from PIL import Image

    from tintype import query

    path, engine = paths[question["workload"]], door._renderer.engine
    plate = door._renderer.plates.find(path.rpartition("/")[2], None, inf).plate
    same = []
    for values in question["values"]:
        asked = query.parse(urlencode(values))
        drawing = engine.draw(plate, asked.overrides, asked.variables, "png")
        data = engine.encode(drawing).data
        painted = drawing.painted.image
        if painted.mode == "P":
            painted = painted.convert("RGB")
        decoded = Image.open(io.BytesIO(data))
        same.append(
            decoded.size == painted.size
            and decoded.convert(painted.mode).tobytes() == painted.tobytes()
            and data == _picture(_checked(door.handler(event_for(path, "png", values), None)))
        )
    return {"same": all(same)}


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
