"""A caller that runs wild is slowed down, in what it does too often, and nobody else."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from coordinator import throttling
from coordinator.access.models import Role
from coordinator.access.tokens import issue
from coordinator.eventlog.models import LogHead
from coordinator.settings.table import TABLE
from coordinator.throttling import SCOPES, Exceeded, spend
from tests.support.api import Api, assert_problem, head_of
from tests.support.world import a_person, a_task

FEW = 2  # a minute: one at once, then one each half a minute, which no test takes


@pytest.fixture(autouse=True)
def limits(settings: Any) -> Iterator[None]:
    """Few of everything; a test that is about one of them opens the others."""
    settings.SIGNALBOX = settings.SIGNALBOX | dict.fromkeys(SCOPES.values(), FEW)
    throttling.forget()
    yield
    throttling.forget()


@pytest.fixture
def only(settings: Any) -> Any:
    """Leaves one limit."""

    def leave(scope: str) -> None:
        settings.SIGNALBOX = settings.SIGNALBOX | dict.fromkeys(SCOPES.values(), 0) | {SCOPES[scope]: FEW}

    return leave


def test_too_many_changes_are_refused_with_when_to_go_on(maria: Api) -> None:
    assert maria.post("tasks", {"key": "A.1", "title": "x"}).status_code == 201
    before = head_of()
    answer = maria.post("tasks", {"key": "A.3", "title": "x"})
    problem = assert_problem(answer, 429, "throttled")
    assert 20 <= int(answer.headers["Retry-After"]) <= 30
    assert "2 commands" in problem["detail"]
    assert f"{answer.headers['Retry-After']} seconds" in problem["next"]
    assert head_of() == before


def test_every_answer_says_what_is_left(maria: Api, settings: Any) -> None:
    settings.SIGNALBOX = settings.SIGNALBOX | {"SIGNALBOX_READS_PER_MINUTE": 18}
    answers = [maria.get("tasks") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert {answer.headers["RateLimit-Policy"] for answer in answers} == {'"reads";q=3;w=10'}
    left = [re.fullmatch(r'"reads";r=(\d);t=(\d+)', answer.headers["RateLimit"]) for answer in answers]
    assert [found and found[1] for found in left] == ["2", "1", "0", "0"]
    assert all(found and 1 <= int(found[2]) <= 10 for found in left)


@pytest.mark.parametrize(
    ("scope", "method", "path"),
    [
        ("reads", "GET", "tasks"), ("commands", "POST", "tasks"), ("claims", "POST", "claims"),
        ("claims", "POST", "tasks/A.1/claim"), ("beats", "POST", "agents/ada/heartbeat"), ("heavy", "POST", "imports"),
        ("heavy", "GET", "exports/log"), ("heavy", "GET", "verify"), ("heavy", "POST", "webhooks/ci/test"),
    ],
)
def test_each_request_is_counted_with_its_like(maria: Api, only: Any, scope: str, method: str, path: str) -> None:
    only(scope)
    first, second = (maria.send(method, path).status_code for _ in range(2))
    assert first != 429
    assert second == 429
    if scope != "reads":
        assert maria.get("tasks").status_code == 200


def test_a_beat_goes_through_although_everything_else_is_used_up(ada: Api, settings: Any) -> None:
    for _ in range(2):
        ada.get("tasks"), ada.post("tasks", {"key": "A.1", "title": "x"}), ada.post("claims", {})
    assert ada.post("agents/ada/heartbeat", {}).status_code == 200


def test_others_go_on_even_under_the_same_name(maria: Api, project: LogHead) -> None:
    namesake = Api(issue("maria", Role.ADMIN, project)[1])
    for _ in range(2):
        maria.post("tasks", {"key": "A.1", "title": "x"})
    assert namesake.post("tasks", {"key": "A.2", "title": "x"}).status_code == 201


def test_what_is_refused_counts_too(vera: Api) -> None:
    statuses = [vera.post("tasks", {"key": "A.1", "title": "x"}).status_code for _ in range(2)]
    assert statuses == [403, 429]


def test_no_limit_is_a_limit_too(maria: Api, settings: Any) -> None:
    settings.SIGNALBOX = settings.SIGNALBOX | {"SIGNALBOX_WRITES_PER_MINUTE": 0}
    a_task("A.1")
    for _ in range(5):
        answer = maria.patch("tasks/A.1", {"title": "x"})
        assert answer.status_code == 200
    assert "RateLimit" not in answer.headers


# The count -----------------------------------------------------------------------------------------------------------


def test_what_is_left_grows_again_with_time() -> None:
    spend("commands", "maria", now=100.0)
    with pytest.raises(Exceeded) as nothing_left:
        spend("commands", "maria", now=101.0)
    assert nothing_left.value.wait == 29
    with pytest.raises(Exceeded):
        spend("commands", "maria", now=129.9)
    spend("commands", "maria", now=130.0)
    with pytest.raises(Exceeded):
        spend("commands", "maria", now=130.0)


def test_who_waits_longest_has_saved_up_no_more_than_ten_seconds(settings: Any) -> None:
    settings.SIGNALBOX = settings.SIGNALBOX | {"SIGNALBOX_WRITES_PER_MINUTE": 12}
    spend("commands", "maria", now=0.0)
    for _ in range(2):
        spend("commands", "maria", now=10_000.0)
    with pytest.raises(Exceeded):
        spend("commands", "maria", now=10_000.0)


def test_only_so_many_are_remembered_and_the_one_who_is_here_is_not_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttling, "REMEMBERED", 100)
    refused = 0
    for number in range(1_000):
        spend("sign_ins", f"192.0.2.{number}", now=0.0)
        try:
            spend("sign_ins", "198.51.100.1", now=0.0)
        except Exceeded:
            refused += 1
    assert len(throttling._left) == 100
    assert refused == 999


def test_thirty_agents_that_behave_use_not_a_hundredth_of_what_one_of_them_may(settings: Any) -> None:
    """Each asks for work, beats, reports and reads twice a second, all of them with one token."""
    settings.SIGNALBOX = settings.SIGNALBOX | {setting.name: setting.default for setting in TABLE}
    for scope in ("reads", "commands", "claims", "beats"):
        for moment in range(30 * 60 * 2):
            allowance = spend(scope, "fleet", now=moment / 60)
            assert allowance
            assert allowance.left >= 0.95 * allowance.most


# Sign-in -------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_passwords_are_guessed_slowly_from_one_address(client: Client) -> None:
    a_person("bob")
    tries = [client.post("/sign-in/", {"username": "bob", "password": "x"}) for _ in range(2)]
    assert [answer.status_code for answer in tries] == [200, 429]
    assert 1 <= int(tries[-1].headers["Retry-After"]) <= 30
    assert f"Wait {tries[-1].headers['Retry-After']} seconds" in tries[-1].content.decode()
    assert client.get("/sign-in/").status_code == 200
    elsewhere = client.post("/sign-in/", {"username": "bob", "password": "a long pass phrase"}, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 302


@pytest.mark.django_db
def test_links_are_guessed_slowly_too(client: Client) -> None:
    assert [client.get(f"/sign-in/guess-{number}/").status_code for number in range(2)] == [410, 429]


@pytest.mark.django_db
def test_behind_a_proxy_the_address_is_the_one_the_proxy_saw(client: Client, settings: Any) -> None:
    settings.SIGNALBOX = settings.SIGNALBOX | {"SIGNALBOX_BEHIND_TLS_PROXY": True}
    claimed = [client.get("/sign-in/x/", HTTP_X_FORWARDED_FOR=f"10.0.0.{number}, 192.0.2.7").status_code for number in range(2)]
    assert claimed == [410, 429]
    assert client.get("/sign-in/x/", HTTP_X_FORWARDED_FOR="192.0.2.8").status_code == 410


@pytest.mark.django_db
def test_without_a_proxy_nobody_says_where_they_come_from(client: Client) -> None:
    claimed = [client.get("/sign-in/x/", HTTP_X_FORWARDED_FOR=f"192.0.2.{number}").status_code for number in range(2)]
    assert claimed == [410, 429]


@pytest.mark.django_db
def test_of_an_ipv6_address_the_network_counts(client: Client) -> None:
    tried = [client.get("/sign-in/x/", REMOTE_ADDR=f"2001:db8:1:2::{number}").status_code for number in range(2)]
    assert tried == [410, 429]
    assert client.get("/sign-in/x/", REMOTE_ADDR="2001:db8:1:3::1").status_code == 410


def test_every_limit_has_its_setting() -> None:
    names = {setting.name for setting in TABLE}
    assert set(SCOPES.values()) <= names
    assert {name for name in names if re.search("_PER_MINUTE$", name)} == set(SCOPES.values())
