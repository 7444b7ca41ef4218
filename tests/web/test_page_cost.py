"""What a page costs does not grow with the plan."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coordinator.eventlog.models import LogHead
from tests.support.world import PROJECT, a_task, a_track, an_agent, by_holder, claimed
from tracks.commands import BlockTask, FailTask, StartTask

PAGES = [
    ("overview", []), ("tracks", []), ("track", ["A"]), ("tasks", []), ("task", ["A.1"]), ("agents", []), ("activity", []),
    ("board", []), ("find", []),
    ("event", [3]),
    ("attention", []), ("integration", []),
    ("graph", []),
    ("schedule", []), ("sync-points", []), ("conflicts", []),
    ("reports", []), ("report", ["flow"]),
    ("agent", ["small"]), ("messages", []), ("decisions", []),
    ("compare", []), ("imports", []), ("report-of-day", []),
    ("settings", []), ("settings-people", []), ("settings-tokens", []), ("settings-webhooks", []), ("settings-proof", []),
]


def grow(prefix: str, count: int) -> None:
    """Adds `count` tasks, a quarter of them running, blocked or failed, all needed by one more."""
    an_agent(prefix, capacity=count)
    for number in range(count):
        a_task(f"{prefix}.{number}", track="AB"[number % 2])
    for number in range(0, count, 4):
        key = f"{prefix}.{number}"
        act = (StartTask, BlockTask, FailTask)[number // 4 % 3]
        by_holder(act, key, claimed(key, prefix), prefix, **({} if act is StartTask else {"reason": "no key"}))
    a_task(f"{prefix}.last", depends_on=tuple(f"task/{prefix}.{number}" for number in range(count)))


@pytest.fixture
def a_plan(project: LogHead) -> None:
    a_track("A")
    a_track("B", depends_on=("track/A",))
    a_task("A.1", track="A")
    grow("small", 12)


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_a_page_asks_no_more_questions_about_many_tasks_than_about_few(
    maria: Client, a_plan: None, name: str, args: list[str]
) -> None:
    address = reverse(name, args=[PROJECT, *args])

    def questions() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert maria.get(address).status_code == 200
        return len(captured)

    questions()  # the first visit asks for more than the others: nothing is remembered yet
    few = questions()
    grow("big", 80)
    questions()  # reads what has happened since

    assert questions() <= few
