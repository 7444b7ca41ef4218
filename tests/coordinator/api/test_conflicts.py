"""Conflicts over HTTP: declared areas and their resolutions, what is predicted, what is actual, now and then."""

from typing import Any

import pytest

from coordinator.eventlog.models import LogHead
from tests.support.api import Api, assert_problem, head_of
from tests.support.world import PROJECT, a_task, a_track, claimed, told
from tracks import commands as c


@pytest.fixture(autouse=True)
def tracks(project: LogHead) -> None:
    a_track("A")
    a_track("B")


def declared(api: Api, **fields: Any) -> Any:
    return api.post("conflicts", {"key": "schema", "area": "The tables", "tracks": ["A", "B"], **fields})


def test_an_area_is_declared_read_edited_resolved_and_removed(olga: Api) -> None:
    answer = declared(olga, paths=["db/"])
    assert answer.status_code == 201
    area = answer.json()
    assert {name: area[name] for name in ("status", "paths", "tracks", "first", "waits")} == {
        "status": "open", "paths": ["db"], "tracks": ["A", "B"], "first": None, "waits": [],
    }
    assert answer.headers["Location"].endswith("/conflicts/schema")
    assert olga.get("conflicts/schema").json() == area
    edited = olga.patch("conflicts/schema", {"paths": []}, If_Match=answer.headers["ETag"])
    assert (edited.status_code, edited.json()["paths"]) == (200, [])
    stale = olga.patch("conflicts/schema", {"area": "x"}, If_Match=answer.headers["ETag"])
    assert_problem(stale, 412, "version_mismatch")
    resolved = olga.post("conflicts/schema/resolve", {"resolution": "B first", "first": "B", "order": True}).json()
    assert (resolved["status"], resolved["first"], resolved["waits"]) == ("ordered", "B", ["A waits for B"])
    assert resolved["resolved_by"] == "token/olga"
    assert olga.get("tracks/A").json()["depends_on"] == ["B"]
    (waiting,) = olga.get("dependencies", item="A").json()["dependencies"]
    assert waiting["text"] == "The tables: track B goes first"
    assert olga.delete("conflicts/schema").status_code == 204
    assert olga.get("tracks/A").json()["depends_on"] == []
    assert_problem(olga.get("conflicts/schema"), 404, "unknown_conflict_area")


def test_a_resolution_that_closes_a_cycle_is_refused_with_the_cycle(olga: Api) -> None:
    declared(olga)
    told(c.AddDependency(project=PROJECT, item="track/B", needs="track/A"))
    answer = olga.post("conflicts/schema/resolve", {"resolution": "", "first": "B", "order": True})
    problem = assert_problem(answer, 409, "dependency_cycle")
    assert "Track A -> Track B -> Track A" in problem["detail"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"tracks": ["A"]}, 422, "invalid_field"), ({"tracks": ["A", "X"]}, 404, "unknown_track"),
        ({"paths": ["/etc"]}, 422, "invalid_field"), ({"area": ""}, 422, "invalid_field"), ({"odd": 1}, 422, "invalid_field"),
    ],
)
def test_an_area_that_makes_no_sense_is_refused(olga: Api, body: dict[str, Any], status: int, code: str) -> None:
    before = head_of()
    assert_problem(declared(olga, **body), status, code)
    assert head_of() == before


def test_what_is_going_to_collide_is_listed_with_what_to_do(vera: Api) -> None:
    for key in ("A.1", "A.2", "A.3"):
        a_task(key, track="A", paths=["src"])
    whole = vera.get("conflicts").json()
    assert (whole["conflicts"], whole["actual"], whole["counts"]) == ([], [], {"predicted": 3, "actual": 0})
    first = vera.get("conflicts/predicted", limit=2).json()
    rest = vera.get("conflicts/predicted", limit=2, cursor=first["cursor"]).json()
    assert whole["predicted"] == first["conflicts"] + rest["conflicts"]
    assert (first["total"], first["complete"], rest["cursor"]) == (3, True, None)
    one = first["conflicts"][0]
    assert [side["what"] for side in one["between"]] == ["task/A.1", "task/A.2"]
    assert "Let A.2 wait for A.1" in one["next"]


def test_what_collides_now_is_listed_now_and_then(ada: Api, bob: Api, vera: Api) -> None:
    a_task("A.1", paths=["src"])
    a_task("A.2", paths=["src/a.py"])
    claimed("A.1", "ada")
    assert bob.post("tasks/A.2/claim", {"despite_conflicts": True}).status_code == 201
    then = head_of()
    (found,) = vera.get("conflicts/actual").json()["conflicts"]
    assert [(side["agent"], side["path"]) for side in found["between"]] == [("ada", "src"), ("bob", "src/a.py")]
    assert vera.get("conflicts").json()["actual"] == [found]
    told(c.ReleaseTask(project=PROJECT, key="A.2", step_in=True))
    assert vera.get("conflicts/actual").json()["conflicts"] == []
    assert vera.get("conflicts/actual", at=then).json()["conflicts"] == [found]
    accepted = [one for one in vera.get("events", after=0).json()["events"] if one["type"] == "conflict.accepted"]
    assert accepted[0]["data"]["clashes"][0]["holder"] == "task/A.1"


def test_a_list_is_cut_to_the_tokens_there_are(vera: Api) -> None:
    for number in range(40):
        a_task(f"A.{number}", track="A", paths=["src"])
    cut = vera.get("conflicts/predicted", max_tokens=500)
    assert len(cut.content) <= 1_000
    more = vera.get("conflicts/predicted", max_tokens=500, cursor=cut.json()["cursor"]).json()
    assert more["conflicts"] != cut.json()["conflicts"]
    assert len(vera.get("conflicts", max_tokens=300).content) <= 600
    assert_problem(vera.get("conflicts/predicted", cursor="nonsense"), 422, "invalid_field")
