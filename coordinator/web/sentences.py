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
    "project.renamed": Sentence("named {it} {name}", icon="pencil"),
    "project.archived": Sentence("archived {it}", icon="archive", detail="reason"),
    "project.unarchived": Sentence("brought {it} back from the archive", icon="archive-restore"),
    "import.applied": Sentence("imported {it}", icon="file-input", detail="filename"),
    "item.restored": Sentence("put {it} back to what it was", icon="history"),
    "command.undone": Sentence("undid something in {it}", icon="undo-2"),
    "plan.rolled_back": Sentence("rolled {it} back to #{to}", icon="history"),
    "track.added": Sentence("added {it}", icon="plus"),
    "track.revised": Sentence("revised {it}", icon="pencil"),
    "track.removed": Sentence("removed {it}", icon="trash-2"),
    "track.deliverable_added": Sentence("added to what {it} delivers", icon="package", detail="text"),
    "track.deliverable_reworded": Sentence("reworded deliverable {number} of {it}", icon="pencil", detail="text"),
    "track.deliverable_removed": Sentence("took deliverable {number} of {it} out", icon="trash-2"),
    "track.deliverable_met": Sentence("delivered {number} of {it}", "done", icon="package-check", detail="note"),
    "track.deliverable_withdrawn": Sentence("withdrew deliverable {number} of {it}", icon="undo-2", detail="reason"),
    "decision.recorded": Sentence("decided about {it}: {chosen}", icon="signpost", detail="why"),
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
    "task.handed_over": Sentence("handed {it} over from {giver} to {agent}", "claimed", icon="arrow-right-left", detail="note"),
    "task.decomposed": Sentence("divided {it} into subtasks", icon="split"),
    "task.terms_set": Sentence("set the terms of {it}", icon="scroll-text"),
    "track.terms_set": Sentence("set the terms of {it}", icon="scroll-text"),
    "task.retry_scheduled": Sentence("will have {it} tried again: attempt {attempt} of {most} failed", icon="timer-reset"),
    "result.offered": Sentence("brought a result of {it} too late; it is kept", icon="package", detail="summary"),
    "result.accepted": Sentence("took the late result of {it}", "done", icon="package-check"),
    "result.dismissed": Sentence("put the late result of {it} aside", icon="package-x", detail="reason"),
    "lease.expired": Sentence("took {it} back from {agent}, which fell silent", "stale", icon="timer-off"),
    "task.cancelled": Sentence("cancelled {it}", "cancelled", detail="reason"),
    "task.deferred": Sentence("deferred {it}", "deferred", detail="reason"),
    "task.reopened": Sentence("reopened {it}", "ready", icon="rotate-ccw", detail="reason"),
    "sync_point.added": Sentence("added {it}", "sync"),
    "sync_point.revised": Sentence("revised {it}", "sync", icon="pencil"),
    "sync_point.removed": Sentence("removed {it}", icon="trash-2"),
    "sync_point.passed": Sentence("passed {it}", "done", icon="git-merge", detail="note"),
    "sync_point.reopened": Sentence("reopened {it}", "sync", icon="rotate-ccw", detail="reason"),
    "sync_point.placed": Sentence("said what {it} comes after", "sync", icon="pencil"),
    "sync_point.checks_set": Sentence("said what must hold at {it}", "sync", icon="list-checks"),
    "sync_point.checked": Sentence("made check {number} of {it}", "sync", icon="clipboard-check", detail="text"),
    "sync_point.check_withdrawn": Sentence("withdrew check {number} of {it}", "sync", icon="undo-2", detail="reason"),
    "sync_point.forced": Sentence("passed {it} although not every check held", "failed", icon="git-merge", detail="reason"),
    "sync_point.opened": Sentence("let {it} open by itself", "done", icon="git-merge"),
    "conflict_area.added": Sentence("noted {it}", "conflict", icon="git-compare-arrows", detail="area"),
    "conflict_area.revised": Sentence("revised {it}", icon="pencil", detail="area"),
    "conflict_area.removed": Sentence("removed {it}", icon="trash-2"),
    "conflict_area.scoped": Sentence("said which paths {it} is about", icon="pencil"),
    "conflict_area.resolved": Sentence("resolved {it}", "done", icon="git-compare-arrows", detail="resolution"),
    "reservation.made": Sentence("reserved paths for {agent}: {it}", icon="lock", detail="reason"),
    "reservation.extended": Sentence("extended {it}", icon="lock"),
    "reservation.released": Sentence("released {it} of {agent}", icon="lock-open", detail="reason"),
    "reservation.expired": Sentence("ended {it} of {agent}, whose time was up", "stale", icon="timer-off"),
    "conflict.accepted": Sentence("took {it} for {agent} although others hold its paths", "conflict", icon="git-compare-arrows"),
    "integration_point.added": Sentence("added {it}", icon="plug", detail="title"),
    "integration_point.revised": Sentence("revised {it}", icon="pencil", detail="title"),
    "integration_point.removed": Sentence("removed {it}", icon="trash-2"),
    "integration_point.party_ready": Sentence("said that {party} is ready for {it}", "ready", icon="plug", detail="note"),
    "integration_point.party_not_ready": Sentence("said that {party} is not ready for {it}", icon="unplug", detail="reason"),
    "integration_point.integrated": Sentence("integrated {it}", "done", icon="plug-zap", detail="note"),
    "integration_point.reopened": Sentence("opened {it} again", icon="rotate-ccw", detail="reason"),
    "allocation.added": Sentence("noted {it}", icon="users", detail="who"),
    "allocation.revised": Sentence("revised {it}", icon="pencil", detail="who"),
    "allocation.removed": Sentence("removed {it}", icon="trash-2"),
    "note.added": Sentence("wrote {it}", icon="sticky-note", detail="text"),
    "note.revised": Sentence("rewrote {it}", icon="pencil", detail="text"),
    "criterion.added": Sentence("asked for {it}", icon="target", detail="text"),
    "criterion.revised": Sentence("revised {it}", icon="pencil", detail="text"),
    "criterion.removed": Sentence("removed {it}", icon="trash-2"),
    "criterion.ticked": Sentence("looked whether {it} holds", "done", icon="list-checks", detail="note"),
    "note.marked": Sentence("said how {it} stands", icon="pencil", detail="state"),
    "note.removed": Sentence("removed {it}", icon="trash-2"),
    "measurement.recorded": Sentence("measured {it} as {value}", icon="ruler", detail="text"),
    "measurement.target_set": Sentence("wants {it} {comparison} {value}", icon="target"),
    "measurement.target_dropped": Sentence("took the target of {it} away", icon="target"),
    "webhook.added": Sentence("added {it} to {origin}", icon="webhook", detail="description"),
    "webhook.revised": Sentence("revised {it} to {origin}", icon="pencil", detail="description"),
    "webhook.secret_rotated": Sentence("changed the secret of {it}", icon="key-round"),
    "webhook.enabled": Sentence("switched {it} on", icon="webhook"),
    "webhook.disabled": Sentence("switched {it} off", "cancelled", detail="reason"),
    "webhook.removed": Sentence("removed {it}", icon="trash-2"),
    "agent.registered": Sentence("registered {it}", icon="user-plus", detail="title"),
    "agent.revised": Sentence("revised {it}", icon="pencil", detail="title"),
    "agent.stopped": Sentence("stopped {it}", "cancelled", icon="log-out", detail="reason"),
    "agent.removed": Sentence("removed {it}", icon="user-minus"),
    "agent.started": Sentence("began anew as {it}", icon="power"),
    "agent.lost": Sentence("noted that {it} is lost", "lost", icon="timer-off"),
    "agent.returned": Sentence("heard of {it} again", "ready", icon="radio"),
    "message.sent": Sentence("wrote {it} to {to}", icon="message-square", detail="text"),
    "message.acknowledged": Sentence("read {it}", icon="check-check"),
    "message.resolved": Sentence("settled {it}", "done", icon="circle-check", detail="note"),
}

KINDS = {
    "project": "the project",
    "track": "track",
    "task": "",
    "sync": "sync point",
    "conflict": "a conflict area",
    "reservation": "a reservation",
    "integration": "an integration point",
    "allocation": "an allocation",
    "note": "a note",
    "criterion": "a success criterion",
    "measurement": "",
    "agent": "agent",
    "webhook": "webhook",
    "message": "a message",
    "person": "a person",
}
# Their keys say nothing to people.
NAMELESS = ("project", "conflict", "reservation", "integration", "allocation", "note", "criterion", "message", "person")


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
    facts = {**body, **{name: said(str(body[name])) for name in ("needs", "to") if name in body}}
    facts = {**body, "party": said(str(body.get("party") or "everybody")), "needs": said(str(body.get("needs", "")))}
    detail = str(body.get(sentence.detail, "")) if sentence.detail else ""
    return before.format_map(facts).strip(), after.format_map(facts).strip(), detail
