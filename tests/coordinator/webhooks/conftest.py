"""A server that delivers, a receiver on this machine, and an administrator who may point the one at the other."""

from collections.abc import Iterator
from typing import Any

import pytest

from coordinator.access.models import Role
from coordinator.access.tokens import issue
from coordinator.eventlog.models import LogHead
from coordinator.webhooks import cursors, deliverer
from tests.support.api import Api
from tests.support.receiver import Receiver, receiving
from tests.support.served import Served
from tests.support.world import a_project, a_track


@pytest.fixture
def private_addresses(settings: Any) -> None:
    """This machine may be called, where receivers of tests are."""
    settings.SIGNALBOX = settings.SIGNALBOX | {"SIGNALBOX_WEBHOOKS_TO_PRIVATE_ADDRESSES": True}


@pytest.fixture
def project(transactional_db: None, private_addresses: None, monkeypatch: pytest.MonkeyPatch) -> LogHead:
    """The project `web` with track A: two events. Nobody waits long for a second try."""
    monkeypatch.setattr(cursors, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr(deliverer, "LOOK_AGAIN", 0.05)
    a_project()
    a_track("A")
    return LogHead.objects.get(project="web")


@pytest.fixture
def served(project: LogHead) -> Iterator[Served]:
    server = Served()
    yield server
    server.stop()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as started:
        yield started


@pytest.fixture
def maria(project: LogHead) -> Api:
    return Api(issue("maria", Role.ADMIN, project)[1])
