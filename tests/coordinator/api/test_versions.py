"""Two who edit the same thing, and one who reads it again and again."""

import pytest

from tests.support.api import Api, assert_problem
from tests.support.world import a_task, a_track, by_holder, claimed
from tracks import commands as c


@pytest.fixture(autouse=True)
def plan(maria: Api, ada: Api) -> None:
    a_track("A")
    a_task("A.1", track="A")
    a_task("A.2", track="A", depends_on=("task/A.1",))


@pytest.mark.parametrize("path", ["tasks/A.1", "tracks/A"])
def test_the_second_of_two_editors_is_shown_what_the_first_made_of_it(maria: Api, olga: Api, path: str) -> None:
    read = maria.get(path).headers["ETag"]
    assert maria.patch(path, {"title": "First"}, If_Match=read).status_code == 200
    late = olga.patch(path, {"title": "Second"}, If_Match=read)
    problem = assert_problem(late, 412, "version_mismatch")
    now = olga.get(path)
    assert problem["present"] == now.json() and problem["present"]["title"] == "First"
    assert problem["version"] == now.json()["version"] and late.headers["ETag"] == now.headers["ETag"]
    assert olga.patch(path, {"title": "Second"}, If_Match=late.headers["ETag"]).status_code == 200


def test_an_edit_goes_through_although_others_moved_what_follows_from_them(maria: Api) -> None:
    read = maria.get("tasks/A.2").headers["ETag"]
    by_holder(c.CompleteTask, "A.1", claimed("A.1"))
    assert maria.get("tasks/A.2").headers["ETag"] != read, "it is ready now, without an event about itself"
    assert maria.patch("tasks/A.2", {"title": "Mine"}, If_Match=read).status_code == 200


def test_what_the_reader_has_already_is_not_sent_again(maria: Api) -> None:
    read = maria.get("tasks/A.2")
    again = maria.client.get(
        Api.address("tasks/A.2"), headers={**maria.headers({}), "If-None-Match": read.headers["ETag"]}
    )
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", read.headers["ETag"])
    by_holder(c.CompleteTask, "A.1", claimed("A.1"))
    changed = maria.client.get(
        Api.address("tasks/A.2"), headers={**maria.headers({}), "If-None-Match": f'W/{read.headers["ETag"]}, "x"'}
    )
    assert changed.status_code == 200 and changed.json()["status"] == "ready"


def test_a_read_and_the_answer_to_the_edit_before_it_have_one_etag(maria: Api) -> None:
    for path in ("tasks/A.1", "tracks/A"):
        edited = maria.patch(path, {"title": "New"})
        assert edited.headers["ETag"] == maria.get(path).headers["ETag"]


def test_more_tags_than_anybody_has_read_are_refused(maria: Api) -> None:
    asked = maria.client.get(Api.address("tasks/A.1"), headers={**maria.headers({}), "If-None-Match": "x" * 301})
    assert assert_problem(asked, 422, "invalid_field")["errors"][0]["field"] == "If-None-Match"


def test_a_condition_that_would_not_be_looked_at_is_refused(maria: Api) -> None:
    read = maria.get("tasks/A.2").headers["ETag"]
    for answer in (maria.delete("tasks/A.2", If_Match=read), maria.post("tasks/A.2/cancel", {}, If_Match=read)):
        assert assert_problem(answer, 422, "invalid_field")["errors"][0]["field"] == "If-Match"
    assert maria.get("tasks/A.2").json()["status"] == "pending"
    assert maria.delete("tasks/A.2", If_Match="*").status_code == 204


def test_what_the_document_calls_unchanged_has_an_etag(maria: Api) -> None:
    for path in ("lint", "criteria", "tasks/A.1/terms", "tracks/A/terms", "tasks/A.1", "tracks/A"):
        read = maria.get(path)
        known = {**maria.headers({}), "If-None-Match": read.headers["ETag"]}
        assert maria.client.get(Api.address(path), headers=known).status_code == 304, path
