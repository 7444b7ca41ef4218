"""Beats keep leases alive, beside the log; what is lost is named with how it stands now."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from agents.commands import LoseAgent
from agents.models import LeaseBeat, Presence
from tests.support.api import Api, assert_problem, head_of
from tests.support.world import PROJECT, a_task, by_holder, claimed, told
from tracks import commands as c


@pytest.fixture(autouse=True)
def plan(ada: Api, bob: Api) -> None:
    a_task("A.1")
    a_task("A.2")


def test_a_beat_moves_the_end_of_a_lease_and_nothing_in_the_log(ada: Api) -> None:
    fence = claimed("A.1")
    granted = ada.get("tasks/A.1").json()["lease"]["until"]
    before = head_of()
    answer = ada.post("agents/ada/heartbeat", {"leases": [{"task": "A.1", "fence": fence, "progress": 30}]})
    assert answer.status_code == 200
    said = answer.json()
    assert said["leases"][0] | {"until": ""} == {"task": "A.1", "fence": fence, "until": ""}
    assert said["leases"][0]["until"] > granted
    assert (said["lost"], said["messages"], said["head"]) == ([], 0, before)
    assert ada.get("tasks/A.1").json()["lease"]["until"] == said["leases"][0]["until"]
    assert LeaseBeat.objects.get(task="A.1").progress == 30
    assert head_of() == before


def test_a_beat_without_leases_says_that_the_agent_is_there(ada: Api) -> None:
    assert ada.get("agents/ada").json()["seen_at"] is None
    assert ada.post("agents/ada/heartbeat").status_code == 200
    assert ada.get("agents/ada").json()["beat"] == "active"


def test_what_is_lost_is_named_with_its_present_holder(ada: Api, bob: Api) -> None:
    old = claimed("A.1")
    by_holder(c.ReleaseTask, "A.1", old)
    new = claimed("A.1", "bob")
    kept = claimed("A.2")
    said = ada.post("agents/ada/heartbeat", {"leases": [
        {"task": "A.1", "fence": old}, {"task": "A.1", "fence": new}, {"task": "A.2", "fence": kept},
        {"task": "Z.9", "fence": 1},
    ]}).json()
    assert [lease["task"] for lease in said["leases"]] == ["A.2"]
    assert [(one["task"], one["fence"]) for one in said["lost"]] == [("A.1", old), ("A.1", new), ("Z.9", 1)]
    assert said["lost"][0]["detail"] == f"bob holds it with fence {new}"
    assert said["lost"][2]["detail"] == "there is no such task"


def test_a_finished_task_is_lost_to_its_holder(ada: Api) -> None:
    fence = claimed("A.1")
    by_holder(c.CompleteTask, "A.1", fence)
    said = ada.post("agents/ada/heartbeat", {"leases": [{"task": "A.1", "fence": fence}]}).json()
    assert said["lost"] == [{"task": "A.1", "fence": fence, "detail": "nobody holds it, it is done"}]


def test_nobody_beats_for_an_agent_that_is_not_there(maria: Api) -> None:
    assert_problem(maria.post("agents/nobody/heartbeat"), 404, "unknown_agent")


@pytest.mark.parametrize(
    ("lease", "field"),
    [
        ({"task": "A.1"}, "leases[0].fence"),
        ({"task": "A.1", "fence": "7"}, "leases[0].fence"),
        ({"task": "A.1", "fence": 7.0}, "leases[0].fence"),
        ({"task": "A.1", "fence": True}, "leases[0].fence"),
        ({"task": "A.1", "fence": 0}, "leases[0].fence"),
        ({"task": "A.1", "fence": 2**53 + 1}, "leases[0].fence"),
        ({"task": "A.1", "fence": 7, "progress": 101}, "leases[0].progress"),
        ({"task": "A.1", "fence": 7, "progres": 1}, "leases[0].progres"),
        ("A.1", "leases[0]"),
    ],
    ids=str,
)
def test_a_malformed_beat_is_named_to_the_place(ada: Api, lease: object, field: str) -> None:
    problem = assert_problem(ada.post("agents/ada/heartbeat", {"leases": [lease]}), 422, "invalid_field")
    assert problem["errors"][0]["field"] == field


def began(by: Api, incarnation: str, *leases: dict[str, object]) -> Any:
    return by.post("agents/ada/heartbeat", {"incarnation": incarnation, "leases": list(leases)})


def test_a_process_that_starts_anew_is_told_what_the_agent_held_before(ada: Api) -> None:
    began(ada, "one")
    fence = claimed("A.1")
    before = head_of()
    assert began(ada, "one").json()["held_before"] == []
    assert head_of() == before, "only a new incarnation is an event"
    [held] = began(ada, "two").json()["held_before"]
    assert (held["task"], held["fence"]) == ("A.1", fence)
    assert head_of() == before + 1
    assert began(ada, "two", {"task": "A.1", "fence": fence}).json()["held_before"] == [], "it goes on with it"
    assert ada.get("agents/ada").json()["incarnation"] == "two"


def test_of_two_processes_under_one_name_the_older_one_is_told_and_keeps_nothing_alive(ada: Api) -> None:
    began(ada, "one")
    began(ada, "two")
    fence = claimed("A.1")
    until = LeaseBeat.objects.get().until
    problem = assert_problem(began(ada, "one", {"task": "A.1", "fence": fence}), 409, "superseded")
    assert "one, is superseded" in problem["detail"]
    assert LeaseBeat.objects.get().until == until
    assert began(ada, "two").status_code == 200


def test_the_first_beat_of_a_lost_agent_brings_it_back(ada: Api) -> None:
    told(LoseAgent(project=PROJECT, name="ada"))
    assert ada.get("agents/ada").json()["status"] == "idle", "it was never heard of, so it owes nothing"
    ada.post("agents/ada/heartbeat")
    Presence.objects.update(seen_at=timezone.now() - timedelta(minutes=6))
    told(LoseAgent(project=PROJECT, name="ada"))
    lost = ada.get("agents/ada").json()
    assert (lost["status"], lost["state"], lost["beat"]) == ("lost", "lost", "lost")
    assert lost["verdict"] == "lost, not heard of for 6 min; idle"
    assert_problem(ada.post("claims", {"wait": 10}), 409, "agent_is_lost")
    ada.post("agents/ada/heartbeat")
    assert ada.get("agents/ada").json()["status"] == "idle"
    assert [claim["task"]["key"] for claim in ada.post("claims").json()["claims"]] == ["A.1"]
    told_of = [one["type"] for one in ada.get("events", subject="agent/ada").json()["events"]]
    assert told_of[-2:] == ["agent.lost", "agent.returned"]
