"""Taking pictures out of the CDN, because what they show has changed."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Protocol
from uuid import uuid4

from tintype.store.aws import answering


class Invalidates(Protocol):
    """What is used of boto3's CloudFront client."""

    def create_invalidation(self, *, DistributionId: str, InvalidationBatch: Any) -> Any: ...  # noqa: N803


class Cdn:
    """The CloudFront distribution with the id `distribution`; "" where there is none, and nothing is done.

    `connect` makes its client when it is first needed. For `settle` seconds after a change a warm container may still
    draw what was before: only what is taken out after that stays out.
    """

    def __init__(
        self,
        distribution: str,
        connect: Callable[[], Invalidates],
        settle: float,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._distribution = distribution
        self._connect = connect
        self._settle = settle
        self._sleep = sleep

    def purge(self, image_id: str) -> None:
        """Take out every picture of a dynamic image, as one path: all formats, types and variants.

        Raises UnavailableError when CloudFront doesn't take the order, as when too many are under way.
        """
        if not self._distribution:
            return
        self._sleep(self._settle)
        batch = {"Paths": {"Quantity": 1, "Items": [f"/{image_id}*"]}, "CallerReference": str(uuid4())}
        with answering("the CDN"):
            self._connect().create_invalidation(DistributionId=self._distribution, InvalidationBatch=batch)
