"""What is wrong with a plan: each check finds its fault, proposes a way out, and is silent about a sound plan."""

from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import settings

from agents.events import AgentRegistered
from tests.support.any_plan import plans
from tests.support.given import given, task, track
from tracks.ahead.lint import CHECKS, Finding, lint
from tracks.ahead.outlook import outlook
from tracks.ahead.team import team_of
from tracks.events import DependencyAdded, TaskCompleted, TaskDeferred
from tracks.plan import Plan
from tracks.work import Deliverable

data = track("data", position=2)


def waits(item: str, needs: str) -> DependencyAdded:
    return DependencyAdded(item=item, needs=needs)


def linted(plan: Plan) -> list[Finding]:
    return lint(outlook(plan), team_of(plan))


def found(*events: Any, code: str) -> list[Finding]:
    return [finding for finding in linted(given(*events).plan) if finding.code == code]


def test_a_sound_plan_has_nothing_wrong_with_it() -> None:
    owned = track("web", owner="maria", weeks=(1,), deliverables=(Deliverable("the board"),))
    assert linted(given(owned, task("1", paths=("web",)), task("2", paths=("web",)), waits("task/2", "task/1")).plan) == []


def test_waiting_for_a_track_without_tasks_never_ends() -> None:
    (finding,) = found(data, task("1"), waits("task/1", "track/data"), code="waits_for_nothing")
    assert (finding.severity, finding.about) == ("error", ("task/1", "track/data"))
    assert "Add the tasks of track data" in finding.fix
    assert not found(track("data", declared="done"), task("1"), waits("task/1", "track/data"), code="waits_for_nothing")


def test_waiting_for_what_was_put_off_is_told() -> None:
    (finding,) = found(task("1"), task("2"), waits("task/2", "task/1"), TaskDeferred(key="1"), code="waits_for_nothing")
    assert finding.severity == "warning"
    assert "Reopen 1" in finding.fix


def test_tasks_that_no_agent_can_do_are_found_once_agents_are_known() -> None:
    (finding,) = found(task("1", capabilities=("rust",)), task("2"), code="nobody_can")
    assert finding.about == ("task/1",)
    assert "rust" in finding.fix
    able = AgentRegistered(name="eva", capabilities=("rust", "sql"))
    assert not found(able, task("1", capabilities=("rust",)), code="nobody_can")


def test_work_that_nobody_owns_is_counted_by_track() -> None:
    (finding,) = found(task("1"), task("2"), task("3", assignee="ada"), code="unowned")
    assert finding.about == ("track/web",)
    assert "2 open tasks" in finding.detail
    (loose,) = found(track("web", owner="maria"), task("1", track=""), code="unowned")
    assert loose.about == ("task/1",)


def test_weeks_that_end_before_what_is_waited_for_cannot_be() -> None:
    early, late = track("web", weeks=(1, 2)), track("data", position=2, weeks=(2, 4))
    tasks = [task("1"), task("2", track="data"), waits("task/1", "task/2")]
    (finding,) = found(early, late, *tasks, code="impossible_weeks")
    assert finding.about == ("track/web", "track/data")
    assert "week 4" in finding.fix
    assert not found(early, late, *tasks[:2], waits("task/2", "task/1"), code="impossible_weeks")
    assert not found(early, late, *tasks, TaskCompleted(key="2"), code="impossible_weeks")


def test_a_deliverable_nobody_works_on_any_more_is_an_orphan() -> None:
    owing = track("web", deliverables=(Deliverable("the board"), Deliverable("the graph"), Deliverable("a plan", True)))
    (finding,) = found(owing, task("1"), TaskCompleted(key="1"), code="orphan_deliverable")
    assert "“the board” and 1 more" in finding.detail
    assert not found(owing, task("1"), code="orphan_deliverable")
    assert found(owing, code="orphan_deliverable")


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [("src/a.py", "src/a.py", True), ("src", "src/a.py", True), ("src/", "src/b/c.py", True), ("src/*.py", "src/a.py", True),
     ("src/*.py", "src/*_test.py", True), ("src/a.py", "src/b.py", False), ("src", "src2/a.py", False),
     ("src/*.py", "src/a.md", False), ("src", "src-old/a.py", False), ("a", "b", False)],
)
def test_tasks_that_name_the_same_paths_meet_unless_one_waits_for_the_other(one: str, other: str, meet: bool) -> None:
    tasks = [task("1", paths=(one,)), task("2", paths=(other,))]
    assert bool(found(*tasks, code="same_files")) is meet
    assert bool(found(task("1", paths=(other,)), task("2", paths=(one,)), code="same_files")) is meet
    assert not found(*tasks, waits("task/2", "task/1"), code="same_files")
    assert not found(*tasks, TaskCompleted(key="1"), code="same_files")


def test_errors_come_first() -> None:
    findings = linted(given(data, task("1"), task("2", capabilities=("x",)), waits("task/1", "track/data")).plan)
    assert [finding.severity for finding in findings] == ["error", "error", "advice"]


@settings(max_examples=60, deadline=None)
@for_all(plans())
def test_whatever_the_plan_every_finding_says_what_to_do_about_things_that_exist(plan: Plan) -> None:
    for finding in linted(plan):
        assert finding.detail.endswith(".")
        assert finding.fix.endswith(".")
        assert all(plan.exists(reference) for reference in finding.about)
    assert len(CHECKS) == 6
