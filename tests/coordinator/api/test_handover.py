"""A handover reaches the other agent with its next beat, and is one event that says from whom to whom."""

import pytest

from tests.support.api import Api, assert_problem
from tests.support.world import a_task, claimed


@pytest.fixture(autouse=True)
def plan(ada: Api, bob: Api) -> None:
    a_task("A.1")


def test_the_other_learns_of_it_with_its_next_beat(ada: Api, bob: Api) -> None:
    task = ada.post("tasks/A.1/handover", {"fence": claimed("A.1"), "to": "bob", "note": "the list is missing"}).json()
    fence = task["lease"]["fence"]
    given = bob.post("agents/bob/heartbeat").json()["given"]
    assert [(one["task"], one["fence"]) for one in given] == [("A.1", fence)]
    kept = bob.post("agents/bob/heartbeat", {"leases": [{"task": "A.1", "fence": fence}]}).json()
    assert (len(kept["leases"]), kept["given"], kept["lost"]) == (1, [], [])


def test_the_giver_loses_it_with_its_next_beat(ada: Api) -> None:
    old = claimed("A.1")
    ada.post("tasks/A.1/handover", {"fence": old, "to": "bob"})
    lost = ada.post("agents/ada/heartbeat", {"leases": [{"task": "A.1", "fence": old}]}).json()["lost"]
    assert lost[0]["task"] == "A.1" and "bob" in lost[0]["detail"]


def test_one_event_says_from_whom_to_whom(ada: Api) -> None:
    ada.post("tasks/A.1/handover", {"fence": claimed("A.1"), "to": "bob", "note": "the list is missing"})
    event = ada.get("events", after=0).json()["events"][-1]
    assert (event["type"], event["actor"]) == ("task.handed_over", "agent/ada")
    assert {name: event["data"][name] for name in ("giver", "agent", "note")} == {
        "giver": "ada", "agent": "bob", "note": "the list is missing"
    }


def test_to_whom_must_be_said(ada: Api) -> None:
    problem = assert_problem(ada.post("tasks/A.1/handover", {"fence": claimed("A.1")}), 422, "invalid_field")
    assert problem["errors"][0]["field"] == "to"


def test_the_other_must_have_room(ada: Api) -> None:
    a_task("A.2")
    claimed("A.2", "bob")
    problem = assert_problem(ada.post("tasks/A.1/handover", {"fence": claimed("A.1"), "to": "bob"}), 409, "agent_is_full")
    assert "A.2" in problem["detail"]
