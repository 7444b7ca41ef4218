"""Tokens are shown once and kept as digests; the one of a home is the same on every start until it is revoked."""

from typing import Any

import pytest
from django.utils import timezone

from coordinator.access.models import Role, Token
from coordinator.access.signin import first_administrator
from coordinator.access.tokens import digest, issue, token_of_this_home

pytestmark = pytest.mark.django_db


def test_a_token_is_found_again_by_the_digest_of_its_secret_alone() -> None:
    token, secret = issue("ada's laptop", Role.AGENT, agent="ada")
    found = Token.objects.get(digest=digest(secret))
    assert (found, found.role, found.agent, found.project) == (token, "agent", "ada", None)
    assert secret.startswith(found.prefix)
    assert secret not in str(Token.objects.values_list().get())


def test_two_tokens_are_never_alike() -> None:
    assert issue("a", Role.VIEWER)[1] != issue("a", Role.VIEWER)[1]


def test_every_start_from_a_home_prints_the_same_token() -> None:
    administrator = first_administrator()
    first = token_of_this_home(administrator)
    assert token_of_this_home(administrator) == first
    assert Token.objects.get(digest=digest(first)).role == Role.ADMIN


def test_a_home_with_another_key_has_another_token(settings: Any) -> None:
    administrator = first_administrator()
    first = token_of_this_home(administrator)
    settings.SECRET_KEY = "the key of another home"
    assert token_of_this_home(administrator) != first
    assert Token.objects.filter(revoked_at=None).count() == 2


def test_a_token_that_was_revoked_does_not_come_back() -> None:
    administrator = first_administrator()
    first = token_of_this_home(administrator)
    Token.objects.update(revoked_at=timezone.now())
    second = token_of_this_home(administrator)
    assert second != first
    assert Token.objects.get(digest=digest(first)).revoked_at is not None
