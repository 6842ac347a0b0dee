"""``python -m tests.faults.serve OPTIONS``: the service for a test that breaks what it stands on.

`OPTIONS` is JSON: ``settings`` are environment variables for the functions. Prints its URLs as a line of JSON, then
obeys lines of JSON from its input: ``{"names": "hang"}`` makes look-ups of names below .test hang, ``fail`` and
``well``; ``{"clock": 60}`` puts the wall clock forward by as many seconds. Each line is answered with
``{"obeyed": true}``.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import threading
import time
from typing import Any

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


def _say(record: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(record) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
