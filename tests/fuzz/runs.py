"""The three runs of the fuzz: requests, pictures, fonts. Each raises BrokenPromiseError at the first broken promise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from typing import Any
from urllib.parse import quote

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.fuzz import seeds
from tests.fuzz.asked import events
from tests.fuzz.door import BrokenPromiseError, Door
from tests.fuzz.mutate import mutated

Tick = Callable[[], None]


def fuzz_requests(door: Door, cases: int, number: int, tick: Tick) -> None:
    """Whatever a viewer may ask; hypothesis shrinks what breaks a promise."""
    images = [door.new_image()]

    @seed(number)
    @settings(
        max_examples=cases,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    @given(events(images))
    def ask(event: dict[str, Any]) -> None:
        door.call(event)
        tick()

    ask()


def fuzz_pictures(door: Door, cases: int, number: int, tick: Tick) -> None:
    """Mutated pictures from a photo host, in layers that cut, mask and filter them."""
    random, originals, image = Random(number), seeds.pictures(), door.new_image()
    for case in range(cases):
        data = mutated(random.choice(originals), originals, random)
        door.world.photos.say(data)
        url = quote(door.photo_url(), safe="")
        extras = random.choice(("", "&image.fitting_type=fill", "&image.opacity=40&image.rotation=30", "&_scale=2"))
        with _showing(f"picture {case} of seed {number}"):
            door.get(f"/img/{image}.{random.choice(('png', 'jpg', 'webp'))}", f"image={url}&logo={url}{extras}")
        tick()


def fuzz_fonts(door: Door, cases: int, number: int, tick: Tick) -> None:
    """Mutated fonts, as if they had been uploaded before the check of uploads knew them."""
    random, originals = Random(number), seeds.fonts()
    for case in range(cases):
        image = door.new_image(mutated(random.choice(originals), originals, random))
        text = quote(random.choice(("Hello", "AVA fi ﬂ", "Ünïcôdé", "مرحبا", "日本", "👩‍👧", "a" * 200)))
        with _showing(f"font {case} of seed {number}"):
            door.get(f"/img/{image}.png", f"text={text}")
        if case % 20 == 19:
            door.forget_assets()
        tick()


@contextmanager
def _showing(what: str) -> Iterator[None]:
    """Say which case it was that broke a promise, or that raised."""
    try:
        yield
    except Exception as error:
        raise BrokenPromiseError(f"{what}: {error!r}") from error
