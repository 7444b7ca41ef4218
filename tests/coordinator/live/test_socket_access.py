"""Only those who may see a project hear of it, and only as long as they may."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import AbstractUser
from django.test import Client
from django.utils import timezone
from websockets.exceptions import InvalidStatus

from coordinator.access import bearer as bearers
from coordinator.access.models import Membership, Role, Token
from coordinator.access.tokens import issue
from coordinator.eventlog.models import LogHead
from coordinator.live import guard
from tests.support.served import Served, opened
from tests.support.world import a_person, a_project, a_task

SOCKETS = ("/ws/projects/web/", "/ws/projects/web/pages/")


def signed_in(user: AbstractUser) -> tuple[Client, dict[str, str]]:
    """A browser and the cookie it would send."""
    client = Client()
    client.force_login(user)
    return client, {"Cookie": f"signalbox_session={client.cookies['signalbox_session'].value}"}


@pytest.mark.parametrize("path", SOCKETS)
@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer sb_nothing"}, {"Authorization": "Basic c2I6"}, {"Cookie": "signalbox_session=x"}]
)
def test_strangers_are_sent_away_with_4401(served: Served, path: str, headers: dict[str, str]) -> None:
    with opened(served.url + path, **headers) as socket:
        assert socket.closed_with() == 4401


def test_a_project_that_is_not_there_is_4404(served: Served) -> None:
    _, secret = issue("everywhere", Role.VIEWER)
    with opened(f"{served.url}/ws/projects/nowhere/", Authorization=f"Bearer {secret}") as socket:
        assert socket.closed_with() == 4404


@pytest.mark.parametrize("path", SOCKETS)
def test_a_token_for_another_project_is_4403(served: Served, path: str) -> None:
    _, secret = issue("other", Role.ADMIN, a_project("other"))
    with opened(served.url + path, Authorization=f"Bearer {secret}") as socket:
        assert socket.closed_with() == 4403


def test_somebody_who_is_no_member_is_4403_and_a_member_may_listen(served: Served, project: LogHead) -> None:
    user = a_person("bob")
    _, cookie = signed_in(user)
    with opened(served.url + SOCKETS[0], **cookie) as socket:
        assert socket.closed_with() == 4403
    Membership.objects.create(user=user, project=project, role=Role.VIEWER)
    with opened(served.url + SOCKETS[0], **cookie) as socket:
        assert socket.next()["type"] == "hello"


def test_a_token_counts_before_a_cookie(served: Served, project: LogHead) -> None:
    _, cookie = signed_in(a_person("bob", project, Role.VIEWER))
    with opened(served.url + SOCKETS[0], Authorization="Bearer sb_nothing", **cookie) as socket:
        assert socket.closed_with() == 4401


def test_a_page_of_another_site_gets_no_socket(served: Served, project: LogHead) -> None:
    _, cookie = signed_in(a_person("bob", project, Role.VIEWER))
    with pytest.raises(InvalidStatus) as refused, opened(served.url + SOCKETS[1], Origin="http://evil.example", **cookie):
        pass
    assert refused.value.response.status_code == 403
    with opened(served.url + SOCKETS[1], Origin=f"http://127.0.0.1:{served.port}", **cookie) as socket:
        assert socket.next()["type"] == "hello"


def revoke(token: Token) -> None:
    token.revoked_at = timezone.now()
    token.save()


@pytest.mark.parametrize("path", SOCKETS)
def test_a_token_that_is_revoked_ends_its_sockets_at_once(
    served: Served, project: LogHead, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(guard, "ROUND", 3600.0)
    token, secret = issue("watcher", Role.VIEWER, project)
    with opened(served.url + path, Authorization=f"Bearer {secret}") as socket:
        socket.next()
        revoke(token)
        assert socket.closed_with() == 4401


def lose_membership(user: AbstractUser, client: Client) -> None:
    Membership.objects.get(user=user).delete()


def sign_out(user: AbstractUser, client: Client) -> None:
    client.logout()


def be_deactivated(user: AbstractUser, client: Client) -> None:
    user.is_active = False
    user.save()


def change_password(user: AbstractUser, client: Client) -> None:
    user.set_password("another long pass phrase")
    user.save()


@pytest.mark.parametrize(
    ("happens", "code"), [(lose_membership, 4403), (sign_out, 4401), (be_deactivated, 4401), (change_password, 4401)]
)
def test_a_person_who_may_no_longer_listen_is_sent_away(
    served: Served, project: LogHead, happens: Callable[[AbstractUser, Client], None], code: int
) -> None:
    user = a_person("bob", project, Role.VIEWER)
    client, cookie = signed_in(user)
    with opened(served.url + SOCKETS[1], **cookie) as socket:
        assert socket.next()["type"] == "hello"
        happens(user, client)
        assert socket.closed_with() == code


def test_a_revocation_made_by_another_process_is_noticed(
    project: LogHead, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setattr(guard, "ROUND", 0.1)
    monkeypatch.setattr(bearers, "REMEMBERED", 0.0)
    served: Served = request.getfixturevalue("served")
    token, secret = issue("watcher", Role.VIEWER, project)
    with opened(served.url + SOCKETS[0], Authorization=f"Bearer {secret}") as socket:
        socket.next()
        Token.objects.filter(pk=token.pk).update(revoked_at=timezone.now())  # sends no signal, as from elsewhere
        assert socket.closed_with() == 4401


def test_a_token_that_runs_out_ends_its_sockets(
    project: LogHead, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setattr(guard, "ROUND", 0.1)
    served: Served = request.getfixturevalue("served")
    _, secret = issue("watcher", Role.VIEWER, project, expires_at=timezone.now() + timedelta(seconds=1))
    with opened(served.url + SOCKETS[0], Authorization=f"Bearer {secret}") as socket:
        assert socket.closed_with() == 4401


def test_others_go_on_when_one_is_sent_away(served: Served, project: LogHead, bearer: dict[str, str]) -> None:
    token, secret = issue("watcher", Role.VIEWER, project)
    with (
        opened(served.url + SOCKETS[0], Authorization=f"Bearer {secret}") as leaving,
        opened(served.url + SOCKETS[0], **bearer) as staying,
    ):
        leaving.next(), staying.next()
        revoke(token)
        assert leaving.closed_with() == 4401
        a_task("A.1")
        assert staying.events(1)[0]["subject"] == "task/A.1"
