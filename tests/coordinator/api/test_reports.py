"""The daily report and the metrics over REST: today, another day, an earlier moment, JSON and Markdown."""

from typing import Any

import pytest

from tests.support.api import Api, assert_problem, head_of
from tests.support.world import PROJECT, a_task, a_track, an_agent, by_holder, claimed, told
from tracks import commands as c


@pytest.fixture(autouse=True)
def a_day(maria: Api) -> None:
    an_agent("ada", capacity=5)
    a_track("A")
    for number in range(1, 6):
        a_task(f"A.{number}", "Draw <b>it</b> | [now](x)" if number == 1 else "", track="A")
    by_holder(c.CompleteTask, "A.1", claimed("A.1"), summary="done")
    by_holder(c.BlockTask, "A.2", claimed("A.2"), reason="no key")
    by_holder(c.FailTask, "A.3", claimed("A.3"), reason="it *burns*")
    told(c.ReopenTask(project=PROJECT, key="A.1"))


def keys(tasks: list[dict[str, Any]]) -> list[str]:
    return [one["key"] for one in tasks]


def test_the_report_of_today_says_what_happened_and_who_did_it(maria: Api) -> None:
    day = maria.get("reports/daily").json()
    assert not day["over"]
    assert {name: keys(day[name]) for name in ("finished", "begun", "blocked", "failed", "reopened")} == {
        "finished": ["A.1"], "begun": ["A.1", "A.2", "A.3"], "blocked": ["A.2"], "failed": ["A.3"], "reopened": ["A.1"],
    }
    assert (day["finished"][0]["agent"], day["finished"][0]["track"]) == ("ada", "A")
    assert day["finished"][0]["minutes"] >= 0
    assert (day["blocked"][0]["reason"], day["failed"][0]["reason"]) == ("no key", "it *burns*")
    who = {one["actor"]: one["events"] for one in day["who"]}
    assert who["agent/ada"]["task.claimed"] == 3
    assert who["maria"]["task.added"] == 5
    assert day["plan_changes"]["task.added"] == 5
    assert "task.claimed" not in day["plan_changes"]
    assert (day["after"], day["until"]) == (0, head_of())
    assert day["counts"] == {
        "finished": 1, "begun": 3, "blocked": 1, "failed": 1, "reopened": 1, "added": 5, "cancelled": 0,
    }
    assert day["now"]["total"] == 5
    assert day["forecast"]["p85_after"] is not None
    assert day["forecast"]["p85_before"] is None, "there was no project this morning"


def test_the_same_report_as_markdown_takes_no_text_for_markup(maria: Api) -> None:
    answer = maria.get("reports/daily", format="markdown")
    assert answer.headers["Content-Type"].startswith("text/markdown")
    text = answer.content.decode()
    assert text.startswith(f"# {PROJECT}: 20")
    assert "## Finished (1)" in text and "## Failed (1)" in text
    assert "\\<b\\>it\\</b\\> \\| \\[now\\]\\(x\\)" in text
    assert "it \\*burns\\*" in text
    accepted = maria.client.get(maria.address("reports/daily"), headers=maria.headers({"Accept": "text/markdown"}))
    assert accepted.content == answer.content


def test_a_day_without_events_is_empty(maria: Api) -> None:
    before = maria.get("reports/daily", date="2001-02-03").json()
    assert (before["until"], before["finished"], before["who"], before["over"]) == (0, [], [], True)
    after = maria.get("reports/daily", date="2900-01-01").json()
    assert (after["after"], after["until"], after["finished"], after["over"]) == (head_of(), head_of(), [], False)
    assert after["before"] == after["now"]


@pytest.mark.parametrize("date", ["yesterday", "2026-13-01", "0001-01-01", "9999-12-31", "20260101x"])
def test_what_is_no_day_is_refused(maria: Api, date: str) -> None:
    assert_problem(maria.get("reports/daily", date=date), 422, "invalid_field")


def test_an_earlier_moment_reports_as_it_was(maria: Api) -> None:
    at = head_of()
    before = {path: maria.get(path, at=at).json() for path in ("reports/daily", "reports/metrics")}
    by_holder(c.CompleteTask, "A.4", claimed("A.4"))
    assert {path: maria.get(path, at=at).json() for path in before} == before
    assert keys(maria.get("reports/daily").json()["finished"]) == ["A.1", "A.4"]


def test_the_metrics_of_the_last_days(maria: Api) -> None:
    metrics = maria.get("reports/metrics").json()
    (today,) = metrics["flow"]["days"]
    assert (today["added"], today["begun"], today["done"], today["failed"], today["reopened"]) == (5, 3, 1, 1, 1)
    assert {state: count for state, count in today["standing"].items() if count} == {"open": 3, "blocked": 1, "failed": 1}
    assert (metrics["cycle_times"][0]["track"], metrics["cycle_times"][0]["timed"]) == (None, 1)
    assert metrics["cycle_times"][1]["track"] == "A"
    assert [(one["cause"], one["now"]) for one in metrics["blocked"]] == [("no key", 1)]
    assert (metrics["agents"][0]["agent"], metrics["agents"][0]["share"]) == ("ada", 1)
    assert metrics["standing"]["unassigned"] == 4
    assert (metrics["head"], metrics["since"]) == (head_of(), today["date"])
    assert_problem(maria.get("reports/metrics", days=93), 422, "invalid_field")


def test_a_project_in_which_nothing_happened_has_numbers_too(maria: Api) -> None:
    maria.post("/api/v1/projects", {"slug": "empty", "name": "Empty"})
    metrics = maria.get("/api/v1/projects/empty/reports/metrics").json()
    assert metrics["standing"]["tasks"]["completed"] == 0
    assert maria.get("/api/v1/projects/empty/reports/daily").status_code == 200
