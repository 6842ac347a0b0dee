"""Writes docs/openapi.json from the code: ``python -m local.openapi``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tintype.rest.openapi import openapi
from tintype.rest.table import TABLE

PAGE = Path(__file__).parent.parent / "docs" / "openapi.json"


def main() -> int:
    """Write the description anew."""
    PAGE.write_text(json.dumps(openapi(TABLE.routes), indent=1, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
