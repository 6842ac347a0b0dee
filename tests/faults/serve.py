"""``python -m tests.faults.serve OPTIONS``: the service for a test that breaks what it stands on.

`OPTIONS` is JSON: ``settings`` are environment variables for the functions, and with ``many`` set designs are stored
without transactions, so that there can be thousands. Prints its URLs as a line of JSON, then obeys lines of JSON from
its input: ``{"names": "hang"}`` makes look-ups of names below .test hang, ``fail`` and ``well``; ``{"clock": 60}`` puts
the wall clock forward by as many seconds. Each line is answered with ``{"obeyed": true}``.
"""

from __future__ import annotations

import copy
import inspect
import json
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any, Literal

KEY = "a-key-for-these-tests"


class Names:
    """Look-ups of names below .test, which lead to this machine while all is well."""

    def __init__(self) -> None:
        self.mode = "well"
        self._healed = threading.Event()
        self._real = socket.getaddrinfo
        socket.getaddrinfo = self._look_up

    def become(self, mode: str) -> None:
        """``well``, ``fail`` or ``hang``; what hangs goes on once it is well again."""
        self.mode = mode
        self._healed.set()
        if mode == "hang":
            self._healed = threading.Event()

    def _look_up(self, host: bytes | str | None, *rest: Any, **named: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host or ""
        if not name.endswith(".test"):
            return self._real(host, *rest, **named)
        if self.mode == "fail":
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        if self.mode == "hang":
            self._healed.wait()
        return self._real("127.0.0.1", *rest, **named)


class Clock:
    """The wall clock, `ahead` seconds ahead."""

    def __init__(self) -> None:
        self.ahead = 0.0
        self._real = time.time
        time.time = lambda: self._real() + self.ahead


def main() -> int:
    """Run until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is for the test to end us
    options = json.loads(sys.argv[1])
    names, clock = Names(), Clock()
    os.environ.update(options["settings"])
    from local.service import Service
    from tintype.store import designs

    if options["many"]:
        designs.transact = _one_by_one  # type: ignore[attr-defined]
        _look_only_into_the_partition()
    service = Service(0, KEY, settings=options["settings"])
    _say({"url": service.url, "aws": service.aws.url})
    for line in sys.stdin:
        order = json.loads(line)
        if "names" in order:
            names.become(order["names"])
        if "clock" in order:
            clock.ahead = order["clock"]
        _say({"obeyed": True})
    service.close()
    return 0


def _one_by_one(client: Any, writes: Sequence[Mapping[str, Any]]) -> Literal["made"]:
    """The writes of a transaction one after the other: for a transaction moto copies all its tables."""
    calls = {"Put": client.put_item, "Update": client.update_item, "Delete": client.delete_item}
    for write in writes:
        for kind, request in write.items():
            calls[kind](**request)
    return "made"


def _look_only_into_the_partition() -> None:
    """Queries that don't sort the whole table: moto does, and thousands of designs would take it hours."""
    from moto.dynamodb.models.table import Table

    query, parameters = Table.query, inspect.signature(Table.query)

    def quick(self: Any, hash_key: Any, *rest: Any, **named: Any) -> Any:
        if parameters.bind(self, hash_key, *rest, **named).arguments.get("index_name"):
            return query(self, hash_key, *rest, **named)
        partition = copy.copy(self)
        partition.items = {hash_key: self.items.get(hash_key, {})}
        return query(partition, hash_key, *rest, **named)

    Table.query = quick  # type: ignore[method-assign]


def _say(record: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(record) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
