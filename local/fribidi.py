"""FriBiDi for Pillow: its wheels carry Raqm but look for libfribidi on the machine."""

from __future__ import annotations

import ctypes
import platform
from pathlib import Path

LAYER = Path(__file__).parent.parent / "layers" / "pillow" / "lib"


def library_folder(layer: Path = LAYER) -> Path:
    """The layer's libraries for this machine; in Lambda the loader has them in its path."""
    machine = {"amd64": "x86_64", "aarch64": "arm64"}.get(platform.machine().lower(), platform.machine())
    return layer / machine


def load_fribidi(layer: Path = LAYER) -> str | None:
    """Load the layer's libfribidi into this process where the system has none; has to come before PIL is imported.

    In Lambda the loader finds it in /opt/lib by itself; here only an already loaded library answers to that name.
    Returns what was loaded, or None where there is none: Pillow then sets text without Raqm.
    """
    for name in ("libfribidi.so.0", str(library_folder(layer) / "libfribidi.so.0")):
        try:
            ctypes.CDLL(name, mode=ctypes.RTLD_GLOBAL)
        except OSError:
            continue
        return name
    return None
