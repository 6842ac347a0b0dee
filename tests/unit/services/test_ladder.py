"""What is shown when something is wrong, rung by rung: the value, the design's own, nothing, the last plate, grey."""

from __future__ import annotations

import io
import itertools
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest
from PIL import Image

from tests.engines import FONTS
from tintype.base.errors import InvalidInputError, TintypeError, UnavailableError
from tintype.engine import Engine
from tintype.engine.pipeline import pipeline
from tintype.engine.pipeline.pipeline import MAX_PIXELS
from tintype.engine.plate import plate_from
from tintype.engine.plate.fill import fill as fill_plate
from tintype.model.records import Card, DynamicImage, FormatCard, Found
from tintype.net.errors import FetchError
from tintype.services.images.admission import NOBODY, Admission
from tintype.services.images.plate_cache import PATIENCE, PlateCache
from tintype.services.images.render_image import ImageRenderer, ImageRequest, Rendered, render_image

IMAGE = "6f9619ff-8b86-5d01-b42d-00cf4fc964ff"
RED, GREEN, WHITE = (255, 0, 0), (0, 128, 0), (255, 255, 255)
REMOTE = "https://photos.example/a.png"


def png(colour: str) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (4, 4), colour).save(data, "PNG")
    return data.getvalue()


_numbers = itertools.count()


class World:
    """A renderer whose table, bucket and web do what a test says."""

    def __init__(self) -> None:
        self.plate: dict[str, Any] = {
            "design_id": "d", "revision": 1, "format": "og", "uid": "u", "width": 40, "height": 40, "root": {},
            "elements": [["photo", "image", [0, 0, 40, 40], {"image_url": "asset:own"}]], "assets": {"own": "sha-own"},
        }  # fmt: skip
        self.image = DynamicImage(False, True, 1)
        self.card = Card("d", IMAGE, "Card", "static", 1, 1, 1, (FormatCard("og", "u", 40, 40),), self.image)
        self.table: Callable[[float], Found | None] = lambda _: Found(self.card, self.plate)
        self.bucket: Callable[[str, float], bytes] = lambda digest, _: png("red")
        self.web: Callable[[Iterable[str], float], Mapping[str, bytes | TintypeError]] = lambda urls, _: {
            url: png("green") for url in urls
        }
        self.now = 1000.0
        self.reported: list[BaseException] = []
        self.asked: list[float] = []
        # Of digests that nobody kept anything under: the caches of decoded pictures are the process's.
        self.plate["assets"] = {"own": f"own-{next(_numbers)}"}
        admission = Admission(Counting(), 10, 5, time.time, time.monotonic, self.reported.append)
        plates = PlateCache(self._find, 5.0, 1 << 20, lambda: self.now)
        self.renderer = ImageRenderer(plates, admission, Engine(FONTS, self._read, self), self.reported.append)

    def _find(self, image_id: str, format_: str | None, deadline: float) -> Found | None:
        self.asked.append(deadline)
        return self.table(deadline)

    def _read(self, digest: str, deadline: float) -> bytes:
        return self.bucket(digest, deadline)

    def fetch(self, urls: Iterable[str], deadline: float) -> Mapping[str, bytes | TintypeError]:
        return self.web(urls, deadline)

    def forget(self, url: str) -> None:
        pass

    def look(self, query: str = "", path: str = f"{IMAGE}.png") -> Rendered:
        return render_image(ImageRequest(path, query, "", time.monotonic() + 60, viewer=NOBODY), self.renderer)


class Counting:
    def admit(self, *_: object) -> int:
        return 0


@pytest.fixture
def world() -> World:
    return World()


def shows(rendered: Rendered) -> Any:
    return Image.open(io.BytesIO(rendered.data)).convert("RGB").getpixel((20, 20))


def codes(rendered: Rendered) -> list[str]:
    return [f"{each.path}:{each.code}" for each in rendered.problems]


def unavailable(*_: object) -> Any:
    raise UnavailableError("out")


def test_the_first_rung_is_what_was_asked_for(world: World) -> None:
    rendered = world.look(f"photo={REMOTE}")
    assert (shows(rendered), codes(rendered), rendered.error, rendered.stale) == (GREEN, [], None, False)


def test_the_second_is_the_designs_own(world: World) -> None:
    world.web = lambda urls, _: {url: FetchError("timeout") for url in urls}
    rendered = world.look(f"photo={REMOTE}&photo.opacity=most")
    assert (shows(rendered), rendered.error) == (RED, None)
    assert codes(rendered) == ["photo.opacity:wrong_type", "photo.image_url:timeout"]


def test_the_third_is_to_leave_the_element_out(world: World) -> None:
    world.bucket = unavailable
    rendered = world.look()
    assert (shows(rendered), codes(rendered), rendered.error) == (WHITE, ["photo.image_url:unavailable"], None)


def test_a_fault_of_ours_shows_the_design_without_what_was_asked(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    real = fill_plate

    def fill(plate: Any, overrides: Any, variables: Any) -> Any:
        if overrides:
            raise RuntimeError("a fault of ours")
        return real(plate, overrides, variables)

    monkeypatch.setattr(pipeline, "fill", fill)
    rendered = world.look(f"photo={REMOTE}")
    assert (shows(rendered), codes(rendered), rendered.error) == (RED, ["service:internal_error"], None)
    assert [type(each) for each in world.reported] == [RuntimeError]


def test_the_fourth_is_the_last_good_plate(world: World) -> None:
    world.look()
    world.table = unavailable
    world.now += 6
    rendered = world.look()
    assert (shows(rendered), codes(rendered), rendered.error, rendered.stale) == (RED, [], None, True)


def test_the_fifth_is_a_grey_picture(world: World) -> None:
    world.table = unavailable
    rendered = world.look()
    assert (codes(rendered), rendered.error) == (["service:unavailable"], None)
    assert Image.open(io.BytesIO(rendered.data)).size == (1200, 630)
    assert all(part > 200 for part in shows(rendered))


def test_a_design_that_can_not_be_drawn_at_all_is_grey_in_its_own_size(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def draw(*_: object) -> Any:
        raise MemoryError

    monkeypatch.setattr(pipeline, "draw", draw)
    rendered = world.look("_type=webp", IMAGE)
    assert (codes(rendered), rendered.error, rendered.content_type) == (["service:internal_error"], None, "image/webp")
    assert Image.open(io.BytesIO(rendered.data)).size == (40, 40)


def test_strict_tells_the_same_as_an_error(world: World) -> None:
    world.web = lambda urls, _: {url: FetchError("timeout") for url in urls}
    with pytest.raises(InvalidInputError) as raised:
        world.look(f"photo={REMOTE}&_strict=1")
    assert [f"{each.path}:{each.code}" for each in raised.value.problems] == ["photo.image_url:timeout"]


# The table


def test_while_the_table_is_out_it_is_left_in_peace(world: World) -> None:
    world.look()
    world.table = unavailable
    world.now += 6
    assert [world.look().stale for _ in range(3)] == [True] * 3
    assert len(world.asked) == 2
    world.table = lambda _: Found(world.card, world.plate)
    world.now += 6
    assert (world.look().stale, len(world.asked)) == (False, 3)


def test_plates_at_hand_count_with_their_texts(world: World) -> None:
    world.plate["elements"] += [["title", "text", [0, 0, 9, 9], {"payload": "é" * 10_000}]] * 3
    plates = PlateCache(world._find, 5.0, 1 << 20, lambda: world.now)
    for number in range(100):
        plates.find(IMAGE, str(number), world.now + 60)
    assert 0 < plates.size <= 1 << 20
    assert sum(plates._kept.get((IMAGE, str(number))) is not None for number in range(100)) < (1 << 20) / 30_000


def test_a_plate_at_hand_is_worth_less_waiting(world: World) -> None:
    plates = world.renderer.plates
    plates.find(IMAGE, None, 1040.0)
    assert world.asked[-1] == 1020.0  # half of the time, where there is nothing else
    world.now += 6
    plates.find(IMAGE, None, 1046.0)
    assert world.asked[-1] == world.now + PATIENCE


# Time


def test_own_pictures_have_time_left_when_others_do_not_come(world: World) -> None:
    given: dict[str, float] = {}
    begun = time.monotonic()

    def web(urls: Iterable[str], deadline: float) -> Mapping[str, bytes | TintypeError]:
        given["asked"] = deadline - begun
        return {url: FetchError("timeout") for url in urls}

    def bucket(_: str, deadline: float) -> bytes:
        given["own"] = deadline - begun
        return png("red")

    world.web, world.bucket = web, bucket
    world.look(f"photo={REMOTE}")
    # Of 60 s: 60 % for what is asked for, what is left for the design's own, and a reserve to paint and encode.
    assert given["asked"] + 15 < given["own"]


def test_what_takes_time_is_waited_for_side_by_side(world: World) -> None:
    import threading

    names = ["a", "b", "c"]
    world.plate["elements"] = [[name, "image", [0, 0, 10, 10], {"image_url": f"asset:{name}"}] for name in names]
    world.plate["assets"] = {name: name for name in names}
    together = threading.Barrier(3, timeout=30)

    def bucket(_: str, __: float) -> bytes:
        together.wait()  # breaks unless all three are read at the same time
        return png("red")

    world.bucket = bucket
    assert codes(world.look()) == []


def test_an_asset_that_is_late_is_left_behind(world: World) -> None:
    import threading

    world.plate["elements"] = [[name, "image", [0, 0, 10, 10], {"image_url": f"asset:{name}"}] for name in "ab"]
    world.plate["assets"] = {"a": "a", "b": "b"}
    never = threading.Event()

    def bucket(name: str, _: float) -> bytes:
        if name == "b":
            never.wait(60)
        return png("red")

    world.bucket = bucket
    request = ImageRequest(f"{IMAGE}.png", "", "", time.monotonic() + 0.5, viewer=NOBODY)
    rendered = render_image(request, world.renderer)
    never.set()
    assert codes(rendered) == ["b.image_url:unavailable"]


# Memory


@pytest.mark.parametrize(
    ("side", "scale", "drawn"), [(1000, 3, 3), (2000, 3, 2), (3000, 3, 1.5), (4000, 3, 1), (2000, 1.5, 1.5)]
)
def test_a_scale_that_would_take_too_much_memory_gives_way_to_a_smaller_one(
    world: World, side: int, scale: float, drawn: float
) -> None:
    plate = plate_from({**world.plate, "width": side, "height": side, "elements": []})
    laid_out = world.renderer.engine.layout(plate, scale=scale)
    assert (laid_out.scene.width, laid_out.scene.height) == (side * drawn, side * drawn)
    assert laid_out.scene.width * laid_out.scene.height <= MAX_PIXELS
    assert [problem.code for problem in laid_out.problems] == (["too_large"] if drawn < scale else [])


def test_a_scale_that_was_not_to_be_is_named(world: World) -> None:
    world.plate |= {"width": 3400, "height": 3400, "elements": []}
    rendered = world.look("_scale=3", f"{IMAGE}.jpg")
    assert (codes(rendered), Image.open(io.BytesIO(rendered.data)).size) == (["_scale:too_large"], (3400, 3400))
