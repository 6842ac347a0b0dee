"""A table whose answers get lost: what was asked is done, and nobody is told."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch
from uuid import uuid4

from local.aws import LocalAws
from tests.faults.aws import AwsProxy
from tests.faults.writes import Stores
from tests.integration.store.conftest import client_of, create_table
from tintype.store import aws as store
from tintype.store.signed import SignedClient
from tintype.store.sigv4 import Credentials


class Tables:
    """New tables, each with its stores: those behind the proxy, and those of a rival that no answer of is lost."""

    def __init__(self, proxy: AwsProxy, upstream: str) -> None:
        self.proxy = proxy
        self._straight = client_of("dynamodb", upstream)
        self._lossy = store.client("dynamodb")
        own = Credentials("local", "local")
        self._signed = [SignedClient("dynamodb", "eu-central-1", url, own) for url in (proxy.url, upstream)]

    def stores(self) -> tuple[Stores, Stores]:
        """The stores of a new table, and the rival's."""
        table = f"table-{uuid4()}"
        create_table(self._straight, table)
        return Stores(table, self._lossy, self._signed[0]), Stores(table, self._straight, self._signed[1])

    def drop(self, stores: Stores) -> None:
        """Let go of a table."""
        self._straight.delete_table(TableName=stores.table)

    def close(self) -> None:
        for each in (*self._signed, self._lossy, self._straight):
            each.close()


@contextmanager
def lossy_tables() -> Iterator[Tables]:
    """moto, and the proxy before it that `Tables` are asked through, by the client that the doors have."""
    aws, proxy = LocalAws(), AwsProxy("dynamodb")
    proxy.upstream = aws.url
    # moto answers one after the other, and this machine is busy: who waits longer than that has not lost an answer.
    patient = patch.dict(store.READ_SECONDS, dynamodb=60), patch.object(store, "PATIENCE", 60)
    environment = patch.dict(os.environ, {**aws.environment, "AWS_ENDPOINT_URL_DYNAMODB": proxy.url})
    with environment, patient[0], patient[1]:
        tables = Tables(proxy, aws.url)
        try:
            yield tables
        finally:
            tables.close()
            proxy.close()
            aws.close()
