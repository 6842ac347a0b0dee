"""Metrics as the log carries them: CloudWatch's embedded metric format."""

from __future__ import annotations

import json

from tintype.edge.metrics import Stopwatch, measured, measured_line, problem_counts


class Clock:
    """A clock that stands still unless it is told."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_stage_lasts_until_the_next_one_begins() -> None:
    clock = Clock()
    watch = Stopwatch(clock)
    clock.now += 0.001
    watch.stage("find")
    clock.now += 0.002
    watch.stage("paint")
    clock.now += 0.004
    assert watch.metrics() == {"find_ms": 2, "paint_ms": 4, "duration_ms": 7}


def test_a_stage_that_comes_again_is_added_up() -> None:
    clock = Clock()
    watch = Stopwatch(clock)
    for name in ("resolve", "paint", "resolve"):
        watch.stage(name)
        clock.now += 0.01
    assert watch.metrics() == {"resolve_ms": 20, "paint_ms": 10, "duration_ms": 30}


def test_what_is_counted_stands_beside_the_times() -> None:
    watch = Stopwatch(Clock())
    watch.count("plate_fresh")
    watch.count("plate_fresh")
    assert watch.metrics() == {"duration_ms": 0, "plate_fresh": 2}


def test_problems_are_counted_by_their_kind() -> None:
    assert problem_counts(["timeout", "status", "timeout"]) == {"problem_timeout": 2, "problem_status": 1}


def test_a_record_says_which_of_its_fields_are_metrics_and_in_which_unit() -> None:
    record = json.loads(json.dumps(measured("render", "prod", {"renders": 1, "paint_ms": 1.5, "bytes": 9}, now=1.5)))
    assert record.pop("_aws") == {
        "Timestamp": 1500,
        "CloudWatchMetrics": [
            {
                "Namespace": "Tintype",
                "Dimensions": [["door", "stage"]],
                "Metrics": [
                    {"Name": "renders", "Unit": "Count"},
                    {"Name": "paint_ms", "Unit": "Milliseconds"},
                    {"Name": "bytes", "Unit": "Bytes"},
                ],
            }
        ],
    }
    assert record == {"door": "render", "stage": "prod", "renders": 1, "paint_ms": 1.5, "bytes": 9}


def test_a_line_says_what_the_record_would() -> None:
    metrics = {"renders": 1, "paint_ms": 2.5, "bytes": 100}
    line = json.loads(measured_line({"message": 'a "word"', "status": None}, "render", "v1", metrics))
    expected = measured("render", "v1", metrics, now=line["_aws"]["Timestamp"] / 1000)
    assert line == {"message": 'a "word"', "status": None, **expected}
