"""A project, somebody who may see it, and a clock that stands still."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from coordinator.eventlog.models import LogHead
from coordinator.web import pages
from tests.support.world import a_project, an_administrator


@pytest.fixture
def project(db: None) -> LogHead:
    return a_project()


@pytest.fixture
def maria(client: Client, project: LogHead) -> Client:
    """The browser of a signed-in administrator."""
    client.force_login(an_administrator())
    return client


@pytest.fixture
def reader(client: Client, db: None) -> Client:
    """The same where the test makes the project."""
    client.force_login(an_administrator())
    return client


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time stands still on the pages, so that only commands change them."""
    now = timezone.now() + timedelta(seconds=1)
    monkeypatch.setattr(pages.timezone, "now", lambda: now)
