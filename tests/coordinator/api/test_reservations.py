"""Reservations over HTTP: make, list, read, extend, release, and ask whether files may be touched."""

from typing import Any

import pytest

from coordinator.eventlog import store
from coordinator.orchestrator import sweeper
from tests.support.api import Api, assert_problem, head_of
from tests.support.world import PROJECT, a_task, by_holder, claimed, told
from tracks import commands as c
from tracks.models import Reservation


def reserve(api: Api, *paths: str, **fields: Any) -> Any:
    return api.post("reservations", {"paths": list(paths), **fields})


def test_paths_are_reserved_and_everybody_sees_who_has_them(ada: Api, vera: Api) -> None:
    answer = reserve(ada, "./src/api/", "docs/*.md", reason="the API moves", expires_in=600)
    assert answer.status_code == 201
    made = answer.json()
    assert {name: made[name] for name in ("agent", "paths", "mode", "task", "reason")} == {
        "agent": "ada", "paths": ["src/api", "docs/*.md"], "mode": "exclusive", "task": None, "reason": "the API moves",
    }
    assert answer.headers["Location"].endswith(f"/reservations/{made['key']}")
    assert answer.headers["ETag"].startswith(f'"{head_of()}-')
    assert vera.get("reservations").json() == {"reservations": [made], "cursor": None, "head": head_of()}
    assert vera.get(f"reservations/{made['key']}").json() == made
    assert made["since"] < made["until"]


def test_what_is_in_the_way_is_refused_with_all_one_needs_to_know(ada: Api, bob: Api) -> None:
    reserve(bob, "src/**")
    before = head_of()
    problem = assert_problem(reserve(ada, "src/a.py", mode="shared"), 409, "paths_are_held")
    assert "src/a.py meets src/**: bob has reserved src/**" in problem["detail"]
    assert "POST claims" in problem["next"]
    assert head_of() == before


def test_it_goes_with_the_lease_of_its_task(ada: Api) -> None:
    a_task("A.1")
    fence = claimed("A.1")
    made = reserve(ada, "src", task="A.1", fence=fence).json()
    assert made["task"] == "A.1"
    assert made["until"] == ada.get("tasks/A.1").json()["lease"]["until"]
    assert ada.get("reservations", task="A.1").json()["reservations"] == [made]
    by_holder(c.CompleteTask, "A.1", fence)
    assert ada.get("reservations").json()["reservations"] == []


def test_it_is_extended_and_released(ada: Api, bob: Api) -> None:
    made = reserve(ada, "src", expires_in=60).json()
    longer = ada.post(f"reservations/{made['key']}/extend", {"expires_in": 600})
    assert longer.status_code == 200
    assert longer.json()["until"] > made["until"]
    assert_problem(bob.post(f"reservations/{made['key']}/extend", {"expires_in": 600}), 403, "not_allowed")
    assert_problem(bob.delete(f"reservations/{made['key']}"), 403, "not_allowed")
    assert ada.delete(f"reservations/{made['key']}?reason=finished").status_code == 204
    assert_problem(ada.delete(f"reservations/{made['key']}"), 404, "unknown_reservation")
    assert_problem(ada.get(f"reservations/{made['key']}"), 404, "unknown_reservation")


def test_the_same_key_gives_the_same_reservation(ada: Api) -> None:
    body = {"paths": ["src"]}
    first = ada.post("reservations", body, Idempotency_Key="once")
    again = ada.post("reservations", body, Idempotency_Key="once")
    assert again.json() == first.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert len(ada.get("reservations").json()["reservations"]) == 1


def test_the_list_is_cut_into_pages_narrowed_and_answers_for_the_past(ada: Api, bob: Api) -> None:
    for number in range(3):
        reserve(ada, f"a{number}")
    then = head_of()
    theirs = reserve(bob, "b").json()
    first = ada.get("reservations", limit=2).json()
    rest = ada.get("reservations", limit=2, cursor=first["cursor"]).json()
    assert [one["paths"][0] for one in first["reservations"] + rest["reservations"]] == ["a0", "a1", "a2", "b"]
    assert ada.get("reservations", agent="bob").json()["reservations"] == [theirs]
    past = ada.get("reservations", at=then).json()["reservations"]
    assert [one["paths"] for one in past] == [["a0"], ["a1"], ["a2"]]
    assert_problem(ada.get(f"reservations/{theirs['key']}", at=then), 404, "unknown_reservation")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "paths"), ({"paths": []}, "paths"), ({"paths": ["/etc/passwd"]}, "paths[0]"), ({"paths": ["a", "../b"]}, "paths[1]"),
        ({"paths": ["a"], "mode": "mine"}, "mode"), ({"paths": ["a"], "expires_in": 0}, "expires_in"),
        ({"paths": ["a"], "expires_in": 10_000_000}, "expires_in"), ({"paths": ["a" * 501]}, "paths[0]"),
        ({"paths": ["a*" * 20]}, "paths[0]"), ({"paths": [7]}, "paths[0]"), ({"paths": ["a"] * 201}, "paths"),
        ({"paths": ["a\u0000"]}, "paths[0]"),
    ],
)
def test_a_body_that_makes_no_sense_is_refused_by_name(ada: Api, body: dict[str, Any], field: str) -> None:
    problem = assert_problem(ada.post("reservations", body), 422, "invalid_field")
    assert problem["errors"][0]["field"] == field


def test_a_hook_is_told_which_files_it_may_touch(ada: Api, bob: Api) -> None:
    a_task("A.1", paths=["src/mine"])
    claimed("A.1")
    theirs = reserve(bob, "src/*.py").json()
    answer = ada.post("reservations/check", {"paths": ["src/mine/a.py", "src/b.py", "README [1].md"]})
    assert answer.status_code == 200
    said = answer.json()
    assert (said["clear"], said["covered"]) == (False, False)
    mine, held, free = said["paths"]
    assert (mine["covered"], mine["held_by"]) == (True, [])
    assert (free["path"], free["covered"], free["held_by"]) == ("README [1].md", False, [])
    (holder,) = held["held_by"]
    assert (holder["agent"], holder["holder"], holder["path"]) == ("bob", f"reservation/{theirs['key']}", "src/*.py")
    assert "Leave the files" in said["next"]
    clear = ada.post("reservations/check", {"paths": ["./src//mine/a.py"]}).json()
    assert (clear["clear"], clear["covered"], clear["next"]) == (True, True, "Go on.")


def test_a_hook_asks_about_files_and_nothing_else(ada: Api, maria: Api) -> None:
    assert_problem(ada.post("reservations/check", {"paths": ["/etc/x"]}), 422, "invalid_field")
    assert_problem(ada.post("reservations/check", {"paths": []}), 422, "invalid_field")
    assert_problem(maria.post("reservations/check", {"agent": "nobody", "paths": ["a"]}), 404, "unknown_agent")
    assert_problem(ada.post("reservations/check", {"agent": "bob", "paths": ["a"]}), 403, "not_allowed")


def test_a_claim_says_why_and_a_refused_one_what_is_in_the_way(ada: Api, bob: Api) -> None:
    a_task("A.1", paths=["src/a.py"], estimate=900)
    a_task("A.2", estimate=120)
    reserve(bob, "src", expires_in=600)
    (claim,) = ada.post("claims", {}).json()["claims"]
    assert (claim["task"]["key"], claim["because"]) == ("A.2", "critical path of 2 h; avoids src/a.py held by bob (A.1 skipped)")
    reason = ada.post("claims", {}).json()["reason"]
    assert reason["code"] == "paths_are_held"
    assert reason["waiting"][0]["holder"] == "reserved by bob"
    assert_problem(ada.post("tasks/A.1/claim", {}), 409, "paths_are_held")
    taken = ada.post("tasks/A.1/claim", {"despite_conflicts": True})
    assert (taken.status_code, taken.json()["because"]) == (201, "asked for by name, although bob holds src")


def test_a_claim_keeps_to_the_tracks_and_capabilities_it_names(ada: Api) -> None:
    told(c.AddTrack(project=PROJECT, key="B", title="B"))
    a_task("A.1")
    a_task("B.1", track="B")
    assert ada.post("claims", {"tracks": ["B"]}).json()["claims"][0]["task"]["key"] == "B.1"
    assert_problem(ada.post("claims", {"tracks": ["C"]}), 404, "unknown_track")
    assert_problem(ada.post("claims", {"capabilities": ["rust"]}), 422, "invalid_field")


def test_the_sweeper_ends_what_has_run_out_and_not_before(ada: Api) -> None:
    reserve(ada, "src", expires_in=1)
    until = Reservation.objects.get().until
    assert until is not None
    while Reservation.objects.exists():
        sweeper.end_reservations(store.clock())
    assert until <= store.clock()
    ended = ada.get("events", after=0).json()["events"][-1]
    assert (ended["type"], ended["actor"], ended["data"]["agent"]) == ("reservation.expired", "system/sweeper", "ada")


def test_the_sweeper_believes_the_log_and_not_a_row(ada: Api) -> None:
    reserve(ada, "old", expires_in=60)
    reserve(ada, "young", expires_in=6_000)
    key = Reservation.objects.get(paths=["old"]).key
    now = store.clock()
    sweeper.end_reservations(now)
    assert Reservation.objects.count() == 2
    told(c.ReleaseReservation(project=PROJECT, key=key))
    Reservation.objects.update(until=now)
    sweeper.end_reservations(store.clock())
    assert Reservation.objects.count() == 1, "the log says that it has time left, whatever a row says"
