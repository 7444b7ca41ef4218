"""Notes: progress, risks and next steps that agents write, and everything else that only people do."""

from typing import Any

import pytest

from tests.support.given import given
from tracks.commands import AddNote, RemoveNote, ReviseNote
from tracks.errors import InvalidField, NotAllowed, UnknownNote, UnknownReference, VersionMismatch
from tracks.events import NoteAdded, NoteMarked, NoteRemoved, NoteRevised
from tracks.texts import NOTE_KINDS

risk = NoteAdded(key="5", kind="risk", text="it may rain", position=5)
step = NoteAdded(key="5", kind="next_step", text="buy umbrellas", position=5)


@pytest.mark.parametrize("kind", ["progress", "risk", "next_step"])
def test_an_agent_writes_progress_risks_and_next_steps(kind: str) -> None:
    given().when(AddNote, kind=kind, text="it may rain", about="track/web", date="today").then(
        NoteAdded(key="5", kind=kind, text="it may rain", position=5, about="track/web", date="today")
    )


@pytest.mark.parametrize("kind", sorted({*NOTE_KINDS} - {"progress", "risk", "next_step"}))
def test_everything_else_is_for_a_person(kind: str) -> None:
    given().when(AddNote, kind=kind, text="x").then_refused(NotAllowed)
    assert given().when(AddNote, operator=True, kind=kind, text="x").plan.notes["5"].kind == kind


def test_a_risk_begins_open_and_says_how_grave_it_is_and_who_sees_to_it() -> None:
    outcome = given().when(AddNote, kind="risk", text="it may rain", severity="high", owner="maria")
    outcome.then(
        NoteAdded(key="5", kind="risk", text="it may rain", position=5),
        NoteMarked(key="5", state="open", severity="high", owner="maria"),
    )
    note = outcome.plan.notes["5"]
    assert (note.state, note.severity, note.owner, note.author) == ("open", "high", "maria", "maria")


def test_a_risk_is_mitigated_and_a_next_step_done() -> None:
    given(risk).when(ReviseNote, operator=True, key="5", state="mitigated").then(NoteMarked(key="5", state="mitigated"))
    given(step).when(ReviseNote, operator=True, key="5", state="done").then(NoteMarked(key="5", state="done"))
    given(step, NoteMarked(key="5", state="done")).when(ReviseNote, operator=True, key="5", state="done").then_nothing()


def test_other_words_leave_its_state() -> None:
    outcome = given(risk, NoteMarked(key="5", state="closed")).when(ReviseNote, operator=True, key="5", text="it rained")
    outcome.then(NoteRevised(key="5", kind="risk", text="it rained", position=5))
    assert outcome.plan.notes["5"].state == "closed"


def test_an_agent_edits_only_what_it_wrote() -> None:
    given(risk).when(ReviseNote, key="5", text="x").then_refused(NotAllowed)
    given(risk).when(RemoveNote, key="5").then_refused(NotAllowed)
    given(risk).when(RemoveNote, operator=True, key="5").then(NoteRemoved(key="5"))


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("kind", {"kind": "unread"}), ("text", {"text": " "}), ("date", {"date": "x" * 61}), ("severity", {"severity": "dire"}),
        ("severity", {"kind": "progress", "severity": "high"}), ("owner", {"kind": "progress", "owner": "maria"}),
        ("owner", {"owner": "x" * 161}),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(field: str, fields: dict[str, Any]) -> None:
    given().when(AddNote, operator=True, **{"kind": "risk", "text": "x", **fields}).then_refused(InvalidField, field=field)


def test_a_state_that_a_note_cannot_have_is_refused() -> None:
    given(risk).when(ReviseNote, operator=True, key="5", state="done").then_refused(InvalidField, field="state")
    note = NoteAdded(key="5", kind="progress", text="half", position=5)
    given(note).when(ReviseNote, operator=True, key="5", state="open").then_refused(InvalidField, field="state")


def test_what_is_not_there_is_named() -> None:
    given().when(ReviseNote, operator=True, key="9", text="x").then_refused(UnknownNote, key="9")
    given().when(RemoveNote, operator=True, key="9").then_refused(UnknownNote)
    given().when(AddNote, kind="risk", text="x", about="task/9").then_refused(UnknownReference)
    given(risk).when(ReviseNote, operator=True, key="5", about="task/9").then_refused(UnknownReference)
    given(risk).when(ReviseNote, operator=True, key="5", text="x", expected_version=1).then_refused(VersionMismatch)
