"""Parity names the row that was changed by hand, and nothing else."""

import pytest

from coordinator.recovery.parity import parity
from tests.support.world import PROJECT
from tracks.errors import UnknownProject
from tracks.models import Note, Task, Track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("plan")]


def test_untouched_tables_agree_with_the_log() -> None:
    found = parity(PROJECT)

    assert found.ok
    assert found.sequence > 0


def test_a_changed_cell_is_named_with_what_it_should_be() -> None:
    Task.objects.filter(key="A.2").update(title="by hand")

    found = parity(PROJECT)

    assert found.wrong == 1
    [difference] = found.differences
    assert (difference.table, difference.key, difference.column) == ("tracks_task", "A.2", "title")
    assert (difference.expected, difference.found) == ("Task A.2", "by hand")


def test_a_change_within_json_is_seen() -> None:
    track = Track.objects.get(key="B")
    track.counts["done"] += 1
    track.save()

    [difference] = parity(PROJECT).differences
    assert (difference.key, difference.column) == ("B", "counts")


def test_a_missing_row_and_a_row_too_many_are_named() -> None:
    Task.objects.filter(key="B.1").delete()
    stray = Note(project=Task.objects.all()[0].project, key="stray", kind="note", text="by hand", position=1)
    stray.save()

    said = [str(difference) for difference in parity(PROJECT).differences]

    assert said == ["tracks_task B.1: row missing", "tracks_note stray: row too many"]


def test_an_unknown_project_is_said_to_be_unknown() -> None:
    with pytest.raises(UnknownProject):
        parity("nowhere")
