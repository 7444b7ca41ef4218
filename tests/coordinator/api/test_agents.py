"""Agents: they join, are given a token, stop, come back."""

from django.db import connection

from coordinator.access.models import Token
from coordinator.access.tokens import digest
from tests.support.api import Api, assert_problem, head_of
from tests.support.world import a_task, claimed

CAROL = {
    "name": "carol", "kind": "llm", "title": "Carol", "role": "writes tests", "capabilities": ["python"], "capacity": 2,
    "working_directory": "tests",
}


def test_an_agent_that_joins_can_work_with_its_token(olga: Api) -> None:
    a_task("A.1")
    answer = olga.post("agents", CAROL)
    assert answer.status_code == 201
    joined = answer.json()
    assert {name: joined[name] for name in CAROL} == CAROL
    assert (joined["state"], joined["load"]) == ("idle", 0)
    carol = Api(joined.pop("token"))
    assert carol.get(answer.headers["Location"]).json() == joined
    assert carol.post("claims", {}).json()["claims"][0]["task"]["key"] == "A.1"
    after = carol.get("agents/carol").json()
    assert (after["state"], after["load"], after["beat"]) == ("busy", 1, "active")
    assert after["seen_at"].endswith("Z")


def test_only_the_digest_of_a_token_is_kept(olga: Api) -> None:
    secret = olga.post("agents", CAROL, Idempotency_Key="join").json()["token"]
    with connection.cursor() as cursor:
        for table in ("access_token", "eventlog_event", "eventlog_receipt", "agents_agent"):
            cursor.execute(f"SELECT * FROM {table}")
            assert secret not in str(cursor.fetchall())
    token = Token.objects.get(digest=digest(secret))
    assert (token.role, token.agent) == ("agent", "carol")


def test_the_same_registration_again_gives_the_same_token(olga: Api) -> None:
    first = olga.post("agents", CAROL, Idempotency_Key="join")
    again = olga.post("agents", CAROL, Idempotency_Key="join")
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["Idempotency-Replayed"] == "true"
    assert Token.objects.filter(agent="carol").count() == 1
    assert Api(again.json()["token"]).get().status_code == 200


def test_the_same_key_of_two_operators_gives_two_tokens(olga: Api, maria: Api) -> None:
    first = olga.post("agents", CAROL, Idempotency_Key="join").json()["token"]
    second = maria.post("agents", CAROL | {"name": "dora"}, Idempotency_Key="join").json()["token"]
    assert first != second


def test_a_name_is_taken_while_its_agent_works(olga: Api) -> None:
    olga.post("agents", CAROL)
    before = head_of()
    assert "token" in assert_problem(olga.post("agents", CAROL), 409, "agent_exists")["next"]
    assert head_of() == before


def test_a_fresh_token_takes_the_place_of_those_before(olga: Api) -> None:
    old = Api(olga.post("agents", CAROL).json()["token"])
    answer = olga.post("agents/carol/token")
    assert answer.status_code == 201
    fresh = Api(answer.json()["token"])
    assert answer.json()["name"] == "carol"
    assert fresh.get().status_code == 200
    assert_problem(old.get(), 401, "token_refused")
    assert_problem(olga.post("agents/nobody/token"), 404, "unknown_agent")


def test_a_fresh_token_asked_for_twice_under_one_key_is_one_token(olga: Api) -> None:
    olga.post("agents", CAROL)
    first = olga.post("agents/carol/token", Idempotency_Key="k").json()["token"]
    assert olga.post("agents/carol/token", Idempotency_Key="k").json()["token"] == first
    assert olga.post("agents/carol/token", Idempotency_Key="l").json()["token"] != first


def test_an_agent_that_stops_gives_back_what_it_holds(ada: Api) -> None:
    a_task("A.1")
    claimed("A.1")
    answer = ada.post("agents/ada/stop", {"reason": "done for today"})
    assert (answer.status_code, answer.json()["state"], answer.json()["load"]) == (200, "stopped", 0)
    assert ada.get("tasks/A.1").json()["status"] == "ready"
    assert_problem(ada.post("claims", {}), 409, "agent_has_stopped")


def test_one_that_stopped_may_come_back(ada: Api, olga: Api) -> None:
    ada.post("agents/ada/stop")
    assert olga.post("agents", {"name": "ada"}).status_code == 201
    assert ada.get("agents/ada").json()["state"] == "idle"


def test_agents_are_listed_by_name(ada: Api, bob: Api) -> None:
    listed = ada.get("agents").json()
    assert [agent["name"] for agent in listed["agents"]] == ["ada", "bob"]
    assert listed["head"] == head_of()
    assert_problem(ada.get("agents/nobody"), 404, "unknown_agent")
