"""The schedule over REST: dates, who does what, what if, slips, and the past."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.support.api import Api, assert_problem, head_of
from tests.support.world import a_task, a_track, an_agent, by_holder, claimed
from tracks import commands as c


@pytest.fixture(autouse=True)
def two_tracks(maria: Api) -> None:
    an_agent("ada", capabilities=("sql",))
    a_track("A", weeks=(1,))
    a_track("B", weeks=(1,))
    a_task("A.1", track="A", estimate=60)
    a_task("A.2", track="A", estimate=30, depends_on=("task/A.1",))
    a_task("B.1", track="B", estimate=20_000, depends_on=("task/A.1",))
    a_task("B.2", track="B", estimate=10, capabilities=("rust",))


def minutes(schedule: dict[str, Any], time: str | None) -> float | None:
    now = datetime.fromisoformat(schedule["as_of"])
    return None if time is None else (datetime.fromisoformat(time) - now) / timedelta(minutes=1)


def finishes(schedule: dict[str, Any]) -> dict[str, float | None]:
    return {one["key"]: minutes(schedule, one["finish"]) for one in schedule["tasks"]}


def test_a_schedule_says_when_each_task_ends_and_what_nobody_can_do(maria: Api) -> None:
    schedule = maria.get("schedule").json()
    assert finishes(schedule) == {"A.1": 60, "B.1": 20_060, "A.2": 20_090, "B.2": None}
    assert schedule["critical_path"] == ["task/A.1", "task/B.1"]
    assert minutes(schedule, schedule["early_finish"]) == 20_060
    assert (schedule["finish"], [one["key"] for one in schedule["beyond"]]) == (None, ["B.2"])
    assert schedule["team"] == {"basis": "registered", "count": 1, "kinds": [{"count": 1, "capabilities": ["sql"]}]}
    assert schedule["durations"] == {"estimated": 4, "measured": 0, "guessed": 0}
    slack = {one["key"]: one["slack"] for one in schedule["tasks"]}
    assert slack == {"A.1": 0, "A.2": 19_970, "B.1": 0, "B.2": 20_050}


def test_what_if_there_were_more_who_can_do_it(maria: Api) -> None:
    schedule = maria.get("schedule", agents="2:rust").json()
    assert finishes(schedule) == {"B.2": 10, "A.1": 60, "A.2": 90, "B.1": 20_060}
    assert (schedule["team"]["basis"], schedule["team"]["count"], schedule["beyond"]) == ("asked", 3, [])
    assert minutes(schedule, schedule["finish"]) == 20_060
    assert finishes(maria.get("schedule", agents="1").json())["B.2"] is not None


def test_a_track_that_slips_says_by_how_much_and_why(maria: Api) -> None:
    tracks = {one["key"]: one for one in maria.get("schedule", agents="5").json()["tracks"]}
    assert tracks["A"]["slip_days"] < 0
    assert tracks["B"]["slip_days"] == pytest.approx(20_060 / 1440 - 7, abs=0.05)
    assert {name: tracks["B"]["cause"][name] for name in ("kind", "track", "needs")} == {
        "kind": "waits", "track": "A", "needs": "task/A.1",
    }
    assert tracks["A"]["cause"] is None


def test_tasks_can_be_chosen_by_track_and_are_counted_when_left_out(maria: Api) -> None:
    schedule = maria.get("schedule", track="A", limit=1).json()
    assert ([one["key"] for one in schedule["tasks"]], schedule["left_out"]) == (["A.1"], 1)
    assert_problem(maria.get("schedule", track="Z"), 404, "unknown_track")


def test_what_is_done_is_told_with_its_real_times_when_wanted(maria: Api) -> None:
    by_holder(c.CompleteTask, "A.1", claimed("A.1"))
    assert "A.1" not in finishes(maria.get("schedule").json())
    first = maria.get("schedule", settled=True).json()["tasks"][0]
    assert (first["key"], first["left"], first["early_start"]) == ("A.1", 0, None)
    assert first["finish"] == maria.get("tasks/A.1").json()["finished_at"]


def test_fewer_hours_a_day_take_longer(maria: Api) -> None:
    assert finishes(maria.get("schedule", hours=8).json())["A.1"] == 180


def test_an_earlier_moment_is_scheduled_from_then_on(maria: Api) -> None:
    at = head_of()
    before = maria.get("schedule", at=at).json()
    by_holder(c.CompleteTask, "A.1", claimed("A.1"))
    assert maria.get("schedule", at=at).json() == before
    assert "A.1" in finishes(before)
    when = maria.get("events", after=at - 1, limit=1).json()["events"][0]["recorded_at"]
    assert before["as_of"] == when
    by_time = maria.get("schedule", at=when).json()
    assert by_time["head"] == at


@pytest.mark.parametrize(
    "question", [{"agents": "many"}, {"agents": "9999"}, {"hours": "0"}, {"hours": "25"}, {"hours": "nan"}, {"limit": -1}],
)
def test_a_question_that_makes_no_sense_is_refused(maria: Api, question: dict[str, Any]) -> None:
    assert_problem(maria.get("schedule", **question), 422, "invalid_field")


def test_an_empty_project_has_an_empty_schedule(maria: Api) -> None:
    maria.post("/api/v1/projects", {"slug": "empty", "name": "Empty"})
    schedule = maria.get("/api/v1/projects/empty/schedule").json()
    assert (schedule["tasks"], schedule["tracks"], schedule["left"], schedule["critical_path"]) == ([], [], 0, [])
    assert maria.get("/api/v1/projects/empty/graph").json()["nodes"] == []
