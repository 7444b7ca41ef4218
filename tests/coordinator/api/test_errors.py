"""Every error under /api/ is a problem that says what to do next, whoever made it; never a page, never a stack trace."""

from typing import Any

import pytest
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from coordinator.api.door import Ask, Door, operation
from tests.support.api import Api, assert_problem, head_of


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("the secret is 1234")


class BrokenDoor(Door):
    @operation("Breaks", answers={200: (None, "never")})
    def get(self, ask: Ask) -> HttpResponse:
        raise RuntimeError("the secret is 1234")


urlpatterns = [
    path("api/broken", broken), path("api/v1/broken", BrokenDoor.as_view()), path("", include("coordinator.urls")),
]


def away(*_: Any) -> None:
    raise OperationalError("connection to db.internal refused")


@pytest.mark.parametrize("path", ["/api/", "/api/v1/", "/api/v2/projects", "/api/v1/projects/web/nothing", "/api/v1/nothing"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_where_there_is_nothing_the_answer_says_so(maria: Api, path: str, method: str) -> None:
    problem = assert_problem(maria.send(method, path), 404, "no_such_address")
    assert path.rstrip("/") in problem["detail"]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [("PUT", "tasks", "GET, POST, HEAD, OPTIONS"), ("POST", "events", "GET, HEAD, OPTIONS"), ("GET", "claims", "POST, OPTIONS"),
     ("GET", "agents/ada/stop", "POST, OPTIONS"), ("TRACE", "tasks", "GET, POST, HEAD, OPTIONS")],
)
def test_a_method_that_is_not_possible_names_those_that_are(maria: Api, method: str, path: str, allowed: str) -> None:
    answer = maria.send(method, path)
    assert_problem(answer, 405, "method_not_allowed")
    assert answer.headers["Allow"] == allowed


def test_options_name_the_methods(maria: Api) -> None:
    answer = maria.send("OPTIONS", "tasks")
    assert (answer.status_code, answer.headers["Allow"], answer.content) == (204, "GET, POST, HEAD, OPTIONS", b"")


def test_head_is_get_without_its_body(maria: Api) -> None:
    assert maria.send("HEAD", "tasks").status_code == 200


def test_an_answer_that_nobody_wants_is_not_made(maria: Api) -> None:
    before = head_of()
    assert_problem(maria.post("tasks", {"key": "A.1", "title": "x"}, Accept="application/xml"), 406, "not_acceptable")
    assert head_of() == before


@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/*", "text/html, */*;q=0.1"])
def test_whoever_takes_json_gets_it(maria: Api, accept: str) -> None:
    assert maria.client.get("/api/v1/projects", headers={**maria.headers({}), "Accept": accept}).status_code == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "nonsense"])
def test_a_body_that_is_not_json_is_refused(maria: Api, kind: str) -> None:
    before = head_of()
    answer = maria.post("tasks", b'{"key": "A.1", "title": "x"}', Content_Type=kind)
    problem = assert_problem(answer, 415, "unsupported_media_type")
    assert "application/json" in problem["next"]
    assert head_of() == before


def test_json_with_a_charset_or_a_suffix_is_json(maria: Api) -> None:
    for number, kind in enumerate(["application/json; charset=utf-8", "application/merge-patch+json"]):
        body = b'{"key": "A.%d", "title": "x"}' % number
        assert maria.post("tasks", body, Content_Type=kind).status_code == 201


def test_while_the_database_is_away_the_answer_says_when_to_come_back(maria: Api) -> None:
    maria.get("tasks")
    with connection.execute_wrapper(away):
        for answer in (maria.get("tasks"), maria.post("tasks", {"key": "A.1", "title": "x"}), Api("sb_new").get()):
            problem = assert_problem(answer, 503, "unavailable")
            assert answer.headers["Retry-After"] == "1"
            assert "db.internal" not in str(problem)


def test_a_browser_session_that_cannot_be_read_is_a_problem_too(project: object) -> None:
    browser = Client()
    browser.cookies["signalbox_session"] = "x" * 32
    with connection.execute_wrapper(away):
        assert_problem(browser.get("/api/v1/projects"), 503, "unavailable")


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("path", ["/api/broken", "/api/v1/broken"])
def test_what_nobody_expected_is_told_without_its_details(maria: Api, path: str, caplog: pytest.LogCaptureFixture) -> None:
    quiet = Client(raise_request_exception=False)
    answer = quiet.get(path, headers=maria.headers({}))
    assert_problem(answer, 500, "internal_error")
    assert b"1234" not in answer.content
    assert "the secret is 1234" in caplog.text


def test_a_host_that_is_not_ours_is_refused_in_the_same_shape(maria: Api) -> None:
    answer = maria.client.get("/api/v1/projects", headers={**maria.headers({}), "Host": "evil.example"})
    assert_problem(answer, 400, "bad_address")


def test_addresses_may_end_in_a_slash(maria: Api) -> None:
    assert maria.client.get("/api/v1/projects/", headers=maria.headers({})).status_code == 200
    answer = maria.client.post("/api/v1/projects/web/tasks/", {"key": "A.1", "title": "x"}, "application/json",
                               headers=maria.headers({}))
    assert answer.status_code == 201
    assert answer.headers["Location"] == "/api/v1/projects/web/tasks/A.1"


def test_answers_are_not_kept_by_anybody_on_the_way(maria: Api) -> None:
    for answer in (maria.get(), maria.get("nothing"), maria.get("tasks/none")):
        assert answer.headers["Cache-Control"] == "no-store"
