"""What was done since a moment, command by command."""

from contextlib import suppress
from functools import partial

import pytest

from coordinator import past, plans
from coordinator.eventlog import store
from coordinator.eventlog.store import Head
from tests.support.threads import all_at_once
from tests.support.world import PROJECT, a_project, a_task, told
from tracks.commands import ReviseTask, Undo
from tracks.errors import InvalidField, MuchFollowed, TooLongAgo, UnknownTask


@pytest.fixture
def head(db: None) -> Head:
    a_project()
    for key in "123":
        a_task(key, depends_on=("task/1",) if key == "3" else ())
    found = store.find_head(PROJECT)
    assert found
    return found


def test_the_events_of_a_command_come_together(head: Head) -> None:
    done = past.done_since(head, 2)
    assert [(one.first, one.last, one.type) for one in done] == [(2, 2, "task.added"), (3, 3, "task.added"), (4, 5, "task.added")]
    assert past.beginning(head, 5) == 4
    with pytest.raises(InvalidField):
        past.beginning(head, 6)


def test_undo_does_not_look_back_for_ever(head: Head, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(past, "LONGEST_WAY_BACK", 3)
    with pytest.raises(TooLongAgo):
        past.done_since(head, 2)
    assert past.done_since(head, 3)


@pytest.mark.django_db(transaction=True)
def test_an_undo_knows_what_was_decided_right_before_it() -> None:
    """Commands of one batch are decided one after another, before any of them is in the log."""
    a_project()
    a_task("1")
    added = store.find_head(PROJECT)
    assert added
    wishes = [ReviseTask(project=PROJECT, key="1", title=title) for title in "abcdefgh"]
    refused = []

    def undo() -> None:
        try:
            told(Undo(project=PROJECT, sequence=added.sequence))
        except MuchFollowed as refusal:
            refused.append(refusal)

    def revise(wish: ReviseTask) -> None:
        with suppress(UnknownTask):  # it may be undone by then
            told(wish)

    all_at_once(*(partial(revise, wish) for wish in wishes), undo)
    known = plans.current(PROJECT)
    assert known
    assert bool(refused) == ("1" in known[1].tasks)
