"""What administrators change over REST holds at once for whoever is listening."""

import pytest
from django.test import Client

from coordinator.access.models import Role
from coordinator.access.tokens import issue
from coordinator.eventlog.models import LogHead
from coordinator.live import guard
from tests.support.api import Api
from tests.support.served import Served, opened
from tests.support.streams import streamed
from tests.support.world import a_person


@pytest.fixture
def maria(project: LogHead, monkeypatch: pytest.MonkeyPatch) -> Api:
    """Nobody is looked at again unless something changes."""
    monkeypatch.setattr(guard, "ROUND", 3600.0)
    return Api(issue("maria", Role.ADMIN)[1])


def test_who_is_removed_from_the_members_hears_no_more(maria: Api, served: Served, project: LogHead) -> None:
    bob, browser = a_person("bob", project, Role.VIEWER), Client()
    browser.force_login(bob)
    cookie = {"Cookie": f"signalbox_session={browser.cookies['signalbox_session'].value}"}
    address = f"http://127.0.0.1:{served.port}/api/v1/projects/web/events/stream"
    with opened(f"{served.url}/ws/projects/web/pages/", **cookie) as socket, streamed(address, **cookie) as stream:
        socket.next(), stream.next()
        assert maria.delete("members/bob").status_code == 204
        assert socket.closed_with() == 4403
        assert stream.end()["code"] == 4403


def test_who_holds_a_token_that_is_taken_back_hears_no_more(maria: Api, served: Served) -> None:
    made = maria.post("tokens", {"name": "watcher", "role": "viewer"}).json()
    with opened(f"{served.url}/ws/projects/web/", Authorization=f"Bearer {made['token']}") as socket:
        socket.next()
        assert maria.delete(f"tokens/{made['number']}").status_code == 204
        assert socket.closed_with() == 4401
