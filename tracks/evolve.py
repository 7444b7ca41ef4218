"""What each event changes. One table; the same fold serves commands, tables, rebuild, time travel and tests.

Records facts; whether they were allowed was decided before, and what follows from them is the draft's business.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from agents import events as agent_events
from agents.plan import Agent
from tracks import events as e
from tracks.draft import Changes, Draft
from tracks.plan import (
    Allocation, ConflictArea, Dependency, ImportRecord, IntegrationPoint, Lease, Note, Plan, Step, SyncPoint, Task,
    Track, dependency_key,
)


@dataclass(frozen=True, slots=True)
class Happened:
    """An event with its place in the log: what `evolve` needs to know of the envelope."""

    event: Any
    sequence: int
    at: datetime
    actor: str


def fold(plan: Plan, happened: Iterable[Happened]) -> tuple[Plan, Changes]:
    """The plan after these events, and everything that became different on the way."""
    draft = Draft(plan)
    for one in happened:
        EVOLVE[type(one.event)](draft, one.event, one)
        draft.sequence = one.sequence
    return draft.sealed()


def evolve(plan: Plan, happened: Happened) -> Plan:
    """The plan after one more event."""
    return fold(plan, [happened])[0]


# The project ---------------------------------------------------------------------------------------------------------


def project_created(draft: Draft, event: e.ProjectCreated, at: Happened) -> None:
    draft.project, draft.name, draft.created_at = event.slug, event.name, at.at


def import_applied(draft: Draft, event: e.ImportApplied, at: Happened) -> None:
    key = str(at.sequence)
    draft.imports[key] = ImportRecord(
        key, event.format, event.filename, event.digest, event.counts, event.changes, event.problems, event.repairs,
        at.actor, at.at, at.sequence,
    )


# Tracks --------------------------------------------------------------------------------------------------------------


def track_added(draft: Draft, event: e.TrackAdded, at: Happened) -> None:
    before = draft.tracks.get(event.key)
    draft.put_track(Track(
        event.key, event.title, event.position, event.focus, event.owner, event.weeks, event.parallelizable,
        event.key_files, event.working_directory, event.notes, event.deliverables,
        before.depends_on if before else (), event.declared, event.source, at.sequence,
    ))


def track_removed(draft: Draft, event: e.TrackRemoved, at: Happened) -> None:
    draft.remove_track(event.key)


# Tasks: the plan -----------------------------------------------------------------------------------------------------


def task_added(draft: Draft, event: e.TaskAdded, at: Happened) -> None:
    draft.put_task(Task(
        event.key, event.title, event.position, at.at, at.at, event.track, event.parent, event.priority,
        event.estimate, event.capabilities, event.paths, event.parallel, event.assignee, event.steps, event.notes,
        state=event.state, reported=event.percent, source=event.source, version=at.sequence,
    ))


def task_revised(draft: Draft, event: e.TaskRevised, at: Happened) -> None:
    draft.reshape_task(
        event.key, title=event.title, position=event.position, track=event.track, priority=event.priority,
        estimate=event.estimate, capabilities=event.capabilities, paths=event.paths, parallel=event.parallel,
        assignee=event.assignee, steps=event.steps, notes=event.notes, source=event.source,
        version=at.sequence, changed_at=at.at,
    )


def task_restated(draft: Draft, event: e.TaskRestated, at: Happened) -> None:
    draft.change_task(
        event.key, state=event.state, reported=event.percent, version=at.sequence, changed_at=at.at
    )


def task_removed(draft: Draft, event: e.TaskRemoved, at: Happened) -> None:
    draft.remove_task(event.key)


def dependency_added(draft: Draft, event: e.DependencyAdded, at: Happened) -> None:
    dependency = Dependency(event.item, event.needs, event.text, event.line, event.digest, at.sequence)
    draft.add_dependency(dependency, at.at)


def dependency_removed(draft: Draft, event: e.DependencyRemoved, at: Happened) -> None:
    draft.remove_dependency(dependency_key(event.item, event.needs), at.sequence, at.at)


# Tasks: their life ---------------------------------------------------------------------------------------------------


def task_claimed(draft: Draft, event: e.TaskClaimed, at: Happened) -> None:
    task = draft.tasks[event.key]
    state = task.state if task.state == "in_progress" else "claimed"
    lease = Lease(event.agent, at.sequence, at.at, event.lease_until)
    change(draft, event, at, state=state, lease=lease, last_fence=at.sequence, attempts=task.attempts + 1, reason="")


def task_started(draft: Draft, event: e.TaskStarted, at: Happened) -> None:
    change(draft, event, at, state="in_progress", started_at=draft.tasks[event.key].started_at or at.at)


def task_progressed(draft: Draft, event: e.TaskProgressed, at: Happened) -> None:
    done = set(event.steps_done)
    steps = tuple(Step(step.text, place in done) for place, step in enumerate(draft.tasks[event.key].steps))
    change(draft, event, at, reported=event.percent, steps=steps)


def task_blocked(draft: Draft, event: e.TaskBlocked, at: Happened) -> None:
    change(draft, event, at, state="blocked", reason=event.reason, waits_for=event.waits_for)


def task_unblocked(draft: Draft, event: e.TaskUnblocked, at: Happened) -> None:
    state = "in_progress" if draft.tasks[event.key].lease else "open"
    change(draft, event, at, state=state, reason="", waits_for=())


def task_submitted(draft: Draft, event: e.TaskSubmitted, at: Happened) -> None:
    change(draft, event, at, state="in_review", lease=None, summary=event.summary, evidence=event.evidence)


def task_approved(draft: Draft, event: e.TaskApproved, at: Happened) -> None:
    finish(draft, event, at, summary=draft.tasks[event.key].summary, evidence=draft.tasks[event.key].evidence)


def task_rejected(draft: Draft, event: e.TaskRejected, at: Happened) -> None:
    change(draft, event, at, state="open", reason=event.reason)


def task_completed(draft: Draft, event: e.TaskCompleted, at: Happened) -> None:
    lease = draft.tasks[event.key].lease
    if lease and lease.agent in draft.agents:
        draft.change_agent(lease.agent, tasks_done=draft.agents[lease.agent].tasks_done + 1)
    finish(draft, event, at, summary=event.summary, evidence=event.evidence)


def task_failed(draft: Draft, event: e.TaskFailed, at: Happened) -> None:
    lease = draft.tasks[event.key].lease
    if lease and lease.agent in draft.agents:
        draft.change_agent(lease.agent, tasks_failed=draft.agents[lease.agent].tasks_failed + 1)
    change(draft, event, at, state="failed", lease=None, reason=event.reason)


def task_released(draft: Draft, event: e.TaskReleased, at: Happened) -> None:
    freed(draft, event, at)


def lease_expired(draft: Draft, event: e.LeaseExpired, at: Happened) -> None:
    if event.agent in draft.agents:
        draft.change_agent(event.agent, leases_lost=draft.agents[event.agent].leases_lost + 1)
    freed(draft, event, at)


def task_cancelled(draft: Draft, event: e.TaskCancelled, at: Happened) -> None:
    change(draft, event, at, state="cancelled", lease=None, reason=event.reason, finished_at=at.at)


def task_deferred(draft: Draft, event: e.TaskDeferred, at: Happened) -> None:
    change(draft, event, at, state="deferred", lease=None, reason=event.reason)


def task_opened(draft: Draft, event: e.TaskReopened | e.TaskRetried, at: Happened) -> None:
    change(draft, event, at, state="open", lease=None, reason="", finished_at=None, reported=0)


def change(draft: Draft, event: e.AboutTask, at: Happened, **values: Any) -> None:
    draft.change_task(event.key, version=at.sequence, changed_at=at.at, **values)


def finish(draft: Draft, event: e.AboutTask, at: Happened, **values: Any) -> None:
    started = draft.tasks[event.key].started_at or at.at
    change(draft, event, at, state="done", lease=None, reason="", started_at=started, finished_at=at.at, **values)


def freed(draft: Draft, event: e.AboutTask, at: Happened) -> None:
    """What was blocked stays blocked; anything else may be taken again."""
    state = "blocked" if draft.tasks[event.key].state == "blocked" else "open"
    change(draft, event, at, state=state, lease=None)


# Agents --------------------------------------------------------------------------------------------------------------


def agent_registered(draft: Draft, event: agent_events.AgentRegistered, at: Happened) -> None:
    before: Agent = draft.agents.get(event.name) or Agent(event.name)
    draft.agents[event.name] = replace(
        before, kind=event.kind, title=event.title, role=event.role, capabilities=event.capabilities,
        capacity=event.capacity, focus=event.focus, working_directory=event.working_directory,
        key_files=event.key_files, tracks=event.tracks, notes=event.notes, joined=event.joined, stopped=event.stopped,
        digest=event.digest, source_line=event.line, version=at.sequence,
    )


def agent_stopped(draft: Draft, event: agent_events.AgentStopped, at: Happened) -> None:
    draft.change_agent(event.name, stopped=True, version=at.sequence)


def agent_removed(draft: Draft, event: agent_events.AgentRemoved, at: Happened) -> None:
    del draft.agents[event.name]


# What else a plan holds ----------------------------------------------------------------------------------------------


def sync_point_added(draft: Draft, event: e.SyncPointAdded, at: Happened) -> None:
    before = draft.sync_points.get(event.key)
    draft.put_sync_point(SyncPoint(
        event.key, event.title, event.position, event.after, event.check, bool(before and before.passed),
        event.digest, event.line, at.sequence,
    ))


def sync_point_removed(draft: Draft, event: e.SyncPointRemoved, at: Happened) -> None:
    draft.remove_sync_point(event.key)


def sync_point_passed(draft: Draft, event: e.SyncPointPassed, at: Happened) -> None:
    draft.put_sync_point(replace(draft.sync_points[event.key], passed=True, version=at.sequence))


def sync_point_reopened(draft: Draft, event: e.SyncPointReopened, at: Happened) -> None:
    draft.put_sync_point(replace(draft.sync_points[event.key], passed=False, version=at.sequence))


def conflict_area_added(draft: Draft, event: e.ConflictAreaAdded, at: Happened) -> None:
    draft.conflict_areas[event.key] = ConflictArea(
        event.key, event.area, event.position, event.tracks, event.resolution, event.first, event.digest, event.line,
        at.sequence,
    )


def conflict_area_removed(draft: Draft, event: e.ConflictAreaRemoved, at: Happened) -> None:
    del draft.conflict_areas[event.key]


def integration_point_added(draft: Draft, event: e.IntegrationPointAdded, at: Happened) -> None:
    before = draft.integration_points.get(event.key)
    draft.integration_points[event.key] = IntegrationPoint(
        event.key, event.title, event.position, event.parties, event.items, event.refs,
        before.status if before else "open", event.digest, event.line, at.sequence,
    )


def integration_point_removed(draft: Draft, event: e.IntegrationPointRemoved, at: Happened) -> None:
    del draft.integration_points[event.key]


def allocation_added(draft: Draft, event: e.AllocationAdded, at: Happened) -> None:
    draft.allocations[event.key] = Allocation(
        event.key, event.scenario, event.who, event.text, event.position, event.tracks, event.digest, event.line,
        at.sequence,
    )


def allocation_removed(draft: Draft, event: e.AllocationRemoved, at: Happened) -> None:
    del draft.allocations[event.key]


def note_added(draft: Draft, event: e.NoteAdded, at: Happened) -> None:
    draft.notes[event.key] = Note(
        event.key, event.kind, event.text, event.position, event.about, event.date, event.digest, event.line,
        at.sequence,
    )


def note_removed(draft: Draft, event: e.NoteRemoved, at: Happened) -> None:
    del draft.notes[event.key]


EVOLVE: dict[type, Callable[[Draft, Any, Happened], None]] = {
    e.ProjectCreated: project_created,
    e.ImportApplied: import_applied,
    e.TrackAdded: track_added,
    e.TrackRevised: track_added,
    e.TrackRemoved: track_removed,
    e.TaskAdded: task_added,
    e.TaskRevised: task_revised,
    e.TaskRestated: task_restated,
    e.TaskRemoved: task_removed,
    e.DependencyAdded: dependency_added,
    e.DependencyRemoved: dependency_removed,
    e.TaskClaimed: task_claimed,
    e.TaskStarted: task_started,
    e.TaskProgressed: task_progressed,
    e.TaskBlocked: task_blocked,
    e.TaskUnblocked: task_unblocked,
    e.TaskSubmitted: task_submitted,
    e.TaskApproved: task_approved,
    e.TaskRejected: task_rejected,
    e.TaskCompleted: task_completed,
    e.TaskFailed: task_failed,
    e.TaskRetried: task_opened,
    e.TaskReleased: task_released,
    e.LeaseExpired: lease_expired,
    e.TaskCancelled: task_cancelled,
    e.TaskDeferred: task_deferred,
    e.TaskReopened: task_opened,
    e.SyncPointAdded: sync_point_added,
    e.SyncPointRevised: sync_point_added,
    e.SyncPointRemoved: sync_point_removed,
    e.SyncPointPassed: sync_point_passed,
    e.SyncPointReopened: sync_point_reopened,
    e.ConflictAreaAdded: conflict_area_added,
    e.ConflictAreaRevised: conflict_area_added,
    e.ConflictAreaRemoved: conflict_area_removed,
    e.IntegrationPointAdded: integration_point_added,
    e.IntegrationPointRevised: integration_point_added,
    e.IntegrationPointRemoved: integration_point_removed,
    e.AllocationAdded: allocation_added,
    e.AllocationRevised: allocation_added,
    e.AllocationRemoved: allocation_removed,
    e.NoteAdded: note_added,
    e.NoteRevised: note_added,
    e.NoteRemoved: note_removed,
    agent_events.AgentRegistered: agent_registered,
    agent_events.AgentRevised: agent_registered,
    agent_events.AgentStopped: agent_stopped,
    agent_events.AgentRemoved: agent_removed,
}
