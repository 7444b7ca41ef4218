"""Who is let in: holders of good tokens and signed-in browsers, nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coordinator.access import bearer
from coordinator.access.models import Role, Token
from coordinator.access.tokens import issue, revoke
from coordinator.eventlog.models import LogHead
from tests.support.api import Api, assert_problem, head_of
from tests.support.world import a_person, an_administrator

NEW_TASK = {"key": "A.1", "title": "one"}


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic bWFyaWE6eA==", "sb_something"])
def test_without_a_token_nobody_is_signed_in(project: LogHead, client: Client, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    answer = client.get("/api/v1/projects/web", headers=headers)
    assert_problem(answer, 401, "not_signed_in")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="signalbox"'


@pytest.mark.parametrize("secret", ["sb_guessed", "sb_gu\xe9ssed", "x" * 5_000])
def test_a_token_that_nobody_issued_is_refused(project: LogHead, secret: str) -> None:
    answer = Api(secret).get()
    assert_problem(answer, 401, "token_refused")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="signalbox", error="invalid_token"'


def test_a_token_that_has_expired_is_refused(project: LogHead) -> None:
    _, secret = issue("old", Role.ADMIN, expires_at=timezone.now() - timedelta(seconds=1))
    assert_problem(Api(secret).get(), 401, "token_refused")


def test_a_token_expires_also_while_it_is_remembered(project: LogHead) -> None:
    token, secret = issue("short", Role.ADMIN)
    api = Api(secret)
    assert api.get().status_code == 200
    Token.objects.filter(pk=token.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    bearer.forget()
    assert_problem(api.get(), 401, "token_refused")


def test_a_revoked_token_is_refused_at_once(project: LogHead) -> None:
    token, secret = issue("lost", Role.ADMIN)
    api = Api(secret)
    assert api.get().status_code == 200
    revoke(token)
    assert_problem(api.get(), 401, "token_refused")


def test_the_token_of_somebody_who_was_shut_out_is_refused_at_once(project: LogHead) -> None:
    person = an_administrator("former")
    _, secret = issue("former", Role.ADMIN, user=person)
    api = Api(secret)
    assert api.get().status_code == 200
    person.is_active = False
    person.save()
    assert_problem(api.get(), 401, "token_refused")


def test_a_token_that_was_just_seen_costs_no_query(maria: Api) -> None:
    maria.get("/api/v1/projects")
    with CaptureQueriesContext(connection) as queries:
        maria.get("/api/v1/projects")
    assert not [query["sql"] for query in queries if "access_token" in query["sql"] or "session" in query["sql"]]


def test_when_a_token_was_used_is_noted_once_a_minute(project: LogHead) -> None:
    token, secret = issue("ci", Role.VIEWER)
    Api(secret).get()
    token.refresh_from_db()
    first = token.last_used_at
    assert first is not None
    bearer.forget()
    Api(secret).get()
    token.refresh_from_db()
    assert token.last_used_at == first
    Token.objects.filter(pk=token.pk).update(last_used_at=first - timedelta(minutes=2))
    bearer.forget()
    Api(secret).get()
    token.refresh_from_db()
    assert token.last_used_at is not None
    assert token.last_used_at > first - timedelta(minutes=1)


def test_a_signed_in_browser_reads_without_a_token(project: LogHead, client: Client) -> None:
    client.force_login(an_administrator())
    assert client.get("/api/v1/projects/web").status_code == 200


def test_a_browser_that_does_not_show_our_csrf_token_changes_nothing(project: LogHead) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(an_administrator())
    before = head_of()
    assert_problem(Api(client=browser).post("tasks", NEW_TASK), 403, "csrf_failed")
    assert head_of() == before


def test_a_browser_that_shows_it_may_write(project: LogHead) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(an_administrator())
    browser.get("/api/docs/")
    api = Api(client=browser)
    answer = api.post("tasks", NEW_TASK, X_CSRFToken=browser.cookies["csrftoken"].value)
    assert answer.status_code == 201
    assert api.get("events", after=head_of() - 1).json()["events"][0]["actor"] == "maria"


def test_where_both_are_shown_the_token_counts(project: LogHead, client: Client) -> None:
    client.force_login(an_administrator())
    assert_problem(Api("sb_guessed", client).get(), 401, "token_refused")


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/api/schema/", "/api/docs/"])
def test_health_and_the_schema_take_no_sign_in(db: None, client: Client, path: str) -> None:
    assert client.get(path).status_code == 200


def test_actors_in_the_log_are_people_agents_and_tokens(project: LogHead, maria: Api, ada: Api, client: Client) -> None:
    maria.post("tasks", NEW_TASK)
    ada.post("claims", {})
    person = a_person("olga", project, Role.OPERATOR)
    client.force_login(person)
    Api(client=client).post("tasks", NEW_TASK | {"key": "A.2"})
    said: list[Any] = maria.get("events", after=2).json()["events"]
    assert [event["actor"] for event in said] == ["token/maria", "agent/ada", "olga"]
