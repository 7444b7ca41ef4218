"""Deliverables over the API: over all tracks or of one, promised, met with evidence, withdrawn."""

import pytest

from tests.support.api import Api, assert_problem, head_of

DIGEST = "ab" * 32
PROOF = {"kind": "command", "text": "make board", "exit_status": 0, "digest": DIGEST}


@pytest.fixture(autouse=True)
def plan(maria: Api, ada: Api) -> None:
    promised = [{"text": "the board"}, {"text": "the graph", "done": True}]
    maria.post("tracks", {"key": "A", "title": "Pages", "deliverables": promised})
    maria.post("tracks", {"key": "B", "title": "Docs", "deliverables": [{"text": "a guide"}]})


def numbered(api: Api, **query: object) -> list[tuple[str, int]]:
    return [(one["track"], one["number"]) for one in api.get("deliverables", **query).json()["deliverables"]]


def test_deliverables_of_all_tracks_stand_in_plan_order(maria: Api) -> None:
    listed = maria.get("deliverables").json()
    assert listed["head"] == head_of()
    assert [(one["track"], one["place"], one["number"], one["text"], one["done"]) for one in listed["deliverables"]] == [
        ("A", 0, 1, "the board", False), ("A", 1, 2, "the graph", True), ("B", 0, 1, "a guide", False),
    ]
    assert maria.get("deliverables", at=head_of()).json() == listed


def test_the_list_can_be_narrowed(maria: Api) -> None:
    assert numbered(maria, track="B") == [("B", 1)]
    assert numbered(maria, met="true") == [("A", 2)]
    assert numbered(maria, met="false", track="A") == [("A", 1)]
    assert numbered(maria, verified="true") == []
    maria.post("tracks/A/deliverables/1/met", {})
    assert numbered(maria, verified="true") == [("A", 1)]
    assert_problem(maria.get("deliverables", met="maybe"), 422, "invalid_field")


def test_what_shows_it_tells_verified_from_claimed(maria: Api, ada: Api) -> None:
    claimed = ada.post("tracks/A/deliverables/1/met", {"note": "see there"})
    assert (claimed.status_code, claimed.json()["done"], claimed.json()["verified"]) == (200, True, False)
    shown = ada.post("tracks/A/deliverables/1/met", {"evidence": [PROOF]}).json()
    assert (shown["verified"], shown["evidence"], shown["actor"]) == (True, [PROOF], "agent/ada")
    assert maria.get("tracks/A").json()["deliverables"][0] == {
        name: value for name, value in shown.items() if name not in ("track", "place")
    }
    back = maria.post("tracks/A/deliverables/1/withdraw", {"reason": "it fell over"}).json()
    assert (back["done"], back["verified"], back["evidence"]) == (False, False, [])


def test_one_is_added_reworded_and_removed(maria: Api) -> None:
    added = maria.post("tracks/A/deliverables", {"text": "the map"})
    assert (added.status_code, added.json()["number"], added.json()["place"]) == (201, 3, 2)
    assert maria.patch("tracks/A/deliverables/3", {"text": "the map, live"}).json()["text"] == "the map, live"
    assert maria.delete("tracks/A/deliverables/3").status_code == 204
    assert numbered(maria, track="A") == [("A", 1), ("A", 2)]
    assert maria.post("tracks/A/deliverables", {"text": "another"}).json()["number"] == 4


def test_what_is_not_there_is_named(maria: Api) -> None:
    assert_problem(maria.post("tracks/A/deliverables/9/met", {}), 404, "unknown_deliverable")
    assert_problem(maria.post("tracks/Z/deliverables/1/met", {}), 404, "unknown_track")
    assert_problem(maria.post("tracks/Z/deliverables", {"text": "x"}), 404, "unknown_track")


def test_a_failed_command_shows_nothing(ada: Api) -> None:
    failed = {**PROOF, "exit_status": 1}
    assert_problem(ada.post("tracks/A/deliverables/1/met", {"evidence": [failed]}), 422, "invalid_field")
