"""Behind a CDN: nginx with a cache, behind the CloudFront Function of template.yaml run by node."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.e2e.cdn import Cdn, install_nginx, path_of
from tests.e2e.viewer import Answer, ask
from tests.faults.world import World, shown_on

OWN, ASKED = "the design's own photo", "the picture as asked"


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """The service, with degraded answers that may be kept for two seconds."""
    running = World({"DEGRADED_CACHE_SECONDS": "2"})
    yield running
    running.close()


@pytest.fixture(scope="module")
def cdn(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cdn]:
    if not shutil.which("node"):
        pytest.skip("node is not installed")
    if not install_nginx():
        pytest.skip("nginx is neither installed nor can it be")
    folder: Path = tmp_path_factory.mktemp("nginx")
    running = Cdn(world.url, folder)
    yield running
    running.close()


@pytest.fixture
def image(world: World, cdn: Cdn) -> str:
    """The URL at the CDN of a new image."""
    return cdn.url + path_of(world.new_image())


def cache(answer: Answer) -> str:
    return str(answer.headers["x-cache"])


def test_the_second_request_is_a_hit(image: str) -> None:
    first, second = ask(image), ask(image)
    assert (cache(first), cache(second)) == ("MISS", "HIT")
    assert (second.status, second.body, second.headers["etag"]) == (200, first.body, first.headers["etag"])
    assert second.headers["content-type"] == "image/png"
    assert second.headers["access-control-allow-origin"] == "*"


def test_a_viewer_that_has_the_picture_is_told_so_by_the_cache(image: str) -> None:
    tag = ask(image).headers["etag"]
    again = ask(image, if_none_match=tag)
    assert (again.status, again.body, cache(again), again.headers["etag"]) == (304, b"", "HIT", tag)
    assert ask(image, if_none_match='"other"').status == 200


@pytest.mark.parametrize(
    "spelling",
    [
        "title=A+b&photo.hidden=1&utm_source=mail",
        "photo.hidden=1&title=A%20b",
        "title=first&title=%41%20b&photo.hidden=1&fbclid=x&gclid=y",
        "photo.hidden=1&title=A%20b&nobody=&_unknown=3",
    ],
)
def test_every_spelling_of_a_request_is_one_variant(image: str, spelling: str) -> None:
    first = ask(f"{image}?photo.hidden=1&title=A%20b")
    other = ask(f"{image}?{spelling}")
    assert (cache(first), cache(other)) == ("MISS", "HIT")
    assert other.body == first.body


def test_another_value_is_another_variant(image: str) -> None:
    one, other = ask(f"{image}?title=One"), ask(f"{image}?title=Other")
    assert (cache(one), cache(other)) == ("MISS", "MISS")
    assert one.body != other.body


def test_accept_makes_two_variants_and_no_more(image: str) -> None:
    plain = image.removesuffix(".png")
    webp = ("image/avif,image/webp,image/apng,*/*;q=0.8", "image/webp", "text/html,image/webp;q=0.9")
    answers = [ask(plain, accept=accept) for accept in webp]
    assert [cache(answer) for answer in answers] == ["MISS", "HIT", "HIT"]
    assert {answer.picture.format for answer in answers} == {"WEBP"}
    jpegs = [ask(plain, accept="image/*"), ask(plain, accept="*/*"), ask(plain)]
    assert [cache(answer) for answer in jpegs] == ["MISS", "HIT", "HIT"]
    assert {answer.picture.format for answer in jpegs} == {"JPEG"}


def test_accept_makes_no_variants_where_the_url_names_the_type(image: str) -> None:
    assert [cache(ask(image, accept=accept)) for accept in ("image/webp", "*/*")] == ["MISS", "HIT"]


def test_head_is_answered_from_the_cache(image: str) -> None:
    full = ask(image)
    head = ask(image, "HEAD")
    assert (head.status, head.body, cache(head)) == (200, b"", "HIT")
    assert head.headers["content-length"] == str(len(full.body))


def test_a_degraded_answer_is_kept_for_a_moment_and_heals_by_itself(world: World, image: str) -> None:
    url = f"{image}?photo={quote(world.new_photo(), safe='')}"
    world.photos.become("500")
    try:
        first, second = ask(url), ask(url)
    finally:
        world.photos.become("well")
    assert (cache(first), cache(second)) == ("MISS", "HIT")
    assert [shown_on(answer.picture) for answer in (first, second)] == [OWN, OWN]
    assert second.headers["x-image-problems"] == "photo.image_url:status"
    for _ in range(600):  # two seconds are enough; two minutes are for a machine that is busy
        healed = ask(url)
        if shown_on(healed.picture) == ASKED:
            break
        threading.Event().wait(0.2)
    assert shown_on(healed.picture) == ASKED
    assert healed.headers["x-image-problems"] is None
    assert cache(ask(url)) == "HIT"


def test_many_who_come_at_once_cost_one_render(world: World, image: str) -> None:
    answers: list[Answer] = []
    threads = [threading.Thread(target=lambda: answers.append(ask(f"{image}?title=Many"))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({answer.body for answer in answers}) == 1
    assert [cache(answer) for answer in answers].count("MISS") == 1


def test_an_error_is_not_kept(image: str) -> None:
    strict = f"{image}?title.color=nope&_strict=1"
    assert [(answer.status, cache(answer)) for answer in (ask(strict), ask(strict))] == [(400, "MISS"), (400, "MISS")]
    posted = ask(image, "POST", b"")
    assert (posted.status, posted.headers["allow"]) == (405, "GET, HEAD")
