"""SVG markup to PNG bytes: simple drawings here, others in a process of their own with little time and memory.

What a drawing takes can't be foreseen: the rasteriser takes seconds or gigabytes for a pattern, a filter or a long
stroke of the wrong size, and what it can't allocate ends its process.
"""

from __future__ import annotations

import sys

_MEMORY = 1 << 30  # bytes of address space
_CPU, _WALL = 2, 6  # seconds; the second only counts where others keep the processor busy
_DRAW = f"""
import resource, sys
sys.path[:] = sys.argv[1].split("\\n")
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_AS, ({_MEMORY}, {_MEMORY}))
resource.setrlimit(resource.RLIMIT_CPU, ({_CPU}, {_CPU}))
import resvg_py
markup = sys.stdin.buffer.read().decode()
sys.stdout.buffer.write(resvg_py.svg_to_bytes(svg_string=markup, skip_system_fonts=True))
"""


def rasterised(markup: str) -> bytes:
    """The PNG of a drawing that is known to be simple. Raises ValueError where it can't be drawn."""
    import resvg_py  # noqa: PLC0415  most pictures are not drawings

    try:
        data: bytes = resvg_py.svg_to_bytes(svg_string=markup, skip_system_fonts=True)
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what a bug of the rasteriser ends in; no Exception
            raise
        raise ValueError("the rasteriser gave up") from error
    return data


def rasterised_apart(markup: str, seconds: float = _WALL) -> bytes:
    """The same for a drawing of which nobody knows what it takes.

    ValueError where that is more than `seconds`, 2 seconds of a processor, or 1 GB.
    """
    import subprocess  # noqa: PLC0415  few drawings need it

    if seconds <= 0:
        raise ValueError("the drawing takes too long")
    command = [sys.executable, "-I", "-S", "-c", _DRAW, "\n".join(sys.path)]
    try:
        done = subprocess.run(  # noqa: S603
            command, input=markup.encode(), capture_output=True, timeout=min(seconds, _WALL), check=False
        )
    except subprocess.TimeoutExpired as error:
        raise ValueError("the drawing takes too long") from error
    if done.returncode or not done.stdout:
        raise ValueError("the drawing takes too much, or can't be drawn")
    return done.stdout
