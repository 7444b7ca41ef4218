"""What the events change of the texts that belong to a plan."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tracks import events as e
from tracks.draft import Draft
from tracks.happened import Happened
from tracks.texts import Allocation, Note, first_state


def allocation_added(draft: Draft, event: e.AllocationAdded, at: Happened) -> None:
    draft.allocations[event.key] = Allocation(
        event.key, event.scenario, event.who, event.text, event.position, event.tracks, event.digest, event.line,
        at.sequence,
    )


def allocation_removed(draft: Draft, event: e.AllocationRemoved, at: Happened) -> None:
    del draft.allocations[event.key]


def note_added(draft: Draft, event: e.NoteAdded, at: Happened) -> None:
    before: Note | None = draft.notes.get(event.key)
    note = before or Note(event.key, event.kind, event.text, event.position, author=at.actor, written_at=at.at)
    draft.notes[event.key] = replace(
        note, kind=event.kind, text=event.text, position=event.position, about=event.about, date=event.date,
        digest=event.digest, line=event.line, version=at.sequence,
        state=note.state if before and before.kind == event.kind else first_state(event.kind),
    )


def note_marked(draft: Draft, event: e.NoteMarked, at: Happened) -> None:
    draft.notes[event.key] = replace(
        draft.notes[event.key], state=event.state, severity=event.severity, owner=event.owner, version=at.sequence
    )


def note_removed(draft: Draft, event: e.NoteRemoved, at: Happened) -> None:
    del draft.notes[event.key]


EVOLVE: dict[type, Callable[[Draft, Any, Happened], None]] = {
    e.AllocationAdded: allocation_added,
    e.AllocationRevised: allocation_added,
    e.AllocationRemoved: allocation_removed,
    e.NoteAdded: note_added,
    e.NoteRevised: note_added,
    e.NoteRemoved: note_removed,
    e.NoteMarked: note_marked,
}
