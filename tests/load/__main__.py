"""``python -m tests.load``: mixed load on the service of this machine, and its figures into docs/reliability.md."""

from __future__ import annotations

import argparse
import sys
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

from tests.faults.photos import PhotoHost
from tests.faults.world import World
from tests.load.designs import photo, put_designs
from tests.load.mix import Mix
from tests.load.viewer import Viewer
from tests.reliability import circumstances, table, write_section

PAGE = 4096
MEGABYTE = 1 << 20
FAULTY = ("byte by byte", "endless", "endless head", "silent", "hangs up", "redirects in a circle", "HTML", "a bomb",
          "cut", "500", "claims 4 GB", "not HTTP")  # fmt: skip
EXPECTED = {200, 304, 400, 404, 405, 414}


@dataclass
class Figures:
    """What was seen: latencies (s) by kind, statuses, what was wrong, and memory and requests by slice of the time."""

    latencies: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: Counter[int] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    slices: list[tuple[float, int, int]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def requests(self) -> int:
        return sum(self.statuses.values())


def main() -> int:
    """Run; 0 where no request was answered with 5xx or with something that is neither picture nor contract error."""
    options = _options()
    random = Random(options.seed)
    hosts = [PhotoHost() for _ in range(len(FAULTY) + 1)]
    allow = ",".join(f"127.0.0.1:{host.port}" for host in hosts)
    # The world's own settings make for short tests; here they are as they are deployed.
    world = World({"DEADLINE_SECONDS": "6", "PLATE_SECONDS": "5", "FETCH_ALLOW_HOSTS": allow})
    try:
        hosts[0].say(photo(random))
        for host, mode in zip(hosts[1:], FAULTY, strict=True):
            host.become(mode)
        print(f"putting {options.designs} designs", flush=True)
        images = put_designs(world.url, options.designs, random)
        random.shuffle(images)
        names = [f"127.0.0.1:{host.port}" for host in hosts]
        figures = _load(world, images, names, options)
    finally:
        world.close()
        for host in hosts:
            host.close()
    _write(figures, options)
    bad = sum(count for status, count in figures.statuses.items() if status >= 500) + sum(figures.wrong.values())
    print(f"{figures.requests} requests, {bad} not as they should be: {dict(figures.wrong)} {dict(figures.statuses)}")
    return 1 if bad else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.load")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--designs", type=int, default=2000)
    parser.add_argument("--viewers", type=int, default=12, help="each asks one thing after another")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _load(world: World, images: list[str], hosts: list[str], options: argparse.Namespace) -> Figures:
    figures, ends = Figures(), time.monotonic() + 60 * options.minutes
    netloc = urlsplit(world.url).netloc
    threads = [
        threading.Thread(
            target=_view,
            args=(netloc, Mix(images, hosts[0], hosts[1:], Random(options.seed + n)), figures, ends),
        )
        for n in range(options.viewers)
    ]
    for thread in threads:
        thread.start()
    began, slices = time.monotonic(), 15
    while (now := time.monotonic()) < ends:
        passed = len(figures.slices) + 1
        time.sleep(max(0.0, min(began + passed * 60 * options.minutes / slices, ends) - now))
        figures.slices.append(((time.monotonic() - began) / 60, figures.requests, _resident(world.pid)))
        print("  {:.1f} min, {} requests, {} MB".format(*figures.slices[-1]), flush=True)
    for thread in threads:
        thread.join()
    return figures


def _view(netloc: str, mix: Mix, figures: Figures, ends: float) -> None:
    """Ask one thing after another until the time is over; every third picture is asked for again with its ETag."""
    viewer, tags = Viewer(netloc), 0
    while time.monotonic() < ends:
        asked = mix.next()
        began = time.monotonic()
        try:
            answer = viewer.ask(asked.target, asked.method, asked.headers)
        except Exception as error:
            with figures.lock:
                figures.wrong[type(error).__name__] += 1
            continue
        took = time.monotonic() - began
        type_ = answer.headers.get("content-type", "")
        with figures.lock:
            figures.latencies[asked.kind].append(took)
            figures.statuses[answer.status] += 1
            if answer.status not in EXPECTED:
                figures.wrong[f"status {answer.status}"] += 1
            elif answer.status == 200 and not (type_.startswith("image/") and answer.body):
                figures.wrong["no picture"] += 1
        tags += 1
        if answer.status == 200 and tags % 3 == 0 and asked.kind == "text changed":
            again = viewer.ask(asked.target, "GET", {**asked.headers, "if-none-match": answer.headers["etag"]})
            with figures.lock:
                figures.statuses[again.status] += 1


def _resident(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE // MEGABYTE


def _write(figures: Figures, options: argparse.Namespace) -> None:
    rows = [_line(kind, times) for kind, times in sorted(figures.latencies.items())]
    rows.append(_line("all", [each for times in figures.latencies.values() for each in times]))
    head = ("Kind of request", "Requests", "p50, ms", "p95, ms", "p99, ms", "Longest, ms")
    memory = [(f"{minutes:.1f}", requests, size) for minutes, requests, size in figures.slices]
    statuses = ", ".join(f"{count} × {status}" for status, count in sorted(figures.statuses.items()))
    chosen = f"--minutes {options.minutes:g} --designs {options.designs} --viewers {options.viewers}"
    text = f"""`python -m tests.load {chosen}`; {circumstances()}, shared by the service,
its table and bucket, and who loads it.

{table(head, rows)}

Statuses: {statuses}. Answers with 5xx: {sum(n for status, n in figures.statuses.items() if status >= 500)}; otherwise
not as the contract says: {sum(figures.wrong.values())}.

{table(("Minute", "Requests so far", "Memory of the service, MB"), memory)}"""
    write_section("load", text)


def _line(kind: str, times: list[float]) -> tuple[object, ...]:
    times = sorted(times)

    def percentile(share: float) -> int:
        return round(1000 * times[min(len(times) - 1, int(share * len(times)))])

    return kind, len(times), percentile(0.5), percentile(0.95), percentile(0.99), round(1000 * times[-1])


if __name__ == "__main__":
    sys.exit(main())
