"""GET diff: what is different between two moments."""

import pytest

from tests.support.api import Api, assert_problem, head_of
from tests.support.world import a_task, a_track, by_holder, claimed
from tracks import commands as c


@pytest.fixture
def then(maria: Api, ada: Api) -> int:
    a_track("A")
    a_task("A.1", track="A")
    a_task("A.2", track="A", depends_on=("task/A.1",))
    return head_of()


def test_it_says_what_came_went_and_changed(maria: Api, vera: Api, then: int) -> None:
    by_holder(c.CompleteTask, "A.1", claimed("A.1"))
    a_task("A.3")
    answer = vera.get("diff", **{"from": then}).json()
    assert (answer["from"], answer["to"]) == (then, head_of())
    assert answer["summary"].startswith("1 task added, 2 changed")
    assert answer["counts"]["tasks"] == {"added": 1, "changed": 2, "removed": 0}
    first = next(one for one in answer["changes"] if one["key"] == "A.1")
    assert {"name": "status", "before": "ready", "after": "done"} in first["fields"]
    assert first["words"].startswith("task A.1: ")


def test_both_ends_may_be_sequences_or_times_in_any_order(maria: Api, then: int) -> None:
    at = maria.get("events", after=then - 1).json()["events"][0]["recorded_at"]
    a_task("A.3")
    by_time = maria.get("diff", **{"from": at, "to": head_of()}).json()
    assert by_time == maria.get("diff", **{"from": then}).json()
    back = maria.get("diff", **{"from": head_of(), "to": then}).json()
    assert back["summary"] == "1 task removed"


def test_it_comes_in_pages(maria: Api, then: int) -> None:
    for number in range(3, 8):
        a_task(f"A.{number}")
    whole = maria.get("diff", **{"from": then}).json()
    found, after = [], 0
    while after is not None:
        page = maria.get("diff", **{"from": then, "to": whole["to"], "limit": 2, "after": after}).json()
        found += page["changes"]
        after = page["next_after"]
    assert found == whole["changes"] and whole["next_after"] is None


@pytest.mark.parametrize(("query", "field"), [({}, "from"), ({"from": "0"}, "from"), ({"from": "1", "to": "99"}, "to"),
                                              ({"from": "soon"}, "from"), ({"from": "1", "limit": "0"}, "limit")])
def test_moments_that_never_were_are_refused(maria: Api, then: int, query: dict[str, str], field: str) -> None:
    problem = assert_problem(maria.get("diff", **query), 422, "invalid_field")
    assert problem["errors"][0]["field"] == field
