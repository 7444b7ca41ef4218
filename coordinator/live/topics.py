"""What an event may have moved, in the words that pages listen for. Names what changed; carries no data.

A topic is a family (`tasks`) or one thing (`task/A.1`). Many statuses are derived, so one event can change things it
does not name: the task that finishes makes others ready, in other tracks too. Such events touch `plan` besides, which
the page of a single task or track listens for. That is the rule; what changes nothing elsewhere is listed below.
"""

from collections.abc import Iterable

import msgspec

EVERY_EVENT = ("activity",)

# What the kind of an event (the part before the dot) moves on the pages that show many things.
FAMILIES: dict[str, tuple[str, ...]] = {
    "project": ("overview",),
    "import": ("overview", "imports", "tasks", "tracks", "agents", "attention"),
    "track": ("overview", "tracks", "tasks", "attention"),
    "task": ("overview", "tasks", "tracks", "agents", "attention"),
    "lease": ("overview", "tasks", "tracks", "agents", "attention"),
    "dependency": ("overview", "tasks", "tracks", "attention"),
    "sync_point": ("overview", "sync_points", "tasks", "tracks", "attention"),
    "agent": ("overview", "agents", "attention"),
    "message": ("messages", "attention"),
    "result": ("tasks", "attention"),
    "decision": ("decisions",),
    "reservation": ("reservations", "agents"),
    "conflict": ("tasks", "tracks", "attention"),
    "conflict_area": ("conflict_areas", "attention"),
    "integration_point": ("integration_points", "attention"),
    "allocation": ("allocations",),
    "note": ("notes", "criteria"),
    "webhook": ("webhooks",),
    "measurement": ("measurements", "criteria", "sync_points"),
    "criterion": ("criteria",),
    "item": (
        "overview", "tasks", "tracks", "agents", "attention", "sync_points", "conflict_areas", "integration_points",
        "allocations", "notes", "criteria",
    ),
    "plan": ("overview",),
    "command": ("overview",),
}
ALL_FAMILIES = tuple(sorted({family for families in FAMILIES.values() for family in families}))

# These change the task, its parents, its track and its agent; nobody else may start or must stop because of them.
STAYS_WITH_ITS_TASK = frozenset({
    "task.claimed", "task.started", "task.progressed", "task.blocked", "task.unblocked", "task.submitted",
    "task.rejected", "task.released", "lease.expired",
})
STAYS_WITH_ITSELF = frozenset({
    "webhook.added", "webhook.revised", "webhook.secret_rotated", "webhook.enabled", "webhook.disabled", "webhook.removed",
    "agent.lost", "agent.registered", "agent.removed", "agent.returned", "agent.revised", "agent.started",
    "agent.stopped", "allocation.added", "allocation.removed", "allocation.revised", "message.acknowledged",
    "message.resolved", "message.sent",
})
STAYS = STAYS_WITH_ITS_TASK | STAYS_WITH_ITSELF

NAMES_ITS_AGENT = frozenset({"task.claimed", "task.handed_over", "lease.expired"})


class NamesAgent(msgspec.Struct):
    agent: str


def topics_of(type: str, subject: str, actor: str, body: str, within: Iterable[str]) -> frozenset[str]:
    """`within` are the references of what the subject is part of: its parents and its track."""
    kind = type.partition(".")[0]
    topics = {*EVERY_EVENT, subject, *within, *FAMILIES.get(kind, ALL_FAMILIES)}
    if type not in STAYS:
        topics.add("plan")
    if actor.startswith("agent/"):
        topics.add(actor)
    if type in NAMES_ITS_AGENT:
        topics.add("agent/" + msgspec.json.decode(body, type=NamesAgent).agent)
    return frozenset(topics)
