"""Tokens over REST: shown once, no mightier than who makes them, taken back at once."""

from typing import Any

import msgspec
import pytest
from django.test import Client

from coordinator.access.models import AccessChange, Role, Token
from coordinator.access.tokens import issue
from coordinator.eventlog.models import LogHead
from tests.support.api import Api, assert_problem
from tests.support.world import a_person, a_project


def read(answer: Any) -> Any:
    return msgspec.json.decode(answer.content)


def browser(user: Any) -> Api:
    client = Client()
    client.force_login(user)
    return Api(client=client)


@pytest.fixture
def bob(project: LogHead) -> Api:
    """Signed in, an operator of the project."""
    return browser(a_person("bob", project, Role.OPERATOR))


def test_one_is_made_used_listed_without_its_secret_and_taken_back(maria: Api, project: LogHead) -> None:
    made = read(maria.post("tokens", {"name": "the CI", "role": "operator", "days": 7}))
    secret = made["token"]
    ci = Api(secret)
    assert ci.post("tasks", {"key": "A.1", "title": "x"}).status_code == 201
    listing = maria.get("tokens")
    assert secret not in listing.content.decode()
    [shown] = [one for one in read(listing)["tokens"] if one["name"] == "the CI"]
    assert (shown["number"], shown["role"], shown["revoked_at"]) == (made["number"], "operator", None)
    assert secret.startswith(shown["prefix"])
    assert secret not in str(list(Token.objects.values_list()))
    assert maria.delete(f"tokens/{made['number']}").status_code == 204
    assert_problem(ci.get("tasks"), 401, "token_refused")
    assert maria.delete(f"tokens/{made['number']}").status_code == 204
    assert [(one.actor, one.what, one.after or one.before) for one in AccessChange.objects.order_by("id")] == [
        ("token/maria", "token.issued", "operator"), ("token/maria", "token.revoked", "operator"),
    ]


def test_it_is_good_for_its_project_alone(maria: Api) -> None:
    a_project("other")
    made = Api(read(maria.post("tokens", {"name": "x", "role": "viewer"}))["token"])
    assert made.get("tasks").status_code == 200
    assert_problem(made.get("/api/v1/projects/other/tasks"), 404, "unknown_project")


def test_the_same_request_again_is_given_the_same_secret(maria: Api) -> None:
    body = {"name": "the CI", "role": "operator"}
    first, again = (maria.post("tokens", body, Idempotency_Key="k") for _ in range(2))
    assert read(first) == read(again)
    assert AccessChange.objects.count() == 1
    assert_problem(maria.post("tokens", body | {"role": "admin"}, Idempotency_Key="k"), 422, "key_reused")
    assert read(maria.post("tokens", body))["token"] != read(first)["token"]


def test_a_person_makes_their_own_up_to_their_own_role(bob: Api) -> None:
    own = read(bob.post("tokens", {"name": "laptop", "role": "operator"}))
    assert own["person"] == "bob"
    assert Api(own["token"]).post("tasks", {"key": "A.1", "title": "x"}).status_code == 201
    assert_problem(bob.post("tokens", {"name": "laptop", "role": "admin"}), 403, "not_allowed")


def test_a_person_sees_and_takes_back_their_own_alone(bob: Api, maria: Api, project: LogHead) -> None:
    others = read(maria.post("tokens", {"name": "the CI", "role": "viewer"}))
    own = read(bob.post("tokens", {"name": "laptop", "role": "viewer"}))
    assert [one["name"] for one in read(bob.get("tokens"))["tokens"]] == ["laptop"]
    assert_problem(bob.delete(f"tokens/{others['number']}"), 404, "unknown_token")
    assert bob.delete(f"tokens/{own['number']}").status_code == 204


def test_a_token_makes_no_tokens_unless_it_administers(olga: Api, ada: Api) -> None:
    for caller in (olga, ada):
        assert_problem(caller.post("tokens", {"name": "x", "role": "viewer"}), 403, "not_allowed")


def test_a_token_that_administers_no_more_sees_itself(olga: Api) -> None:
    assert [one["name"] for one in read(olga.get("tokens"))["tokens"]] == ["olga"]


def test_an_administrator_makes_one_for_a_member_up_to_the_members_role(maria: Api, bob: Api) -> None:
    assert read(maria.post("tokens", {"name": "x", "role": "operator", "person": "bob"}))["person"] == "bob"
    assert_problem(maria.post("tokens", {"name": "x", "role": "admin", "person": "bob"}), 403, "not_allowed")
    assert_problem(maria.post("tokens", {"name": "x", "role": "viewer", "person": "eve"}), 404, "unknown_member")


@pytest.mark.parametrize(
    "fields", [{"role": "agent"}, {"days": 0}, {"days": 4_000}, {"name": ""}, {"name": "x" * 101}, {"secret": "x"}]
)
def test_what_makes_no_sense_is_refused_by_name(maria: Api, fields: dict[str, Any]) -> None:
    body = {"name": "x", "role": "viewer"} | fields
    problem = assert_problem(maria.post("tokens", body), 422, "invalid_field")
    assert problem["errors"][0]["field"] == next(iter(fields))


def test_a_token_of_another_project_is_not_there(maria: Api) -> None:
    elsewhere = issue("elsewhere", Role.VIEWER, a_project("other"))[0]
    assert_problem(maria.delete(f"tokens/{elsewhere.pk}"), 404, "unknown_token")
    everywhere = issue("everywhere", Role.VIEWER)[0]
    assert_problem(maria.delete(f"tokens/{everywhere.pk}"), 404, "unknown_token")


def test_tokens_of_agents_are_noted_too(maria: Api, project: LogHead) -> None:
    maria.post("agents", {"name": "ada"}, Idempotency_Key="k")
    maria.post("agents", {"name": "ada"}, Idempotency_Key="k")
    maria.post("agents/ada/token")
    changes = read(maria.get("access-log"))["changes"]
    assert [one["what"] for one in changes] == ["token.revoked", "token.issued", "token.issued"]
    assert all(one["actor"] == "token/maria" and one["about"].startswith("ada in web") for one in changes)
