"""What waits for what: list, add, remove."""

from typing import Any

import pytest

from tests.support.api import Api, assert_problem, head_of
from tests.support.world import a_task, a_track


@pytest.fixture(autouse=True)
def plan(maria: Api) -> None:
    a_track("A")
    a_track("B")
    a_task("A.1", track="A")
    a_task("A.2", track="A")
    a_task("B.1", track="B")


@pytest.mark.parametrize(
    ("item", "needs"), [("A.2", "A.1"), ("task/A.2", "task/A.1"), ("B", "A"), ("B.1", "A"), ("track/B", "task/A.1")]
)
def test_something_is_made_to_wait_and_let_go_again(maria: Api, item: str, needs: str) -> None:
    answer = maria.post("dependencies", {"item": item, "needs": needs, "text": "it builds on it"})
    assert answer.status_code == 201
    listed = maria.get("dependencies").json()
    assert listed["dependencies"] == [answer.json()]
    assert listed["dependencies"][0]["text"] == "it builds on it"
    assert maria.get("dependencies", item=item).json() == maria.get("dependencies", needs=needs).json() == listed
    assert maria.delete(f"dependencies?item={item}&needs={needs}").status_code == 204
    assert maria.get("dependencies").json()["dependencies"] == []


def test_both_ends_are_told_plainly_and_with_their_kind(maria: Api) -> None:
    said = maria.post("dependencies", {"item": "B.1", "needs": "A"}).json()
    assert (said["item"], said["item_ref"], said["needs"], said["needs_ref"]) == ("B.1", "task/B.1", "A", "track/A")


def test_the_same_dependency_again_changes_nothing(maria: Api) -> None:
    first = maria.post("dependencies", {"item": "A.2", "needs": "A.1"})
    before = head_of()
    again = maria.post("dependencies", {"item": "A.2", "needs": "A.1"})
    assert (again.status_code, again.json(), head_of()) == (200, first.json(), before)


@pytest.mark.parametrize(
    ("body", "status", "code", "words"),
    [
        ({"item": "A.1", "needs": "A.2"}, 409, "dependency_cycle", "A.1 -> A.2 -> A.1"),
        ({"item": "A.1", "needs": "A.1"}, 422, "depends_on_itself", "A.1"),
        ({"item": "A.1", "needs": "Z.9"}, 422, "unknown_reference", "Z.9"),
        ({"item": "Z.9", "needs": "A.1"}, 422, "unknown_reference", "Z.9"),
        ({"item": "A.1", "needs": "sync/9"}, 422, "unknown_reference", "sync/9"),
        ({"item": "sync/1", "needs": "A.1"}, 422, "unknown_reference", "sync/1"),
        ({"item": "A.1"}, 422, "invalid_field", "needs"),
    ],
)
def test_a_dependency_that_cannot_be_is_refused(
    maria: Api, body: dict[str, Any], status: int, code: str, words: str
) -> None:
    maria.post("dependencies", {"item": "A.2", "needs": "A.1"})
    before = head_of()
    assert words in assert_problem(maria.post("dependencies", body), status, code)["detail"]
    assert head_of() == before


def test_what_does_not_wait_cannot_be_let_go(maria: Api) -> None:
    assert_problem(maria.delete("dependencies?item=A.2&needs=A.1"), 404, "unknown_dependency")
    assert_problem(maria.delete("dependencies?item=A.2"), 422, "invalid_field")
