"""The list of projects: how far each is, what may be done with it, and the form that makes another."""

import re

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coordinator.access.models import Role
from coordinator.eventlog.models import LogHead
from tests.support.world import a_person, a_project, a_task, an_agent, by_holder, claimed, told
from tracks.commands import ArchiveProject, BlockTask


def shown(browser: Client) -> str:
    return browser.get(reverse("projects")).text


def row_of(page: str, slug: str) -> str:
    found = re.search(rf'<article class="track project" data-key="{slug}".*?</article>', page, re.DOTALL)
    assert found
    return found[0]


def test_an_administrator_is_given_the_form_that_makes_one(maria: Client) -> None:
    assert 'data-send="POST /api/v1/projects" data-then="/projects/{slug}/"' in shown(maria)


def test_a_row_says_how_far_it_is_and_when_something_last_happened(maria: Client) -> None:
    an_agent("ada")
    a_task("1")
    a_task("2")
    by_holder(BlockTask, "1", claimed("1"), reason="no key")
    row = row_of(shown(maria), "web")
    assert "0 of 2 done · 1 blocked" in row
    assert "<time" in row


def test_a_row_asks_for_what_needs_a_person_once_it_is_seen(maria: Client) -> None:
    an_agent("ada")
    a_task("1")
    by_holder(BlockTask, "1", claimed("1"), reason="no key")
    asked = re.search(r'hx-get="([^"]+)" hx-trigger="revealed"', row_of(shown(maria), "web"))
    assert asked
    assert maria.get(asked[1]).text.strip() == "1"


def test_the_last_active_stands_first(maria: Client) -> None:
    a_project("other", "The other")
    assert shown(maria).index("The other") < shown(maria).index("The web")
    a_task("1")
    assert shown(maria).index("The web") < shown(maria).index("The other")


def test_each_may_be_taken_along_and_by_administrators_renamed_and_archived(client: Client, project: LogHead) -> None:
    client.force_login(a_person("olga", project, Role.OPERATOR))
    row = row_of(shown(client), "web")
    assert row.count("/exports/") == 2
    assert "data-sheet" not in row
    client.force_login(a_person("adam", project, Role.ADMIN))
    assert re.findall(r"sheets/(project-[a-z]+)/", row_of(shown(client), "web")) == ["project-rename", "project-archive"]


def test_many_projects_cost_no_more_queries_than_few(maria: Client) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as captured:
            shown(maria)
        return len(captured)

    few = questions()
    for number in range(8):
        a_project(f"p{number}", f"Number {number}")
    assert questions() == few


def test_others_see_their_own_projects_and_no_form(client: Client, project: LogHead) -> None:
    a_project("other", "The other")
    client.force_login(a_person("bob", project, Role.VIEWER))

    page = client.get(reverse("projects")).text

    assert "The web" in page
    assert "The other" not in page
    assert "New project" not in page


def test_a_stranger_is_sent_to_the_sign_in_page(client: Client, db: None) -> None:
    assert client.get(reverse("projects")).headers["Location"].startswith(reverse("sign-in"))


def test_archived_projects_are_folded_away(maria: Client, project: LogHead) -> None:
    a_project("old", "The old one")
    told(ArchiveProject(project="old"))

    page = maria.get(reverse("projects")).text

    assert page.index("The web") < page.index("1 archived") < page.index("The old one")
    assert '<details class="panel loose" id="archived"' in page.partition("1 archived")[0]
    assert "Bring it back" in row_of(page, "old")
    assert "fragment=count" not in row_of(page, "old")


def test_who_sees_none_is_told_what_to_do(client: Client, db: None) -> None:
    client.force_login(a_person("bob"))
    assert "Ask an administrator" in shown(client)
