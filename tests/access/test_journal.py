"""The journal of access: who came in, who was turned away, and that auditors can find both."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from coordinator.access import journal
from coordinator.access.models import AccessChange
from tests.support.processes import CHECKOUT
from tests.support.world import a_person, an_administrator


@pytest.mark.django_db
def test_a_wrong_password_is_noted_under_the_name_that_was_tried_and_never_itself(client: Client) -> None:
    a_person("nora")

    client.post(reverse("sign-in"), {"username": "nora", "password": "a guess"})

    noted = AccessChange.objects.get(what="person.turned_away")
    assert (noted.actor, noted.about) == ("nora", "nora")
    assert "guess" not in "".join((noted.before, noted.after))


@pytest.mark.django_db
def test_an_auditor_narrows_the_journal_to_those_who_were_turned_away(client: Client) -> None:
    client.force_login(an_administrator())
    client.post(reverse("sign-out"))
    client.post(reverse("sign-in"), {"username": "eve", "password": "a guess"})
    client.force_login(an_administrator("olga"))

    page = client.get("/admin/access/accesschange/", {"what": "person.turned_away"}).text.partition("<main")[2]

    assert "eve" in page
    assert ">maria<" not in page


def test_every_word_of_the_journal_can_be_asked_for() -> None:
    said = {
        word for path in (CHECKOUT / "coordinator").rglob("*.py")
        for word in re.findall(r'\bnote\([^)]*?"((?:person|member|token|link)\.\w+)"', Path(path).read_text())
    }
    assert said
    assert said <= set(journal.WHAT)
