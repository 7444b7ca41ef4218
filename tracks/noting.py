"""The rules of notes: who may write what kind, whose notes one may edit, and what states a risk and a next step have."""

from collections.abc import Callable
from typing import Any

from tracks import commands as c
from tracks import events as e
from tracks.checks import check_version, edited
from tracks.errors import InvalidField, NotAllowed, UnknownNote, UnknownReference
from tracks.facts import Facts
from tracks.plan import Plan
from tracks.texts import NOTE_KINDS, SEVERITIES, STATES_OF, Note, first_state

BY_AGENTS = ("progress", "risk", "next_step")
LONGEST_OWNER = 160
LONGEST_DATE = 60


def add_note(plan: Plan, command: c.AddNote, facts: Facts) -> list[Any]:
    if command.kind not in NOTE_KINDS:
        raise InvalidField(field="kind", problem=f"must be one of {', '.join(NOTE_KINDS)}")
    if command.kind not in BY_AGENTS and not facts.may_step_in:
        raise NotAllowed(actor=facts.actor, role=f"operator; an agent writes {', '.join(BY_AGENTS)}")
    check_text(command.text, command.date)
    check_about(plan, command.about)
    check_mark(command.kind, first_state(command.kind), command.severity, command.owner)
    # The sequence of the event: a key that no other note has, and a place behind all that were written before.
    sequence = plan.sequence + 1
    added = e.NoteAdded(
        key=str(sequence), kind=command.kind, text=command.text, position=sequence, about=command.about, date=command.date
    )
    if not command.severity and not command.owner:
        return [added]
    return [added, e.NoteMarked(
        key=added.key, state=first_state(command.kind), severity=command.severity, owner=command.owner
    )]


def revise_note(plan: Plan, command: c.ReviseNote, facts: Facts) -> list[Any]:
    note = known_note(plan, command.key)
    check_version(command, note)
    check_author(note, facts)
    said = edited(note, command, "text", "about", "date")
    if said["about"] != note.about:
        check_about(plan, said["about"])
    check_text(said["text"], said["date"])
    marked = edited(note, command, "state", "severity", "owner")
    check_mark(note.kind, marked["state"], marked["severity"], marked["owner"])
    events: list[Any] = []
    if any(said[name] != getattr(note, name) for name in said):
        events.append(e.NoteRevised(
            key=note.key, kind=note.kind, position=note.position, digest=note.digest, line=note.line, **said
        ))
    if any(marked[name] != getattr(note, name) for name in marked):
        events.append(e.NoteMarked(key=note.key, **marked))
    return events


def remove_note(plan: Plan, command: c.RemoveNote, facts: Facts) -> list[Any]:
    note = known_note(plan, command.key)
    check_version(command, note)
    check_author(note, facts)
    return [e.NoteRemoved(key=note.key)]


def check_author(note: Note, facts: Facts) -> None:
    if note.author != facts.actor and not facts.may_step_in:
        raise NotAllowed(actor=facts.actor, role="operator, or the one who wrote it")


def check_text(text: str, date: str) -> None:
    if not text.strip():
        raise InvalidField(field="text", problem="must say something")
    if len(date) > LONGEST_DATE:
        raise InvalidField(field="date", problem=f"must be at most {LONGEST_DATE} characters")


def check_about(plan: Plan, about: str) -> None:
    if about and not plan.exists(about):
        raise UnknownReference(reference=about)


def check_mark(kind: str, state: str, severity: str, owner: str) -> None:
    states = STATES_OF.get(kind, ("",))
    if state not in states:
        problem = f"of a {kind} is one of {', '.join(states)}" if kind in STATES_OF else f"is not for a {kind}"
        raise InvalidField(field="state", problem=problem)
    if severity and (kind != "risk" or severity not in SEVERITIES):
        raise InvalidField(field="severity", problem=f"is for a risk, and one of {', '.join(SEVERITIES)}")
    if owner and (kind not in STATES_OF or len(owner) > LONGEST_OWNER):
        problem = f"is for a {' or a '.join(STATES_OF)}, and at most {LONGEST_OWNER} characters"
        raise InvalidField(field="owner", problem=problem)


def known_note(plan: Plan, key: str) -> Note:
    if key not in plan.notes:
        raise UnknownNote(key=key, project=plan.project)
    return plan.notes[key]


DECIDE: dict[type, Callable[[Plan, Any, Facts], list[Any]]] = {
    c.AddNote: add_note,
    c.ReviseNote: revise_note,
    c.RemoveNote: remove_note,
}
