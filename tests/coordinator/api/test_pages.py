"""Lists come in pages that hold everything once, whatever is added or removed meanwhile."""

import base64
import json

import pytest

from tests.support.api import Api, assert_problem
from tests.support.world import a_task, a_track, an_agent

LISTS = [("tasks", "tasks", "key"), ("tracks", "tracks", "key"), ("agents", "agents", "name"),
         ("dependencies", "dependencies", "item")]


def walk(api: Api, path: str, name: str, field: str, limit: int) -> list[str]:
    seen: list[str] = []
    cursor = ""
    while True:
        page = api.get(path, limit=limit, cursor=cursor).json()
        assert len(page[name]) <= limit
        seen += [one[field] for one in page[name]]
        if page["cursor"] is None:
            return seen
        cursor = page["cursor"]


@pytest.fixture(autouse=True)
def plan(maria: Api) -> None:
    for number in range(7):
        a_track(f"T{number}")
        an_agent(f"agent {number}")
        a_task(f"{number}", depends_on=(f"task/{number - 1}",) if number else ())


@pytest.mark.parametrize(("path", "name", "field"), LISTS)
@pytest.mark.parametrize("limit", [1, 3, 7, 1000])
def test_pages_together_are_the_list(maria: Api, path: str, name: str, field: str, limit: int) -> None:
    whole = [one[field] for one in maria.get(path).json()[name]]
    assert len(whole) >= 6
    assert walk(maria, path, name, field, limit) == whole


def test_what_is_added_or_removed_between_pages_moves_nothing_else(maria: Api) -> None:
    first = maria.get("tasks", limit=3).json()
    maria.delete("tasks/6")
    a_task("later")
    rest = maria.get("tasks", cursor=first["cursor"]).json()
    assert [task["key"] for task in rest["tasks"]] == ["3", "4", "5", "later"]


def cursor(*place: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "given",
    ["x", "%%%", "é", cursor(), cursor(1), cursor("a", "b"), cursor(1, 2), cursor(1, "a", "b"), cursor(-1, "a"),
     cursor(2**60, "a"), cursor(1, "\x00"), base64.b64encode(b"\xff\xfe").decode()],
)
def test_a_cursor_from_elsewhere_is_refused(maria: Api, given: str) -> None:
    problem = assert_problem(maria.get("tasks", cursor=given), 422, "invalid_field")
    assert problem["errors"][0]["field"] == "cursor"


@pytest.mark.parametrize("limit", ["0", "-1", "1001", "many", "1.5", ""])
def test_a_limit_out_of_bounds_is_refused(maria: Api, limit: str) -> None:
    problem = assert_problem(maria.get("tasks", limit=limit), 422, "invalid_field")
    assert problem["errors"][0]["field"] == "limit"
