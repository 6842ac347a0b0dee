"""What a picture may cost: estimates that rank as reality does, and what is given up in which order."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engines import engine_with
from tintype.base.record import replace
from tintype.engine import Engine
from tintype.engine.layout.arrange import Resources, arrange
from tintype.engine.pipeline import budget
from tintype.engine.plate import Plate, plate_from
from tintype.engine.plate.fill import Override, fill
from tintype.engine.scene import Scene

MEMORY = 1 << 40
ENGINE = engine_with({})
RED: dict[str, Any] = {"background_color": "#D7263D"}
SHADOW: dict[str, Any] = {"shadow_color": "#000000", "shadow_blur": 200}


def plate(*layers: tuple[str, str, list[float], dict[str, Any]], size: int = 1000) -> Plate:
    record = {
        "design_id": "d", "revision": 1, "format": "f", "uid": "u", "width": size, "height": size, "root": {},
        "elements": [list(layer) for layer in layers], "assets": {},
    }  # fmt: skip
    return plate_from(record)


def shape(name: str = "shape", box: tuple[float, float, float, float] = (0, 0, 1000, 1000), **values: Any) -> Any:
    return name, "shape", list(box), {**RED, **values}


def text(payload: str, name: str = "title", **values: Any) -> Any:
    return name, "text", [0, 0, 1000, 1000], {"payload": payload, **values}


def scene_of(*layers: Any, size: int = 1000) -> Scene:
    return ENGINE.layout(plate(*layers, size=size)).scene


def units(*layers: Any, size: int = 1000) -> float:
    return budget.total(scene_of(*layers, size=size), "png").units


# Estimates


def test_a_cost_grows_with_what_is_seen_and_not_with_what_is_not() -> None:
    whole, part = units(shape()), units(shape(box=(0, 0, 500, 500)))
    outside = units(shape(box=(5000, 0, 1000, 1000)))
    monstrous = units(shape(box=(-50_000, -50_000, 100_000, 100_000)))
    assert outside < part < whole == monstrous


@pytest.mark.parametrize(
    ("plain", "dear"),
    [
        (shape(), shape(opacity=50)),
        (shape(), shape(rotation=20)),
        (shape(), shape(**SHADOW)),
        (shape(), shape(background_color="radial-gradient(50% 50% 50%,0% #F00 1,100% #00F 1)")),
        (shape(), shape(pattern_name="star")),
        (text("Hello"), text("Hello", font_size=900)),
        (text("Hello"), text("Hello", skew_y=10)),
        (text("Hello"), text("Hello", color="#FF000080")),
        (text("Hello", font_size=300), text("Hello", font_size=300, stroke_width=5, stroke_color="#F00")),
    ],
)
def test_what_takes_more_is_reckoned_to_take_more(plain: Any, dear: Any) -> None:
    assert units(dear) > units(plain)


def test_memory_is_that_of_the_largest_layer() -> None:
    none = budget.total(scene_of(shape()), "png").bytes
    one = budget.total(scene_of(shape(**SHADOW)), "png").bytes
    three = budget.total(scene_of(*(shape(f"s{n}", **SHADOW) for n in range(3))), "png").bytes
    assert none < one == three


def test_text_that_takes_the_shaper_is_dearer_to_set() -> None:
    texts = (text("a" * 900), text("م" * 900), text("م" * 900, auto_resize=True))
    latin, arabic, shrunk = (budget.setting_cost(plate(one).elements[0]) for one in texts)
    assert 0 < latin < arabic < shrunk
    assert budget.setting_cost(plate(text("م" * 900, hidden=True)).elements[0]) == 0


def test_an_ordinary_picture_is_not_even_reckoned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "cost_of", lambda *_: pytest.fail("reckoned"))
    scene = scene_of(*(shape(f"s{n}", (0, 0, 300, 300)) for n in range(8)), text("A title", font_size=64))
    assert budget.affords(scene, "png", 6.0, 900 << 20)


def test_a_unit_is_timed_once_and_only_where_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    budget.unit_ms.cache_clear()
    samples = []
    monkeypatch.setattr(budget, "sample", lambda: samples.append(1))
    scene = scene_of(shape(**SHADOW))
    assert budget.affords(scene, "png", 60.0, MEMORY)
    assert budget.affords(scene, "png", 60.0, MEMORY)
    assert len(samples) == 2
    budget.unit_ms.cache_clear()


# What is given up


def cheaper(
    filled: Plate, original: Plate, seconds: float, memory: int = MEMORY, unit_ms: float = 1.0
) -> tuple[list[str], list[str], Plate]:
    """What was named, what is still painted, and the plate as it is painted."""
    resources = Resources({}, ENGINE.fonts)
    scene = arrange(filled, {}, ENGINE.fonts)
    scene, plate_, problems = budget.within(scene, filled, original, resources, "png", seconds, memory, lambda: unit_ms)
    assert {problem.code for problem in problems} <= {"too_costly"}
    return [problem.path for problem in problems], [item.name for item in scene.items], plate_


def test_nothing_is_given_up_that_can_be_afforded() -> None:
    design = plate(shape("a", **SHADOW), shape("b"))
    assert cheaper(design, design, 10.0) == ([], ["a", "b"], design)


def test_effects_go_first_then_what_was_asked_then_the_element() -> None:
    design = plate(shape("a", (0, 0, 10, 10)), shape("b"))
    overrides = [
        Override("a", name, value)
        for name, value in (("shadow_color", "#000"), ("shadow_blur", "400"), ("background_color", "#00F"))
    ]
    filled = fill(design, overrides, {}).plate
    whole = budget.total(arrange(filled, {}, ENGINE.fonts), "png").units
    named: list[list[str]] = []
    for share in (0.99, 0.2, 0.0001):
        found, *_ = cheaper(filled, design, share * whole / 1000 / budget.SHARE)
        named.append(found)
    assert named[0] == ["a.shadow_blur"]
    assert named[1][0] == "a.shadow_blur"
    assert named[2][:2] == ["a.shadow_blur", "b.hidden"] or "a.shadow_blur" in named[2]
    assert {"a.hidden", "b.hidden"} <= set(named[2])


def test_what_is_given_up_is_not_static_any_more_so_that_nothing_of_it_is_kept() -> None:
    design = plate(shape("a", **SHADOW), shape("b", (0, 0, 10, 10)))
    whole = budget.total(arrange(design, {}, ENGINE.fonts), "png").units
    found, items, painted = cheaper(design, design, 0.9 * whole / 1000 / budget.SHARE)
    assert (found, items) == (["a.shadow_blur"], ["a", "b"])
    assert [element.static for element in painted.elements] == [False, True]


def test_an_item_that_needs_more_memory_than_there_is_goes_whatever_time_there_is() -> None:
    design = plate(shape("a", **SHADOW), shape("b"))
    base = budget.encoding_cost(arrange(design, {}, ENGINE.fonts), "png").bytes
    found, items, _ = cheaper(design, design, 1e9, base + 1000)
    assert (found, items) == (["a.shadow_blur"], ["a", "b"])


def test_it_always_ends_and_with_nothing_at_the_least() -> None:
    design = plate(*(shape(f"s{n}", **SHADOW, rotation=n) for n in range(40)))
    found, items, _ = cheaper(design, design, 0.0)
    assert items == []
    assert {path.partition(".")[0] for path in found} == {f"s{n}" for n in range(40)}


@pytest.mark.parametrize("payload", ["م" * 9000, "字" * 9000, "Long latin text " * 560])
def test_the_longest_texts_give_way_to_the_designs_own(payload: str) -> None:
    design = plate(text("Short", "a"), text("Own", "b"))
    filled = fill(design, [Override("b", None, payload)], {}).plate
    plate_, problems = budget.settable(filled, design, 0.001, lambda: 1.0)
    assert [f"{problem.path}:{problem.code}" for problem in problems] == ["b.payload:too_costly"]
    assert [element.values["payload"] for element in plate_.elements] == ["Short", "Own"]
    assert budget.settable(filled, design, 1000.0, lambda: 1.0) == (filled, ())


def test_a_design_whose_own_text_is_too_long_shows_the_rest() -> None:
    design = plate(text("م" * 9000, "a"), shape("b"))
    plate_, problems = budget.settable(design, design, 0.001, lambda: 1.0)
    assert [problem.path for problem in problems] == ["a.payload"]
    assert [bool(element.values["hidden"]) for element in plate_.elements] == [True, False]


# Through the engine


class Clock:
    """Seconds that pass only when somebody looks."""

    def __init__(self, step: float) -> None:
        self.now, self.step = 0.0, step

    def __call__(self) -> float:
        self.now += self.step
        return self.now


@pytest.fixture
def dear_unit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which a unit of work takes a second."""
    monkeypatch.setattr(budget.within, "__defaults__", (lambda: 1000.0,))
    monkeypatch.setattr(budget.affords, "__defaults__", (lambda: 1000.0,))
    monkeypatch.setattr(budget, "_SLOWEST", 1e6)


def test_a_scale_that_can_not_be_afforded_is_the_first_thing_to_go(dear_unit: None) -> None:
    engine = engine_with({})
    design = plate(shape("a", (0, 0, 20, 20)), size=20)
    picture = engine.render(design, scale=3, type="jpeg", deadline=engine._context.clock() + 0.03)
    assert [f"{each.path}:{each.code}" for each in picture.problems][:1] == ["_scale:too_costly"]
    assert picture.width < 60


def test_what_is_late_is_left_out_and_named_and_the_picture_comes() -> None:
    design = plate(*(shape(f"s{n}", (0, 0, 50, 50)) for n in range(30)))
    engine = Engine(ENGINE._context.fonts.catalogue.folder, lambda *_: b"", clock=Clock(0.05))
    picture = engine.render(design, [Override("s0", None, "#00F")], type="png", deadline=2.0)
    late = [each.path for each in picture.problems if each.code == "too_costly"]
    assert 0 < len(late) < 30
    assert picture.data.startswith(b"\x89PNG")


def test_what_was_cut_short_is_not_kept_for_the_next_one() -> None:
    design = replace(plate(*(shape(f"s{n}", (n * 20, 0, 50, 50), opacity=50) for n in range(30))), key="kept?")
    clock = Clock(0.05)
    engine = Engine(ENGINE._context.fonts.catalogue.folder, lambda *_: b"", clock=clock)
    assert engine.render(design, type="png", deadline=1.0).problems
    clock.step = 0.0
    later = engine.render(design, type="png", deadline=clock.now + 60)
    assert later.problems == ()
    assert later.data == engine_with({}).render(design, type="png").data
