"""The engine stands on its own: it draws every starter where nothing else of ours can be imported."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.engines import FONTS
from tintype import gallery

ALONE = """
import sys

class Refused:
    def find_spec(self, name, path=None, target=None):
        words = {"store", "net", "edge", "rest", "services", "model", "settings"}
        if name.split(".")[0] in {"boto3", "botocore", "pydantic", "aws_lambda_powertools"} or (
            name.startswith("tintype.") and name.split(".")[1] in words
        ):
            raise ImportError(f"{name} is not to be had")

sys.meta_path.insert(0, Refused())
from hashlib import sha256
from pathlib import Path
from tintype import gallery

from tintype.engine import Engine
from tintype.engine.plate import plate_from

contents = {}
engine = Engine(Path(sys.argv[1]), lambda digest, _: contents[digest])
for template in gallery.TEMPLATES:
    assets = {name: template.asset(name) for name in template.assets}
    digests = {name: sha256(data).hexdigest() for name, data in assets.items()}
    contents.update((digests[name], data) for name, data in assets.items())
    for index, format_ in enumerate(template.document["formats"]):
        record = {"design_id": template.slug, "revision": 1, "format": format_["name"], "uid": str(index),
                  "width": format_["width"], "height": format_["height"],
                  "root": {"background_color": format_["background_color"]}, "assets": digests,
                  "elements": [
                      [layer["name"], layer["type"],
                       [{**layer["layout"], **layer.get("formats", {}).get(format_["name"], {}).get("layout", {})}[side]
                        for side in ("x", "y", "width", "height")],
                       {**layer["properties"],
                        **layer.get("formats", {}).get(format_["name"], {}).get("properties", {})}]
                      for layer in template.document["layers"]]}
        picture = engine.render(plate_from(record), type="png")
        print(template.slug, format_["name"], picture.width, picture.height, *picture.problems)
"""


def test_it_draws_every_starter_where_nothing_else_of_ours_can_be_imported() -> None:
    script = ALONE
    done = subprocess.run(
        [sys.executable, "-c", script, str(FONTS)], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(FONTS.parents[1] / "functions")},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    formats = [(each.slug, one) for each in gallery.TEMPLATES for one in each.document["formats"]]
    assert done.stdout.splitlines() == [f"{slug} {one['name']} {one['width']} {one['height']}" for slug, one in formats]
