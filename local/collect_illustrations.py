"""Collects the illustration sets from their npm packages into functions/tintype/engine/images/illustrations.

``python -m local.collect_illustrations`` (needs npm). Each set becomes one deflated text of lines ``name, tab, SVG``,
and its licence beside it.
"""

from __future__ import annotations

import json
import subprocess
import tarfile
import tempfile
import zlib
from collections.abc import Mapping
from pathlib import Path

TARGET = Path(__file__).parent.parent / "functions" / "tintype" / "engine" / "images" / "illustrations"
PACKAGES = {
    "feather": "feather-icons@4.29.2",
    "material_icons": "@material-design-icons/svg@0.14.15",
    "twemoji": "@twemoji/svg@15.0.0",
}

# What a package's own licence file does not say.
_NOTICES = {
    "twemoji": "The drawings are Copyright Twitter, Inc. and other contributors, licensed under CC-BY 4.0\n"
    "(https://creativecommons.org/licenses/by/4.0/). The licence of the package that they came in:\n\n"
}


def main() -> None:
    """Fetches and packs every set."""
    TARGET.mkdir(exist_ok=True)
    for name, package in PACKAGES.items():
        with tempfile.TemporaryDirectory() as folder:
            packed = subprocess.run(
                ["npm", "pack", "--silent", package], cwd=folder, check=True, capture_output=True, text=True
            )
            with tarfile.open(Path(folder) / packed.stdout.split()[-1]) as archive:
                archive.extractall(folder, filter="data")
            drawings = _drawings(name, Path(folder) / "package")
            licence = next((Path(folder) / "package").glob("[lL][iI][cC][eE][nN][sS][eE]*"))
            (TARGET / f"{name}.LICENSE").write_text(_NOTICES.get(name, "") + licence.read_text())
        lines = "".join(f"{key}\t{' '.join(svg.split())}\n" for key, svg in sorted(drawings.items()))
        (TARGET / f"{name}.svgs").write_bytes(zlib.compress(f"\n{lines}".encode(), 9))
        print(f"{name}: {len(drawings)} drawings")


def _drawings(name: str, folder: Path) -> Mapping[str, str]:
    if name == "feather":
        inner = json.loads((folder / "dist" / "icons.json").read_text())
        head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#000"'
        style = 'stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
        return {key: f"{head} {style}>{markup}</svg>" for key, markup in inner.items()}
    files = (folder / "filled").glob("*.svg") if name == "material_icons" else folder.glob("*.svg")
    return {file.stem: file.read_text() for file in files}


if __name__ == "__main__":
    main()
