"""How alive an agent is and how it has done, in words and numbers; and what it is, said anew."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agents.models import LeaseBeat, Presence
from tests.support.api import Api, assert_problem, head_of
from tests.support.world import a_task, by_holder, claimed
from tracks import commands as c


@pytest.fixture(autouse=True)
def plan(ada: Api, bob: Api) -> None:
    a_task("A.1")
    a_task("A.2")


def silent(minutes: int) -> None:
    Presence.objects.update(seen_at=timezone.now() - timedelta(minutes=minutes))


def said(by: Api, name: str = "ada") -> tuple[str, str]:
    agent = by.get(f"agents/{name}").json()
    return agent["status"], agent["verdict"]


def test_who_was_never_heard_of_is_idle_and_that_is_no_fault(ada: Api) -> None:
    assert said(ada) == ("idle", "")


def test_who_works_is_busy_with_what_and_how_far(ada: Api) -> None:
    fence = claimed("A.1")
    ada.post("agents/ada/heartbeat", {"leases": [{"task": "A.1", "fence": fence, "progress": 40}]})
    assert said(ada) == ("busy", "beating, 0 s ago; working on A.1, 40 %")


def test_who_holds_work_and_misses_its_beats_is_stale(ada: Api) -> None:
    claimed("A.1")
    silent(minutes=2)
    assert said(ada) == ("stale", "not heard of for 2 min; working on A.1")


def test_who_is_idle_owes_a_beat_only_once_it_has_beaten(ada: Api, bob: Api) -> None:
    ada.post("agents/ada/heartbeat")
    Presence.objects.create(project=Presence.objects.get().project, agent="bob", seen_at=timezone.now())
    silent(minutes=2)
    assert said(ada) == ("stale", "not heard of for 2 min; idle")
    assert said(ada, "bob") == ("idle", "heard, 2 min ago; idle")
    ada.post("agents/ada/stop")
    assert said(ada) == ("stopped", "stopped")
    assert not Presence.objects.get(agent="ada").beats


def test_of_the_past_no_signs_of_life_are_kept(ada: Api) -> None:
    claimed("A.1")
    then = ada.get("agents/ada", at=head_of()).json()
    assert (then["status"], then["verdict"], then["seen_at"]) == ("busy", "", None)


def test_the_list_says_the_same_of_each(ada: Api) -> None:
    claimed("A.1")
    found = {one["name"]: one["status"] for one in ada.get("agents").json()["agents"]}
    assert found == {"ada": "busy", "bob": "idle"}


def test_how_an_agent_has_done_is_counted_from_the_log(ada: Api) -> None:
    before = head_of()
    by_holder(c.CompleteTask, "A.1", claimed("A.1"))
    by_holder(c.FailTask, "A.2", claimed("A.2"))
    now = ada.get("agents/ada/metrics").json()
    assert now.pop("last_activity")
    assert now == {
        "tasks_done": 1, "tasks_failed": 1, "tasks_rejected": 0, "leases_lost": 0, "load": 0, "capacity": 10, "success_rate": 50,
        "cycles": 1, "cycle_mean": 0, "cycle_median": 0, "agent": "ada", "head": head_of(),
    }
    then = ada.get("agents/ada/metrics", at=before).json()
    assert (then["tasks_done"], then["success_rate"], then["last_activity"]) == (0, None, None)
    assert ada.get("agents/ada").json()["metrics"]["tasks_done"] == 1
    assert_problem(ada.get("agents/nobody/metrics"), 404, "unknown_agent")
    assert_problem(ada.get("agents/ada/metrics", last=101), 422, "invalid_field")


def test_what_an_agent_can_do_is_said_anew_unless_somebody_was_quicker(ada: Api, olga: Api) -> None:
    read = ada.get("agents/ada")
    edited = ada.patch("agents/ada", {"capabilities": ["rust"], "role": "core"}, If_Match=read.headers["ETag"])
    assert (edited.status_code, edited.json()["capabilities"], edited.json()["capacity"]) == (200, ["rust"], 10)
    assert edited.headers["ETag"].startswith(f'"{head_of()}-')
    assert_problem(olga.patch("agents/ada", {"role": "x"}, If_Match=read.headers["ETag"]), 412, "version_mismatch")
    assert olga.patch("agents/ada", {"role": "x"}).json()["role"] == "x"


def test_an_agent_revises_itself_alone(ada: Api) -> None:
    assert_problem(ada.patch("agents/bob", {"capacity": 9}), 403, "not_allowed")
    assert_problem(ada.patch("agents/ada", {"capacity": 0}), 422, "invalid_field")
    assert_problem(ada.patch("agents/ada", {"name": "eve"}), 422, "invalid_field")


def test_only_leases_that_beat_say_how_far_they_are(ada: Api) -> None:
    claimed("A.1")
    claimed("A.2")
    LeaseBeat.objects.filter(task="A.2").update(progress=10)
    assert said(ada)[1] == "heard, 0 s ago; working on A.1; A.2, 10 %"
