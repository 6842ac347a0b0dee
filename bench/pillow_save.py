"""Pillow's own `save(JPEG, quality=80)` of a finished picture, as an engine: the floor under a JPEG."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from time import perf_counter

from PIL import Image

from bench.places import PICTURES


def main() -> None:
    """Save the picture that this renderer drew as W1's PNG, once for each of the values asked for."""
    print('{"ready": 1}', flush=True)
    for line in sys.stdin:
        question = json.loads(line)
        with Image.open(PICTURES / f"{question['workload']}-tintype.png") as opened:
            picture = opened.convert("RGB")
        times, data = [], b""
        for _ in question["values"]:
            out = io.BytesIO()
            start = perf_counter()
            picture.save(out, "JPEG", quality=80)
            times.append((perf_counter() - start) * 1000)
            data = out.getvalue()
        if question["save"]:
            Path(question["save"]).write_bytes(data)
        print(json.dumps({"ms": times, "sizes": [len(data)] * len(times)}), flush=True)


if __name__ == "__main__":
    main()
