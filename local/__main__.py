"""``python -m local``: the whole service on this machine, with three designs to look at."""

from __future__ import annotations

import os
import signal
import sys
import threading
from types import FrameType

BANNER = """
Tintype is up. Data lives in memory and is gone when it ends (Ctrl-C).

  API       {url}
  Key       {key}   (x-api-key: {key})
  DynamoDB and S3 (moto)  {aws}

Open one, then change the query in the address bar:
{images}
"""


def main() -> int:
    """Run until SIGINT or SIGTERM; the exit code: 0, or 1 where a port is taken."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _leave)
    # Only now: importing all that takes a second or two, during which Ctrl-C shall be no traceback.
    from local.service import Service  # noqa: PLC0415
    from local.starters import STARTERS, put_starter  # noqa: PLC0415

    port, key = int(os.environ.get("PORT") or "8000"), os.environ.get("API_KEY") or "local-key"
    aws_port, aws_host = int(os.environ.get("MOTO_PORT", "0")), os.environ.get("MOTO_HOST", "127.0.0.1")
    try:
        service = Service(port, key, os.environ.get("FETCH_ALLOW_HOSTS", ""), aws_port, aws_host=aws_host)
    except OSError as error:
        print(f"Port {port} or {aws_port} is taken ({error.strerror}); try PORT=8001 make run", file=sys.stderr)
        return 1
    try:
        lines = []
        for starter in STARTERS:
            image = put_starter(starter, service.url, key)
            lines.append(f"\n  {starter.name}\n    {image}?{starter.sample}\n    try  {starter.hint}")
        print(BANNER.format(url=service.url, key=key, aws=service.aws.url, images="\n".join(lines)), flush=True)
        threading.Event().wait()
    finally:
        service.close()
    return 0


def _leave(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    sys.exit(main())
