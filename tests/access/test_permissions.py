"""Who may do what in which project."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from coordinator.access.models import Role, Token
from coordinator.access.permissions import may, visible_projects
from tests.support.world import a_person, a_project, an_administrator

pytestmark = pytest.mark.django_db
ALL = ["view", "work", "operate", "administer"]


@pytest.mark.parametrize(
    ("role", "allowed"), [(Role.VIEWER, ALL[:1]), (Role.AGENT, ALL[:2]), (Role.OPERATOR, ALL[:3]), (Role.ADMIN, ALL)]
)
def test_a_role_allows_what_those_below_it_allow_and_its_own(role: Role, allowed: list[str]) -> None:
    project = a_project()
    bob = a_person("bob", project, role)

    assert [what for what in ALL if may(bob, project, what)] == allowed


def test_a_member_of_one_project_is_a_stranger_in_the_next() -> None:
    web, other = a_project("web"), a_project("other")
    bob = a_person("bob", web, Role.ADMIN)

    assert not may(bob, other, "view")
    assert list(visible_projects(bob)) == [web]


def test_an_administrator_of_the_installation_may_do_everything_everywhere() -> None:
    web, other = a_project("web"), a_project("other")
    maria = an_administrator()

    assert all(may(maria, project, what) for project in (web, other) for what in ALL)
    assert set(visible_projects(maria)) == {web, other}


def test_nobody_and_those_who_were_shut_out_may_do_nothing() -> None:
    project = a_project()
    bob = a_person("bob", project, Role.ADMIN)
    bob.is_active = False

    assert not may(AnonymousUser(), project, "view")
    assert not may(bob, project, "view")
    assert not visible_projects(AnonymousUser())
    assert not visible_projects(bob)


def test_a_token_counts_in_its_own_project_until_it_expires_or_is_revoked() -> None:
    web, other = a_project("web"), a_project("other")
    now = timezone.now()
    token = Token(prefix="sb", digest="d", name="ci", role=Role.AGENT, project=web, created_at=now)

    assert may(token, web, "work")
    assert not may(token, web, "operate")
    assert not may(token, other, "view")
    token.expires_at = now - timedelta(seconds=1)
    assert not may(token, web, "view")
    token.expires_at, token.revoked_at = None, now
    assert not may(token, web, "view")
    assert not visible_projects(token)


def test_a_token_without_a_project_counts_in_all_of_them() -> None:
    web, other = a_project("web"), a_project("other")
    token = Token(prefix="sb", digest="d", name="lead", role=Role.ADMIN, created_at=timezone.now())

    assert may(token, web, "administer")
    assert set(visible_projects(token)) == {web, other}


def test_a_right_nobody_has_heard_of_is_a_mistake_in_the_code() -> None:
    with pytest.raises(KeyError):
        may(an_administrator(), a_project(), "fly")
