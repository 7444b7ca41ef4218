"""Late work over the API: refused as ever, kept in the same transaction, and there to be accepted."""

from typing import Any

import pytest

from coordinator.command_handler import handle
from coordinator.eventlog.models import Event
from tests.support.api import Api, assert_problem, head_of
from tests.support.world import PROJECT, a_task, by_holder, claimed
from tracks import commands as c
from tracks.errors import Fenced

RESULT = {"summary": "the list", "evidence": [{"kind": "command", "text": "pytest", "exit_status": 0, "digest": "ab" * 32}]}


@pytest.fixture(autouse=True)
def plan(ada: Api, bob: Api) -> None:
    a_task("A.1")


@pytest.fixture
def old() -> int:
    """The fence of a lease that ada had; bob has the task now."""
    fence = claimed("A.1")
    by_holder(c.ReleaseTask, "A.1", fence)
    claimed("A.1", "bob")
    return fence


def held(api: Api) -> int:
    return int(api.get("tasks/A.1").json()["lease"]["fence"])


def too_late(ada: Api, fence: int, verb: str = "complete", **said: Any) -> dict[str, Any]:
    return assert_problem(ada.post(f"tasks/A.1/{verb}", {"fence": fence, **RESULT, **said}), 409, "fenced")


@pytest.mark.parametrize("verb", ["complete", "submit"])
def test_a_result_that_comes_too_late_is_refused_and_kept(ada: Api, old: int, verb: str) -> None:
    problem = too_late(ada, old, verb)
    assert problem["offer"] == old and f"offers/{old}/accept" in problem["next"]
    assert problem["holder"]["agent"] == "bob"
    offers = ada.get("tasks/A.1/offers").json()["offers"]
    assert [(one["offer"], one["agent"], one["verb"], one["state"]) for one in offers] == [(old, "ada", verb, "open")]
    assert {name: offers[0][name] for name in RESULT} == RESULT
    event = Event.objects.latest("sequence")
    assert (event.type, event.subject, event.actor) == ("result.offered", "task/A.1", "agent/ada")
    assert ada.get("tasks/A.1").json()["offers"] == 1


def test_the_task_itself_is_as_before(ada: Api, old: int) -> None:
    before = ada.get("tasks/A.1").json()
    too_late(ada, old)
    now = ada.get("tasks/A.1").json()
    assert {name for name in now if now[name] != before[name]} == {"offers", "version", "changed_at"}


def test_the_same_again_is_kept_once(ada: Api, old: int) -> None:
    first = too_late(ada, old)
    head = head_of()
    again = too_late(ada, old)
    assert (again["offer"], again["next"], head_of()) == (first["offer"], first["next"], head)


def test_the_same_request_again_has_the_same_answer(ada: Api, old: int) -> None:
    body = {"fence": old, **RESULT}
    first = ada.post("tasks/A.1/complete", body, Idempotency_Key="k")
    head = head_of()
    assert ada.post("tasks/A.1/complete", body, Idempotency_Key="k").content == first.content
    assert head_of() == head


def test_without_a_result_nothing_is_kept(ada: Api, old: int) -> None:
    head = head_of()
    problem = too_late(ada, old, summary="", evidence=[])
    assert "offer" not in problem and "offers" not in problem["next"]
    assert head_of() == head


def test_a_made_up_fence_keeps_nothing(ada: Api, old: int) -> None:
    head = head_of()
    assert "offer" not in too_late(ada, 1)
    assert head_of() == head


def test_another_ones_fence_keeps_nothing(bob: Api, old: int) -> None:
    head = head_of()
    assert "offer" not in too_late(bob, old)
    assert head_of() == head


def test_the_refusal_and_what_is_kept_are_one_transaction(old: int) -> None:
    with pytest.raises(Fenced) as refused:
        handle(c.CompleteTask(project=PROJECT, key="A.1", fence=old, summary="the list"), actor="agent/ada")
    assert refused.value.facts["kept"]
    assert Event.objects.filter(type="result.offered", command_key__gt="").count() == 1


def test_the_new_holder_accepts_it_and_finishes_with_it(ada: Api, bob: Api, old: int) -> None:
    too_late(ada, old)
    task = bob.post(f"tasks/A.1/offers/{old}/accept", {"fence": held(bob)})
    assert task.status_code == 200 and task.json() == bob.get("tasks/A.1").json()
    assert (task.json()["summary"], task.json()["offers"]) == ("the list", 0)
    done = bob.post("tasks/A.1/complete", {"fence": held(bob)}).json()
    assert (done["status"], done["summary"], done["evidence"]) == ("done", "the list", RESULT["evidence"])


def test_an_operator_dismisses_it_with_a_reason(ada: Api, olga: Api, old: int) -> None:
    too_late(ada, old)
    assert olga.post(f"tasks/A.1/offers/{old}/dismiss", {"step_in": True, "reason": "done anew"}).json()["offers"] == 0
    offer = olga.get("tasks/A.1/offers").json()["offers"][0]
    assert (offer["state"], offer["reason"]) == ("dismissed", "done anew")
    assert_problem(ada.post(f"tasks/A.1/offers/{old}/accept", {"fence": old}), 409, "fenced")


def test_an_offer_that_is_not_there(ada: Api, vera: Api) -> None:
    assert_problem(ada.post("tasks/A.1/offers/77/accept", {}), 404, "unknown_offer")
    assert_problem(ada.post("tasks/A.1/offers/77/dismiss", {}), 404, "unknown_offer")
    assert_problem(ada.get("tasks/A.9/offers"), 404, "unknown_task")
    assert_problem(vera.post("tasks/A.1/offers/77/accept", {}), 403, "not_allowed")


def test_offers_are_read_as_they_were(ada: Api, old: int) -> None:
    before = head_of()
    too_late(ada, old)
    assert ada.get("tasks/A.1/offers", at=before).json()["offers"] == []
    assert ada.get("tasks/A.1/offers", at=head_of()).json() == ada.get("tasks/A.1/offers").json()
