"""Who may open the pages of a project."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from coordinator.access.models import Role
from coordinator.eventlog.models import LogHead
from tests.support.world import PROJECT, a_person, a_project, a_task, a_track, people

PAGES = [
    ("overview", []),
    ("tracks", []),
    ("track", ["A"]),
    ("tasks", []),
    ("task", ["A.1"]),
    ("graph", []),
    ("agents", []),
    ("agent", ["ada"]),
    ("messages", []),
    ("message", ["3"]),
    ("decisions", []),
    ("decision", ["4"]),
    ("activity", []),
    ("event", [2]),
    ("compare", []),
    ("find", []),
    ("board", []),
    ("imports", []),
    ("settings", []),
    ("settings-people", []),
    ("settings-tokens", []),
    ("settings-webhooks", []),
    ("settings-proof", []),
    ("attention", []),
    ("integration", []),
    ("schedule", []),
    ("sync-points", []),
    ("conflicts", []),
    ("reports", []),
    ("report", ["throughput"]),
    ("report-of-day", []),
]


@pytest.fixture(autouse=True)
def a_plan(project: LogHead) -> None:
    people()
    a_track("A")
    a_task("A.1", track="A")


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_a_stranger_is_sent_to_the_sign_in_page_and_back_again(client: Client, name: str, args: list[str]) -> None:
    url = reverse(name, args=[PROJECT, *args])

    assert client.get(url).headers["Location"] == f"{reverse('sign-in')}?next={url}"


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_a_viewer_of_the_project_sees_it_and_a_member_of_another_does_not(
    client: Client, project: LogHead, name: str, args: list[str]
) -> None:
    url = reverse(name, args=[PROJECT, *args])
    client.force_login(a_person("ada", project, Role.VIEWER))
    assert client.get(url).status_code == 200

    client.force_login(a_person("eve", a_project("other"), Role.ADMIN))
    answer = client.get(url)
    assert answer.status_code == 403
    assert "Ask an administrator of the project" in answer.text


def test_a_fragment_never_answers_a_stranger_with_a_sign_in_page(client: Client) -> None:
    answer = client.get(reverse("overview", args=[PROJECT]), {"fragment": "tracks"})

    assert answer.status_code == 401
    assert not answer.content


@pytest.mark.parametrize("path", ["/projects/nowhere/", "/projects/web/tracks/Z/", "/projects/web/tasks/Z.9/"])
def test_what_is_not_there_is_said_to_be_not_there(maria: Client, path: str) -> None:
    answer = maria.get(path)

    assert answer.status_code == 404
    assert "There is nothing here" in answer.text


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_an_unknown_fragment_is_not_found(maria: Client, name: str, args: list[str]) -> None:
    assert maria.get(reverse(name, args=[PROJECT, *args]), {"fragment": "../settings"}).status_code == 404


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_a_page_carries_a_strict_policy_and_nothing_that_it_would_block(maria: Client, name: str, args: list[str]) -> None:
    answer = maria.get(reverse(name, args=[PROJECT, *args]))

    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "style=" not in answer.text
    assert "onclick=" not in answer.text
    assert "<script>" not in answer.text


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_every_piece_that_follows_the_log_answers_with_itself(maria: Client, name: str, args: list[str]) -> None:
    address = reverse(name, args=[PROJECT, *args])
    following = re.findall(r'id="([\w-]+)" data-live="[^"]+" hx-get="([^"]+)"', maria.get(address).text)

    assert following
    for piece, query in following:
        answer = maria.get(address + query.replace("&amp;", "&"))
        assert answer.status_code == 200, piece
        assert f'id="{piece}"' in answer.text
