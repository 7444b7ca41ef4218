"""What each event says to people: one table from its type to a sentence. The actor is the subject of every sentence.

Says nothing about how a sentence is drawn.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

IT = "{it}"  # where the link to the event's subject stands


@dataclass(frozen=True, slots=True)
class Sentence:
    """`words` are filled from the event's body and hold {it} once; `detail` names the field that says more.

    `state` gives the colour, `icon` the sign; without an icon the state's own is drawn.
    """

    words: str
    state: str = ""
    icon: str = ""
    detail: str = ""


SENTENCES: Mapping[str, Sentence] = {
    "project.created": Sentence("created {it}", icon="flag"),
    "import.applied": Sentence("imported {it}", icon="file-input", detail="filename"),
    "track.added": Sentence("added {it}", icon="plus"),
    "track.revised": Sentence("revised {it}", icon="pencil"),
    "track.removed": Sentence("removed {it}", icon="trash-2"),
    "task.added": Sentence("added {it}", icon="plus"),
    "task.revised": Sentence("revised {it}", icon="pencil"),
    "task.restated": Sentence("set the state of {it}", icon="pencil", detail="state"),
    "task.removed": Sentence("removed {it}", icon="trash-2"),
    "dependency.added": Sentence("made {it} wait for {needs}", icon="link"),
    "dependency.removed": Sentence("let {it} wait no longer for {needs}", icon="unlink"),
    "task.claimed": Sentence("claimed {it}", "claimed"),
    "task.started": Sentence("started {it}", "in_progress", icon="play"),
    "task.progressed": Sentence("brought {it} to {percent} %", "in_progress", icon="trending-up", detail="note"),
    "task.blocked": Sentence("blocked {it}", "blocked", detail="reason"),
    "task.unblocked": Sentence("unblocked {it}", "in_progress", icon="play", detail="note"),
    "task.submitted": Sentence("asked for review of {it}", "in_review", detail="summary"),
    "task.approved": Sentence("approved {it}", "done", detail="note"),
    "task.rejected": Sentence("sent {it} back", "failed", icon="undo-2", detail="reason"),
    "task.completed": Sentence("completed {it}", "done", detail="summary"),
    "task.failed": Sentence("failed {it}", "failed", detail="reason"),
    "task.retried": Sentence("put {it} up for another try", "ready", icon="rotate-ccw"),
    "task.released": Sentence("gave {it} back", "ready", icon="undo-2", detail="reason"),
    "lease.expired": Sentence("took {it} back from {agent}, which fell silent", "stale", icon="timer-off"),
    "task.cancelled": Sentence("cancelled {it}", "cancelled", detail="reason"),
    "task.deferred": Sentence("deferred {it}", "deferred", detail="reason"),
    "task.reopened": Sentence("reopened {it}", "ready", icon="rotate-ccw", detail="reason"),
    "sync_point.added": Sentence("added {it}", "sync"),
    "sync_point.revised": Sentence("revised {it}", "sync", icon="pencil"),
    "sync_point.removed": Sentence("removed {it}", icon="trash-2"),
    "sync_point.passed": Sentence("passed {it}", "done", icon="git-merge", detail="note"),
    "sync_point.reopened": Sentence("reopened {it}", "sync", icon="rotate-ccw", detail="reason"),
    "conflict_area.added": Sentence("noted {it}", "conflict", icon="git-compare-arrows", detail="area"),
    "conflict_area.revised": Sentence("revised {it}", icon="pencil", detail="area"),
    "conflict_area.removed": Sentence("removed {it}", icon="trash-2"),
    "integration_point.added": Sentence("added {it}", icon="plug", detail="title"),
    "integration_point.revised": Sentence("revised {it}", icon="pencil", detail="title"),
    "integration_point.removed": Sentence("removed {it}", icon="trash-2"),
    "allocation.added": Sentence("noted {it}", icon="users", detail="who"),
    "allocation.revised": Sentence("revised {it}", icon="pencil", detail="who"),
    "allocation.removed": Sentence("removed {it}", icon="trash-2"),
    "note.added": Sentence("wrote {it}", icon="sticky-note", detail="text"),
    "note.revised": Sentence("rewrote {it}", icon="pencil", detail="text"),
    "note.removed": Sentence("removed {it}", icon="trash-2"),
    "agent.registered": Sentence("registered {it}", icon="user-plus", detail="title"),
    "agent.revised": Sentence("revised {it}", icon="pencil", detail="title"),
    "agent.stopped": Sentence("stopped {it}", "cancelled", icon="log-out", detail="reason"),
    "agent.removed": Sentence("removed {it}", icon="user-minus"),
}

KINDS = {
    "project": "the project",
    "track": "track",
    "task": "",
    "sync": "sync point",
    "conflict": "a conflict area",
    "integration": "an integration point",
    "allocation": "an allocation",
    "note": "a note",
    "agent": "agent",
}
NAMELESS = ("project", "conflict", "integration", "allocation", "note")  # their keys say nothing to people


def said(reference: str) -> str:
    """A reference as people say it: `B.1`, `track A`, `sync point 1`."""
    kind, _, key = reference.partition("/")
    word = KINDS.get(kind, kind)
    return word if kind in NAMELESS else f"{word} {key}".strip()


def who(actor: str) -> str:
    """An actor as people call it: `agent/ada` is ada."""
    return actor.partition("/")[2] or actor


def parts(type_: str, body: Mapping[str, Any]) -> tuple[str, str, str]:
    """What comes before the link, after it, and the detail: three plain texts, never markup."""
    sentence = SENTENCES[type_]
    before, _, after = sentence.words.partition(IT)
    facts = {**body, "needs": said(str(body.get("needs", "")))}
    detail = str(body.get(sentence.detail, "")) if sentence.detail else ""
    return before.format_map(facts).strip(), after.format_map(facts).strip(), detail
