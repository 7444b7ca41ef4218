"""What kinds of things a plan holds, and how each goes back to what it was: one line a kind.

A new kind of thing is a new line in WAYS, or a reason in NEVER_RESTORED.
"""

from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from agents import events as agent_events
from agents.plan import Agent
from tracks import events as e
from tracks.criterion import Criterion
from tracks.meeting import ConflictArea, IntegrationPoint, SyncPoint
from tracks.texts import Allocation, Note
from tracks.work import Task, Track


@dataclass(frozen=True)
class Way:
    """How things of one kind are put back.

    `word` names the kind in references, `value` is what the plan holds, `removed` the event that takes one out.
    `stays` are the fields that follow from others or belong to the present.
    """

    kind: str
    word: str
    value: type
    removed: type
    stays: frozenset[str] = frozenset({"version"})
    id: str = "key"

    @cached_property
    def restored(self) -> tuple[str, ...]:
        """The fields that are put back."""
        return tuple(one.name for one in fields(self.value) if one.name not in self.stays and one.name != self.id)

    def removal(self, key: str) -> Any:
        return self.removed(**{self.id: key})


# Who an agent is may be undone; that it runs, what it did and what it holds may not.
OF_AN_AGENT = frozenset({
    "kind", "title", "role", "capabilities", "capacity", "focus", "working_directory", "key_files", "tracks", "notes",
    "digest", "source_line",
})
WAYS = (
    Way("tracks", "track", Track, e.TrackRemoved, frozenset({"version", "depends_on"})),
    Way(
        "tasks", "task", Task, e.TaskRemoved,
        frozenset({
            "version", "changed_at", "depends_on", "lease", "held", "offered", "awaits", "status", "percent", "tail", "rank",
        }),
    ),
    Way(
        "agents", "agent", Agent, agent_events.AgentRemoved,
        frozenset(one.name for one in fields(Agent)) - OF_AN_AGENT, id="name",
    ),
    Way("sync_points", "sync", SyncPoint, e.SyncPointRemoved),
    Way("conflict_areas", "conflict", ConflictArea, e.ConflictAreaRemoved),
    Way("integration_points", "integration", IntegrationPoint, e.IntegrationPointRemoved),
    Way("allocations", "allocation", Allocation, e.AllocationRemoved),
    Way("notes", "note", Note, e.NoteRemoved),
    Way("criteria", "criterion", Criterion, e.CriterionRemoved),
)
WAY_OF = {way.kind: way for way in WAYS}
WAY_CALLED = {way.word: way for way in WAYS}
DEPENDENCIES = "dependencies"  # restored as well, by the events they always had

NEVER_RESTORED = {
    "webhooks": "who is told of what happens is agreed with receivers, not planned",
    "imports": "a report of what a document said is history, whatever became of the plan since",
    "measurements": "what was measured was measured",
    "messages": "what was said was said",
    "deliveries": "what was read was read",
    "reservations": "who may touch what is agreed anew; what was held then may be in other hands now",
    "decisions": "what was decided was decided; a new decision says otherwise",
    "offers": "work that came too late is there, whatever became of the plan since",
}


def reference(kind: str, key: str) -> str:
    """What people and events call a thing; a dependency belongs to the item that waits."""
    return key.partition("\t")[0] if kind == DEPENDENCIES else f"{WAY_OF[kind].word}/{key}"
