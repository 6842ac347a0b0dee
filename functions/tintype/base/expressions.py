"""Regular expressions that are compiled when they are first needed.

Compiling takes 0.2 to 2 ms each, and most pictures need few of them: written for Latin text, with plain numbers.
"""

from __future__ import annotations

import re
from typing import Any, cast


def expression(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` returns, compiled at the first use of one of its methods."""
    return cast(re.Pattern[str], _Expression(pattern, flags))


class _Expression:
    def __init__(self, pattern: str, flags: int) -> None:
        self._pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        # The method stays with the object, so that from now on finding it costs what it costs on a pattern.
        method = getattr(re.compile(self._pattern, self._flags), name)
        setattr(self, name, method)
        return method
