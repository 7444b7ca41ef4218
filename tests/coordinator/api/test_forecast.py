"""The forecast over REST: three dates each, the same for everybody, what if, and what it was at an earlier moment."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.support.api import Api, assert_problem, head_of
from tests.support.world import PROJECT, a_task, a_track, an_agent, by_holder, claimed, told
from tracks import commands as c
from tracks.ahead.forecast import FEW


@pytest.fixture(autouse=True)
def a_plan(maria: Api) -> None:
    an_agent("ada", capacity=2)
    a_track("A", weeks=(1,))
    a_track("B", weeks=(1,))
    for number in range(1, 4):
        a_task(f"A.{number}", track="A", estimate=60)
    a_task("B.1", track="B", estimate=20_000, depends_on=("track/A",))


def minutes(forecast: dict[str, Any], part: dict[str, Any]) -> list[float]:
    now = datetime.fromisoformat(forecast["as_of"])
    return [(datetime.fromisoformat(part[name]) - now) / timedelta(minutes=1) for name in ("p50", "p85", "p95")]


def tracks(forecast: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["key"]: one for one in forecast["tracks"]}


def test_a_forecast_gives_three_dates_for_the_project_and_for_each_track(maria: Api) -> None:
    forecast = maria.get("forecast").json()
    first, second, third = minutes(forecast, forecast["project"])
    assert 10_000 < first < second < third < 80_000
    ends = {key: minutes(forecast, one) for key, one in tracks(forecast).items()}
    assert ends["A"][2] < ends["B"][0] == pytest.approx(first)
    assert tracks(forecast)["A"]["on_time"] == 1
    assert tracks(forecast)["B"]["on_time"] < 0.1
    assert (forecast["method"]["basis"], forecast["method"]["samples"]) == ("assumed", 0)
    assert forecast["method"]["assumed_spread"] == [0.5, 1.0, 2.5]
    assert forecast["calibration"]["tried"] == 0


def test_two_who_ask_see_the_same(maria: Api, vera: Api) -> None:
    one, other = maria.get("forecast").json(), vera.get("forecast").json()
    assert minutes(one, one["project"]) == minutes(other, other["project"])
    assert one["method"]["seed"] == maria.get("events", after=head_of() - 1).json()["events"][0]["hash"]


def test_it_learns_from_what_was_done(maria: Api) -> None:
    for number in range(FEW + 2):
        a_task(f"done.{number}", track="A", estimate=600)
        by_holder(c.CompleteTask, f"done.{number}", claimed(f"done.{number}"))
    forecast = maria.get("forecast").json()
    assert (forecast["method"]["basis"], forecast["method"]["samples"]) == ("measured", FEW + 2)
    assert forecast["calibration"]["tried"] == 2
    assert minutes(forecast, forecast["project"])[2] < 1_000, "tasks take next to nothing here"


def test_more_agents_are_done_sooner(maria: Api) -> None:
    many = maria.get("forecast", agents="3:*").json()
    alone = maria.get("forecast", agents="1").json()
    assert minutes(many, tracks(many)["A"])[0] < minutes(alone, tracks(alone)["A"])[0]
    assert_problem(maria.get("forecast", agents="lots"), 422, "invalid_field")


def test_what_nobody_can_do_has_no_date_and_is_named(maria: Api) -> None:
    a_task("B.2", track="B", capabilities=("rust",))
    forecast = maria.get("forecast").json()
    assert forecast["project"] == {"p50": None, "p85": None, "p95": None}
    assert [one["key"] for one in forecast["beyond"]] == ["B.2"]
    assert tracks(forecast)["A"]["p50"] is not None


def test_an_earlier_moment_is_foretold_from_what_was_known_then(maria: Api) -> None:
    at = head_of()
    before = maria.get("forecast", at=at).json()
    by_holder(c.CompleteTask, "A.1", claimed("A.1"))
    assert maria.get("forecast", at=at).json() == before
    assert before["head"] == at


def test_what_is_done_is_told_as_done(maria: Api) -> None:
    for key in ("A.1", "A.2", "A.3", "B.1"):
        told(c.CompleteTask(project=PROJECT, key=key))
    forecast = maria.get("forecast").json()
    assert forecast["done"]
    assert forecast["project"] == {"p50": None, "p85": None, "p95": None}
    track = tracks(forecast)["A"]
    assert (track["done"], track["p50"], track["on_time"]) == (True, None, None)
    assert track["finished_at"] == maria.get("tasks/A.3").json()["finished_at"]


def test_a_sync_point_is_foretold_until_it_is_passed(maria: Api) -> None:
    gate = "# Plan\n\n## Track A: Pages\n\n- [ ] A.1 one\n\n## Sync Points\n\n1. **All meet** - after Track A\n"
    maria.post("imports?format=markdown", gate.encode(), Content_Type="text/markdown")
    points = maria.get("forecast").json()["sync_points"]
    listed = maria.get("sync-points").json()["sync_points"]
    assert [one["key"] for one in points] == [one["key"] for one in listed]
    assert all(one["p50"] for one in points)
    for key in ("A.1", "A.2", "A.3"):
        told(c.CompleteTask(project=PROJECT, key=key))
    for one in listed:
        maria.post(f"sync-points/{one['key']}/pass", {})
    assert all(one["done"] and one["p50"] is None for one in maria.get("forecast").json()["sync_points"])
