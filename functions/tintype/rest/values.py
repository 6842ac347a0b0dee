"""Numbers as JSON and query strings write them, for the fields of models."""

from __future__ import annotations

import re
from typing import Any

from pydantic import BeforeValidator


def _digits(raw: Any) -> Any:
    """Digits only: a number in a query string is neither signed nor has it a point."""
    if not isinstance(raw, str) or not re.fullmatch(r"\d{1,9}", raw, re.ASCII):
        raise ValueError("must be a whole number")
    return raw


def _integral(raw: Any) -> Any:
    """JSON knows one kind of number: 3.0 is as whole as 3."""
    return int(raw) if isinstance(raw, float) and raw.is_integer() else raw


# Each comes last among an int's annotations, after its bounds, so that the bounds get into the description.
FROM_QUERY = BeforeValidator(_digits)
FROM_JSON = BeforeValidator(_integral)
