"""The settings of a project: who sees what of people, tokens and webhooks, and which forms they are given."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from coordinator.access.models import Membership, Role, Token
from coordinator.access.tokens import issue
from coordinator.eventlog.models import LogHead
from coordinator.web.sheets.administering import SHEETS
from tests.support.world import PROJECT, a_person

OF_ADMINISTRATORS = ("settings-people", "settings-webhooks")


@pytest.fixture
def olga(project: LogHead) -> Client:
    """The browser of an operator."""
    client = Client()
    client.force_login(a_person("olga", project, Role.OPERATOR))
    return client


def sent_by(client: Client, page: str) -> list[str]:
    """What the buttons and forms of a page would ask the API for."""
    return re.findall(r'data-send="([^"]+)"', client.get(page).text)


@pytest.mark.parametrize("name", OF_ADMINISTRATORS)
def test_who_does_not_administer_is_told_so_and_shown_nothing(olga: Client, project: LogHead, name: str) -> None:
    a_person("secret-colleague", project, Role.ADMIN)
    answer = olga.get(reverse(name, args=[PROJECT]))

    assert "Only administrators see this" in answer.text
    assert "secret-colleague" not in answer.text


def test_everybody_sees_their_own_tokens_and_administrators_all(maria: Client, olga: Client, project: LogHead) -> None:
    issue(name="of olga", role=Role.VIEWER, project=project, user=Membership.objects.get(user__username="olga").user)
    issue(name="of the build", role=Role.OPERATOR, project=project)

    page = reverse("settings-tokens", args=[PROJECT])
    assert "of the build" not in olga.get(page).text
    assert "of olga" in olga.get(page).text
    assert {"of olga", "of the build"} <= set(re.findall("of olga|of the build", maria.get(page).text))


def test_a_sheet_about_somebody_elses_token_is_not_there(olga: Client, project: LogHead) -> None:
    issue(name="of the build", role=Role.OPERATOR, project=project)
    sheet = reverse("sheet", args=[PROJECT, "token-revoke"])

    assert olga.get(sheet, {"key": Token.objects.get(name="of the build").pk}).status_code == 404
    assert olga.get(sheet, {"key": "one"}).status_code == 404


@pytest.mark.parametrize("name", [name for name, sheet in SHEETS.items() if sheet.needs == "administer"])
def test_the_forms_of_administrators_are_refused_to_others(olga: Client, name: str) -> None:
    assert olga.get(reverse("sheet", args=[PROJECT, name]), {"key": "olga"}).status_code == 403


def test_the_form_for_a_new_person_leaves_the_name_in_the_address(maria: Client) -> None:
    sheet = reverse("sheet", args=[PROJECT, "person-new"])

    assert sent_by(maria, sheet)[-1] == f"PUT /api/v1/projects/{PROJECT}/members/{{name}}"
    assert 'name="name"' in maria.get(sheet).text


def test_an_archived_project_offers_to_be_brought_back_and_nothing_else(maria: Client) -> None:
    maria.post(f"/api/v1/projects/{PROJECT}/archive", "{}", content_type="application/json")

    assert sent_by(maria, reverse("settings", args=[PROJECT])) == [f"POST /api/v1/projects/{PROJECT}/unarchive"]


def test_a_form_that_is_opened_by_its_address_is_a_page_with_its_title(maria: Client) -> None:
    sheet = reverse("sheet", args=[PROJECT, "person-new"])

    assert "<h1>Let somebody in</h1>" in maria.get(sheet).text
    over_the_page = maria.get(sheet, headers={"HX-Request": "true"}).text
    assert '<h2 id="sheet-title">Let somebody in</h2>' in over_the_page
    assert "<html" not in over_the_page
