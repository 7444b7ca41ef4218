"""What an agent has done is counted as it happens, from the log alone."""

from agents.plan import KEPT_STINTS, Agent
from tests.support.given import claimed, given, task
from tracks.events import (
    LeaseExpired, TaskApproved, TaskCompleted, TaskFailed, TaskRejected, TaskReopened, TaskSubmitted,
)


def ada(*events: object) -> Agent:
    found: Agent = given(task("1"), *events).plan.agents["ada"]
    return found


def test_results_and_how_long_they_took_are_counted() -> None:
    agent = ada(claimed("1"), TaskCompleted(key="1"))
    assert (agent.tasks_done, agent.stints) == (1, (1,))
    assert ada(claimed("1"), TaskFailed(key="1", reason="timeout")).tasks_failed == 1
    assert ada(claimed("1"), LeaseExpired(key="1", agent="ada", fence=6)).leases_lost == 1


def test_a_review_counts_for_whose_result_it_is() -> None:
    offered = (claimed("1"), TaskSubmitted(key="1"))
    assert ada(*offered).stints == (1,)
    passed, failed = ada(*offered, TaskApproved(key="1")), ada(*offered, TaskRejected(key="1", reason="no tests"))
    assert (passed.tasks_done, passed.tasks_rejected) == (1, 0)
    assert (failed.tasks_done, failed.tasks_rejected) == (0, 1)


def test_only_the_last_hundred_times_are_kept() -> None:
    again = [event for _ in range(KEPT_STINTS + 5) for event in (claimed("1"), TaskCompleted(key="1"), TaskReopened(key="1"))]
    agent = ada(*again)
    assert (agent.tasks_done, len(agent.stints)) == (KEPT_STINTS + 5, KEPT_STINTS)
