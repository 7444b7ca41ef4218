"""What operators type: verify, checkpoint, export_log. Exit status 0 only when all is well."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from coordinator.eventlog import export, store
from coordinator.eventlog.models import Checkpoint, Event
from tests.support.guards import no_guards
from tests.support.logs import a_log
from tests.support.processes import manage

pytestmark = pytest.mark.django_db(transaction=True)


def said(*arguments: Any, **options: Any) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


def test_verify_proves_every_log_and_says_so() -> None:
    a_log("web", 4)
    a_log("api", 3)
    assert said("verify").splitlines() == [
        "api: sound, 3 events, 0 checkpoints hold",
        "web: sound, 4 events, 0 checkpoints hold",
    ]


def test_verify_proves_the_one_log_it_is_asked_for() -> None:
    a_log("web", 4)
    a_log("api", 3)
    assert said("verify", "api").splitlines() == ["api: sound, 3 events, 0 checkpoints hold"]


def test_verify_names_the_first_bad_event_of_each_log_and_exits_with_1() -> None:
    a_log("api", 3)
    a_log("web", 4)
    with no_guards():
        Event.objects.filter(sequence=2, project__project="api").update(actor="mallory")
    out = io.StringIO()
    with pytest.raises(SystemExit) as exit:
        call_command("verify", stdout=out)
    assert exit.value.code == 1
    assert out.getvalue().splitlines() == [
        "api: NOT SOUND from event #2 on (1 faults)",
        "  #2: its content does not match its hash",
        "web: sound, 4 events, 0 checkpoints hold",
    ]


def test_verify_speaks_json_a_line_for_each_log() -> None:
    head = a_log("web", 4)
    assert json.loads(said("verify", "--json")) == {
        "project": "web", "log_id": head.log_id, "ok": True, "events": 4, "head": 4, "head_hash": head.hash, "checkpoints": 0,
        "first_bad": None, "faults": 0, "problems": [], "notes": [],
    }  # fmt: skip


@pytest.mark.parametrize("command", ["verify", "checkpoint", "export_log"])
def test_a_project_that_does_not_exist_is_an_error(command: str) -> None:
    with pytest.raises(CommandError, match="There is no project nowhere"):
        call_command(command, "nowhere")


def test_checkpoint_signs_where_every_log_stands() -> None:
    a_log("web", 4)
    a_log("api", 3)
    assert said("checkpoint").splitlines() == [
        "api: 1 checkpoints signed, the newest event is #3",
        "web: 1 checkpoints signed, the newest event is #4",
    ]
    assert set(Checkpoint.objects.values_list("project__project", "sequence")) == {("web", 4), ("api", 3)}


def test_checkpoint_does_not_sign_a_log_that_was_altered() -> None:
    a_log("web", 4)
    with no_guards():
        Event.objects.filter(sequence=2).update(actor="mallory")
    with pytest.raises(CommandError, match="event #2 is not sound"):
        call_command("checkpoint", "web")


def test_export_log_writes_the_lines_that_prove_themselves(tmp_path: Path) -> None:
    a_log("web", 4)
    call_command("export_log", "web", output=tmp_path / "web.jsonl")
    head = store.find_head("web")
    assert head is not None
    assert (tmp_path / "web.jsonl").read_bytes() == b"".join(export.lines(head))


def test_export_log_says_where_it_cannot_write(tmp_path: Path) -> None:
    a_log("web", 4)
    with pytest.raises(CommandError, match="No such file or directory"):
        call_command("export_log", "web", output=tmp_path / "none" / "web.jsonl")


def test_export_log_writes_to_standard_output(home: Path, empty_database: str) -> None:
    manage(home, "migrate", database=empty_database)
    made = "from tests.support.logs import a_log; a_log('web', 4)"
    manage(home, "shell", "-c", made, database=empty_database)
    ran = manage(home, "export_log", "web", database=empty_database)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert [json.loads(line)["line"] for line in ran.stdout.splitlines()] == ["header", *["event"] * 4, "end"]


def test_up_refuses_to_serve_a_log_that_can_be_changed(home: Path, empty_database: str) -> None:
    manage(home, "migrate", database=empty_database)
    manage(home, "shell", "-c", "from tests.support.guards import remove; remove()", database=empty_database)
    ran = manage(home, "up", "--port", "0", database=empty_database)
    assert ran.returncode == 1
    assert "would let recorded history be changed" in ran.stderr
    assert "Traceback" not in ran.stderr
