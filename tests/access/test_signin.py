"""A sign-in link signs one person in, once, within the hour."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coordinator.access.models import SignInLink
from coordinator.access.signin import GOOD_FOR, first_administrator, make_link, redeem

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> Any:
    return get_user_model().objects.create_user("ada")


def open_link(client: Client, token: str, **headers: str) -> Any:
    return client.get(reverse("sign-in-link", args=[token]), headers=headers)


def test_the_first_administrator_has_no_password_to_guess() -> None:
    made = first_administrator()
    assert (made.is_superuser, made.is_staff, made.has_usable_password()) == (True, True, False)
    assert first_administrator() == made


def test_an_administrator_who_may_no_longer_sign_in_is_not_the_first() -> None:
    gone = first_administrator()
    gone.is_active = False
    gone.save()
    other = get_user_model().objects.create_superuser("maria", password="long enough")
    assert first_administrator() == other


def test_opening_the_link_signs_in(client: Client, ada: Any) -> None:
    answer = open_link(client, make_link(ada))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(ada.pk)


def test_a_link_works_once(ada: Any) -> None:
    token = make_link(ada)
    open_link(Client(), token)
    again = open_link(Client(), token)
    assert again.status_code == 410
    assert "This link no longer signs you in" in again.content.decode()


def test_one_who_is_signed_in_already_is_not_turned_away_by_a_used_link(client: Client, ada: Any) -> None:
    token = make_link(ada)
    open_link(client, token)
    assert open_link(client, token).headers["Location"] == "/"


def test_a_link_ends_after_an_hour(ada: Any) -> None:
    token = make_link(ada)
    SignInLink.objects.update(expires_at=timezone.now())
    assert redeem(token) is None


def test_a_new_link_clears_those_that_have_ended(ada: Any) -> None:
    make_link(ada)
    SignInLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    make_link(ada)
    assert SignInLink.objects.get().expires_at > timezone.now() + GOOD_FOR - timedelta(minutes=1)


def test_a_link_of_someone_who_has_left_signs_nobody_in(ada: Any) -> None:
    token = make_link(ada)
    ada.is_active = False
    ada.save()
    assert redeem(token) is None


def test_looking_ahead_does_not_use_the_link_up(client: Client, ada: Any) -> None:
    token = make_link(ada)
    assert client.head(reverse("sign-in-link", args=[token])).status_code == 204
    assert open_link(client, token, sec_purpose="prefetch;prerender").status_code == 204
    assert open_link(client, token).status_code == 302


def test_no_token_can_be_read_back_from_the_table(ada: Any) -> None:
    token = make_link(ada)
    assert token not in str(SignInLink.objects.values_list().get())


@pytest.mark.django_db(transaction=True)
def test_of_callers_at_once_one_is_signed_in(ada: Any) -> None:
    token = make_link(ada)

    def attempt(number: int) -> bool:
        try:
            return redeem(token) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as callers:
        assert sorted(callers.map(attempt, range(8))) == [False] * 7 + [True]
