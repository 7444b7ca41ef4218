"""The project `web`, empty."""

import pytest

from coordinator.eventlog.models import LogHead
from tests.support.world import a_project


@pytest.fixture
def project(db: None) -> LogHead:
    return a_project()
