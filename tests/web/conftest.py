"""A project and somebody who may see it."""

import pytest
from django.test import Client

from coordinator.eventlog.models import LogHead
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
