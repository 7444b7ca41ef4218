"""When something is wrong, a page says in plain words what and what to do."""

from typing import Any

import pytest
from django.db import OperationalError, connection
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from tests.support.world import PROJECT


def away(*_: Any) -> None:
    raise OperationalError("connection refused")


def test_a_database_that_does_not_answer_is_said_and_named_as_passing(maria: Client) -> None:
    with connection.execute_wrapper(away):
        answer = maria.get(reverse("overview", args=[PROJECT]))

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "Nothing is lost" in answer.text


def test_an_address_that_leads_nowhere_offers_a_way_on(client: Client) -> None:
    answer = client.get("/nothing/here/")

    assert answer.status_code == 404
    assert f'href="{reverse("projects")}"' in answer.text


def test_a_form_that_is_out_of_date_says_so(client: Client, db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post(reverse("sign-in"), {"username": "maria", "password": "x"})

    assert answer.status_code == 403
    assert "This form is out of date" in answer.text


@pytest.mark.parametrize("status", ["400", "500"])
def test_the_pages_of_last_resort_need_nothing_but_themselves(status: str) -> None:
    page = render_to_string(f"{status}.html")

    assert "<h1>" in page
    assert "style=" not in page
