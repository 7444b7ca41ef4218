"""The list of projects and the form that makes one."""

import re

from django.test import Client
from django.urls import reverse

from coordinator.access.models import Role
from coordinator.eventlog.models import Event, LogHead
from tests.support.world import a_person, a_project, told
from tracks.commands import ArchiveProject


def filled(browser: Client, **values: str) -> dict[str, str]:
    """The form as the browser would send it."""
    key = re.search(r'name="key" value="([^"]+)"', browser.get(reverse("projects")).text)
    assert key
    return {"key": key[1], "name": "Beacon", "slug": "beacon", **values}


def test_an_administrator_makes_a_project_and_lands_in_it(maria: Client) -> None:
    answer = maria.post(reverse("projects"), filled(maria))

    assert answer.headers["Location"] == reverse("overview", args=["beacon"])
    assert Event.objects.get(project__project="beacon").type == "project.created"


def test_pressing_twice_makes_one_project(maria: Client) -> None:
    form = filled(maria)

    answers = [maria.post(reverse("projects"), form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Event.objects.filter(project__project="beacon").count() == 1


def test_a_taken_name_is_refused_in_words(maria: Client) -> None:
    answer = maria.post(reverse("projects"), filled(maria, slug="web"))

    assert answer.status_code == 200
    assert "There is a project web already." in answer.text


def test_others_see_their_own_projects_and_no_form(client: Client, project: LogHead) -> None:
    a_project("other", "The other")
    client.force_login(a_person("bob", project, Role.VIEWER))

    page = client.get(reverse("projects")).text

    assert "The web" in page
    assert "The other" not in page
    assert "New project" not in page
    assert client.post(reverse("projects"), {"key": "k", "name": "Mine", "slug": "mine"}).status_code == 403


def test_a_stranger_is_sent_to_the_sign_in_page(client: Client, db: None) -> None:
    assert client.get(reverse("projects")).headers["Location"].startswith(reverse("sign-in"))


def test_archived_projects_are_folded_away(maria: Client, project: LogHead) -> None:
    a_project("old", "The old one")
    told(ArchiveProject(project="old"))

    page = maria.get(reverse("projects")).text

    assert page.index("The web") < page.index("1 archived") < page.index("The old one")
    assert "<details" in page.partition("1 archived")[0]
