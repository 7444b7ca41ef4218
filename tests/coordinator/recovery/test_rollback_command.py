"""manage.py rollback: shows, and does with --yes."""

import json

import pytest
from django.core.management import CommandError, call_command

from coordinator.eventlog.models import LogHead
from coordinator.recovery.parity import parity
from coordinator.tables import Now
from tests.support.api import head_of
from tests.support.world import PROJECT, a_project, a_task, an_agent, claimed
from tracks import queries


@pytest.fixture
def then(db: None) -> int:
    a_project()
    an_agent("ada")
    a_task("1")
    return head_of()


def titles() -> list[str]:
    return [task.key for task in queries.task_page(Now(LogHead.objects.get(project=PROJECT).pk), queries.Wanted(), limit=10)]


def test_it_only_shows_what_it_would_change(then: int, capsys: pytest.CaptureFixture[str]) -> None:
    a_task("2")
    call_command("rollback", PROJECT, str(then))
    said = capsys.readouterr().out
    assert "1 task removed" in said and "task 2 removed" in said and "--yes" in said
    assert titles() == ["1", "2"]


def test_with_yes_it_is_done(then: int, capsys: pytest.CaptureFixture[str]) -> None:
    a_task("2")
    call_command("rollback", PROJECT, str(then), "--yes", "--json")
    told = json.loads(capsys.readouterr().out)
    assert told["done"] and told["summary"] == "1 task removed" and told["sequence"] == head_of()
    assert titles() == ["1"]


def test_live_leases_end_only_when_told(then: int) -> None:
    claimed("1")
    with pytest.raises(CommandError, match="1 by ada"):
        call_command("rollback", PROJECT, str(then))
    with pytest.raises(CommandError, match="despite_leases"):
        call_command("rollback", PROJECT, str(then), "--yes")
    call_command("rollback", PROJECT, str(then), "--yes", "--despite-leases")
    claimed("1")


@pytest.mark.django_db(transaction=True)
def test_the_tables_are_what_the_log_says_after_it() -> None:
    a_project()
    an_agent("ada")
    a_task("1")
    then = head_of()
    claimed("1")
    a_task("2", depends_on=("task/1",))
    call_command("rollback", PROJECT, str(then), "--yes", "--despite-leases")
    assert parity(PROJECT).ok


@pytest.mark.parametrize(("project", "to"), [("nowhere", "1"), (PROJECT, "900"), (PROJECT, "never")])
def test_what_makes_no_sense_is_said(then: int, project: str, to: str) -> None:
    with pytest.raises(CommandError):
        call_command("rollback", project, to)
