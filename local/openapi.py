"""docs/openapi.json: what ``GET /openapi.json`` answers, as a file to read and to compare."""

from __future__ import annotations

import json

from tintype.rest.openapi import openapi
from tintype.rest.table import TABLE


def description() -> str:
    """The description of the REST API as the file has it: indented, with a line end."""
    return json.dumps(openapi(TABLE.routes), indent=1, ensure_ascii=False) + "\n"
