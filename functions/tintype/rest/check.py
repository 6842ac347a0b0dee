"""A query string or a body against its model: the value, or every problem in the contract's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from tintype.base.errors import InvalidInputError
from tintype.document.check import shape_problems

M = TypeVar("M", bound=BaseModel)


def checked(model: type[M], raw: Mapping[str, Any], code: str | None = None) -> M:
    """The model's value for `raw`. Raises InvalidInputError with every problem; `code` names them all alike.

    The error's id is the code that its problems share, else ``invalid_payload``.
    """
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        problems = list(shape_problems(error, code))
    codes = {problem.code for problem in problems}
    raise InvalidInputError.of(problems, codes.pop() if len(codes) == 1 else "invalid_payload")
