"""Projects are renamed, archived, read all the same, and brought back."""

from tests.support.api import Api, assert_problem, head_of
from tests.support.world import a_project, a_task, claimed

ALL = "/api/v1/projects"


def slugs(api: Api, **query: str) -> list[str]:
    return [one["slug"] for one in api.get(ALL, **query).json()["projects"]]


def test_a_project_gets_another_name(maria: Api) -> None:
    read = maria.get("")
    renamed = maria.patch("", {"name": "The new web"}, If_Match=read.headers["ETag"])
    assert renamed.status_code == 200 and renamed.json()["name"] == "The new web"
    assert maria.get("").json()["name"] == "The new web" and slugs(maria) == ["web"]
    assert_problem(maria.patch("", {"name": "Late"}, If_Match=read.headers["ETag"]), 412, "plan_moved")


def test_an_archived_project_is_hidden_and_can_only_be_read(maria: Api, ada: Api) -> None:
    a_project("other", "The other")
    a_task("1")
    answer = maria.post("archive", {"reason": "done"})
    assert answer.status_code == 200 and answer.json()["archived_at"]
    assert slugs(maria) == ["other"] and slugs(maria, archived="1") == ["web"]
    assert maria.get("tasks").json()["tasks"][0]["key"] == "1"
    problem = assert_problem(maria.post("tasks", {"key": "2", "title": "T"}), 409, "project_is_archived")
    assert "unarchive" in problem["next"]
    assert_problem(ada.post("claims", {"agent": "ada"}), 409, "project_is_archived")
    assert maria.post("unarchive").json()["archived_at"] is None
    assert slugs(maria) == ["other", "web"] and claimed("1")


def test_a_moment_before_shows_it_as_it_was(maria: Api) -> None:
    at = head_of()
    maria.post("archive", {})
    assert maria.get("", at=at).json()["archived_at"] is None and maria.get("").json()["archived_at"]


def test_while_somebody_works_it_takes_a_word_more(maria: Api, ada: Api) -> None:
    a_task("1")
    claimed("1")
    assert_problem(maria.post("archive", {}), 409, "leases_are_live")
    assert maria.post("archive", {"despite_leases": True}).status_code == 200


def test_only_administrators_may(olga: Api, ada: Api) -> None:
    for api in (olga, ada):
        assert_problem(api.post("archive", {}), 403, "not_allowed")
        assert_problem(api.post("unarchive"), 403, "not_allowed")
        assert_problem(api.patch("", {"name": "Mine"}), 403, "not_allowed")
