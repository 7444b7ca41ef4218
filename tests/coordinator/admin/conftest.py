"""An auditor in front of a small project with a history."""

import pytest
from django.test import Client

from agents.commands import RegisterAgent
from coordinator.eventlog.models import LogHead
from tests.support.world import PROJECT, a_project, a_task, a_track, an_administrator, told
from tracks.commands import ClaimTask, CompleteTask


@pytest.fixture
def log(db: None) -> LogHead:
    """Task A.1 was claimed and completed by ada; A.2 waited for it."""
    head = a_project()
    a_track("A")
    a_task("A.1", "Make the <b>log</b>")
    a_task("A.2", depends_on=("task/A.1",))
    told(RegisterAgent(project=PROJECT, name="ada"))
    claim = told(ClaimTask(project=PROJECT, key="A.1", agent="ada"), actor="agent/ada")
    fence = claim.events[0].sequence
    told(CompleteTask(project=PROJECT, key="A.1", fence=fence, summary="<script>alert(1)</script>"), actor="agent/ada")
    head.refresh_from_db()
    return head


@pytest.fixture
def auditor(client: Client, db: None) -> Client:
    client.force_login(an_administrator())
    return client
