"""Where things are: the cache folder, which git doesn't see, and what is made in it."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent.parent
HERE = Path(__file__).parent
DESIGNS = HERE / "designs"
RESULTS = HERE / "results.json"
PLOTS = ROOT / "docs" / "performance"
FONTS = ROOT / "layers" / "fonts"

CACHE = ROOT / ".cache" / "bench"
ASSETS = CACHE / "assets"
PICTURES = CACHE / "pictures"
NODE = CACHE / "node"
VENV = CACHE / "venv"
PLOTTER = CACHE / "plotter"

CHROMIUM = Path("/usr/lib/chromium/chromium")
WORKLOADS = ("W1", "W2", "W3", "W4", "W5", "W6", "W7")
FORMATS = ("png", "jpeg", "webp")
# Enough that in one run no picture comes twice.
AVATARS = 96
WIDE_PHOTOS = 80
