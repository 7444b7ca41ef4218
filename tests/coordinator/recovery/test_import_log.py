"""A log moves to another installation, hash for hash, or not at all."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from coordinator.eventlog.checkpoints import sign
from coordinator.eventlog.models import Event, LogHead
from coordinator.eventlog.store import find_head
from coordinator.eventlog.verification import verify
from coordinator.recovery.parity import parity
from tests.support.world import PROJECT, a_task, told
from tracks import commands as c
from tracks.models import Task


@pytest.fixture
def file(plan: None, tmp_path: Path) -> Path:
    """The exported log of a project that is then gone, with its whole database."""
    head = find_head(PROJECT)
    assert head
    sign(head)
    path = tmp_path / "log.jsonl"
    call_command("export_log", PROJECT, "--output", str(path))
    return path


def elsewhere() -> None:
    """An installation with nothing in it."""
    call_command("flush", interactive=False, verbosity=0)
    assert not LogHead.objects.exists()


def test_the_log_arrives_hash_for_hash_and_the_tables_with_it(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hashes = list(Event.objects.order_by("sequence").values_list("hash", flat=True))
    tasks = list(Task.objects.order_by("key").values_list("key", "status"))
    before = find_head(PROJECT)
    elsewhere()
    call_command("import_log", str(file))
    after = find_head(PROJECT)
    assert before and after
    assert (after.log_id, after.sequence, after.hash) == (before.log_id, before.sequence, before.hash)
    assert list(Event.objects.order_by("sequence").values_list("hash", flat=True)) == hashes
    assert list(Task.objects.order_by("key").values_list("key", "status")) == tasks
    assert verify(PROJECT).ok and parity(PROJECT).ok
    assert "hash for hash" in capsys.readouterr().out


def test_work_goes_on_and_can_be_undone_where_it_arrived(file: Path) -> None:
    elsewhere()
    call_command("import_log", str(file))
    head = find_head(PROJECT)
    assert head
    told(c.Undo(project=PROJECT, sequence=head.sequence, despite_leases=True))
    a_task("new")
    assert verify(PROJECT).ok and parity(PROJECT).ok


def test_it_goes_on_to_be_exported_as_the_same_file(file: Path, tmp_path: Path) -> None:
    elsewhere()
    call_command("import_log", str(file))
    again = tmp_path / "again.jsonl"
    call_command("export_log", PROJECT, "--output", str(again))
    assert again.read_bytes() == file.read_bytes()


@pytest.mark.parametrize(("old", "new", "problem"), [
    (b'"type":"track.added"', b'"type":"track.addeD"', "does not know"),
    (b'\\"title\\":\\"Track A\\"', b'\\"title\\":\\"Track Z\\"', "not what was hashed"),
    (b'"line":"end"', b'"line":"eve"', "it stops at event"),
    (b'"version":1,"project"', b'"version":2,"project"', "not the header"),
])
def test_a_file_that_was_altered_leaves_no_trace(file: Path, old: bytes, new: bytes, problem: str) -> None:
    content = file.read_bytes()
    assert old in content
    elsewhere()
    file.write_bytes(content.replace(old, new, 1))
    with pytest.raises(CommandError, match=problem):
        call_command("import_log", str(file))
    assert not LogHead.objects.exists() and not Event.objects.exists()


def test_a_file_that_is_something_else_or_cut_short_is_refused(file: Path, tmp_path: Path) -> None:
    elsewhere()
    whole = file.read_bytes().splitlines(keepends=True)
    for content in (b"", b"# A plan\n", b"[]\n", b"".join(whole[:-3]), b"".join([*whole[:5], *whole[6:]])):
        file.write_bytes(content)
        with pytest.raises(CommandError, match="Nothing was written"):
            call_command("import_log", str(file))
    with pytest.raises(CommandError, match="Cannot read"):
        call_command("import_log", str(tmp_path / "nowhere"))


def test_what_is_there_already_is_not_written_over(file: Path) -> None:
    with pytest.raises(CommandError, match="There is a project web already"):
        call_command("import_log", str(file))
