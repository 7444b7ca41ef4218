"""Claiming the best task there is: which that is, how many, and why there is none."""

import pytest

from agents.events import AgentRegistered, AgentStopped
from tests.support.given import LEASE, NOON, claimed, given, task, track
from tracks.commands import ClaimNext
from tracks.errors import AgentHasStopped, InvalidField, UnknownAgent
from tracks.events import DependencyAdded, TaskBlocked, TaskClaimed, TaskRevised
from tracks.reasons import Nothing, why_nothing


def chosen(*events: object, agent: str = "ada", count: int = 1) -> list[str]:
    return [event.key for event in given(*events).when(ClaimNext, agent=agent, count=count).events]


def test_the_longest_path_of_work_behind_a_task_comes_first() -> None:
    tasks = [task("1", priority="critical"), task("2"), task("3"), DependencyAdded(item="task/3", needs="task/2")]
    given(*tasks).when(ClaimNext, agent="ada").then(TaskClaimed(key="2", agent="ada", lease_until=NOON + LEASE))


def test_then_priority_then_the_order_of_the_plan() -> None:
    tasks = [task("1"), task("2", priority="high"), task("3", priority="critical"), task("4", priority="critical"), task("5")]
    room = AgentRegistered(name="cleo", capacity=5)
    assert chosen(*tasks, room, agent="cleo", count=5) == ["3", "4", "2", "1", "5"]


def test_an_estimate_makes_a_path_longer() -> None:
    assert chosen(task("1", estimate=30), task("2", estimate=90), task("3")) == ["2"]


def test_an_edit_changes_the_order() -> None:
    more = TaskRevised(key="3", title="T", position=3, track="web", estimate=500)
    assert chosen(task("1"), task("2", estimate=90), task("3"), more) == ["3"]


def test_only_what_is_ready_and_fits_is_chosen() -> None:
    tasks = [
        task("1", capabilities=("go",)), task("2"), task("3"), task("4", state="done"), task("5", state="blocked"),
        task("6"), task("7", parent="6"), DependencyAdded(item="task/3", needs="task/2"), claimed("2", by="bob"),
    ]
    assert chosen(*tasks, count=5) == ["7"]


def test_nobody_is_given_more_than_it_has_room_for() -> None:
    assert chosen(*(task(str(number)) for number in range(1, 6)), count=5) == ["1", "2"]
    assert chosen(task("1"), task("2"), task("3"), claimed("1"), count=5) == ["2"]
    assert chosen(task("1"), task("2"), task("3"), claimed("1"), claimed("2"), count=5) == []


@pytest.mark.parametrize("count", [0, -1, 51])
def test_the_count_has_its_limits(count: int) -> None:
    given(task("1")).when(ClaimNext, agent="ada", count=count).then_refused(InvalidField, field="count")


def test_the_agent_must_be_there_and_not_have_stopped() -> None:
    given(task("1")).when(ClaimNext, agent="cleo").then_refused(UnknownAgent, name="cleo")
    given(task("1"), AgentStopped(name="ada")).when(ClaimNext, agent="ada").then_refused(AgentHasStopped)


def test_that_there_is_nothing_is_an_answer_too() -> None:
    given().when(ClaimNext, agent="ada").then_nothing()


def reason(*events: object) -> Nothing:
    given(*events).when(ClaimNext, agent="ada").then_nothing()
    return why_nothing(given(*events).plan, "ada")


def test_an_empty_project_says_so() -> None:
    assert reason().code == "no_tasks"


def test_a_finished_project_says_so() -> None:
    assert reason(task("1", state="done"), task("2", state="cancelled")).code == "all_done"


def test_a_full_agent_is_told_what_it_holds() -> None:
    said = reason(task("1"), task("2"), task("3"), claimed("1"), claimed("2"))
    assert (said.code, said.detail) == ("agent_is_full", "ada holds 2 of 2 tasks: 1, 2.")


def test_an_agent_that_lacks_something_is_told_what() -> None:
    said = reason(task("1", capabilities=("go",)), task("2", capabilities=("go", "sql")))
    assert (said.code, said.detail) == ("capability_missing", "1 task needs `go`; 1 needs `go` and `sql`.")


def test_an_agent_that_must_wait_is_told_for_what_and_whom() -> None:
    waiting = [
        task("1"), task("2"), task("3"), track("data", position=2), task("4", track="data"),
        DependencyAdded(item="task/2", needs="task/1"), DependencyAdded(item="task/3", needs="task/1"),
        DependencyAdded(item="track/data", needs="track/web"), claimed("1", by="bob"), task("5"),
        TaskBlocked(key="5", reason="no key"),
    ]
    said = reason(*waiting)
    assert said.code == "nothing_ready"
    assert said.detail == (
        "2 tasks wait for 1, held by bob; 1 waits for Track web; 1 is being worked on; 1 blocked or failed."
    )
