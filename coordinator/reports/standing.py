"""How far a project is: completion of tasks and subtasks apart, work in progress, what is urgent and what nobody has."""

from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from coordinator.reports.measured import track_of
from tracks.plan import Plan
from tracks.tally import Tally
from tracks.work import SETTLED, Task

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Completion:
    """`percent` is the mean progress of what is not cancelled; `completed` the share of it that is done, in percent."""

    total: int
    done: int
    cancelled: int
    percent: int
    completed: float


@dataclass(frozen=True, slots=True)
class UrgentTask:
    """A task of high or critical priority that nobody has begun. `waits`: it is not ready."""

    key: str
    title: str
    priority: str
    status: str
    waits: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """`in_progress` counts what is claimed, worked on or in review; `unassigned` what is open and has no holder, nobody it
    is meant for, and a track without owner. Both lists hold the first fifty, those with most work behind them first."""

    tasks: Completion
    subtasks: Completion
    in_progress: int
    blocked: int
    ready: int
    high_priority_pending: int
    high_priority: list[UrgentTask]
    unassigned: int
    unassigned_tasks: list[str]


def standing(plan: Plan) -> Standing:
    leaves = [task for task in plan.tasks.values() if not plan.has_subtasks(task.key)]
    leaves.sort(key=lambda task: (-task.tail, task.position, task.key))
    urgent = [task for task in leaves if task.priority in ("critical", "high") and task.status in ("pending", "ready")]
    unassigned = list(of_nobody(plan, leaves))
    statuses = list(map(attrgetter("status"), leaves))
    return Standing(
        tasks=completion(plan.tally("tasks")), subtasks=completion(plan.tally("subtasks")),
        in_progress=sum(map(statuses.count, ("claimed", "in_progress", "in_review"))), blocked=statuses.count("blocked"),
        ready=statuses.count("ready"), high_priority_pending=len(urgent),
        high_priority=[
            UrgentTask(task.key, task.title, task.priority, task.status, task.status == "pending") for task in urgent[:SHOWN]
        ],
        unassigned=len(unassigned), unassigned_tasks=[task.key for task in unassigned[:SHOWN]],
    )


def completion(tally: Tally) -> Completion:
    counted = tally.total - tally.of("cancelled")
    done = tally.of("done")
    return Completion(
        tally.total, done, tally.of("cancelled"), tally.percent, round(100 * done / counted, 2) if counted else 0.0
    )


def of_nobody(plan: Plan, leaves: list[Task]) -> Iterator[Task]:
    owned = {key for key, track in plan.tracks.items() if track.owner}
    for task in leaves:
        if task.status not in SETTLED and task.lease is None and not task.assignee and track_of(plan, task) not in owned:
            yield task
