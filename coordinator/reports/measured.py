"""How long the tasks took that are done: what the schedule and the forecast learn from."""

from coordinator.reports.chronicle import chronicle
from coordinator.reports.moments import Moment
from tracks.ahead.durations import Finished
from tracks.plan import Plan
from tracks.work import Task

MOST = 1_000  # the newest that count: teams change


def finished(moment: Moment) -> list[Finished]:
    """Those that somebody claimed, the oldest first, with what the plan says of them now."""
    found = []
    for move in chronicle(moment.head).finished(moment.sequence, MOST):
        task: Task | None = moment.plan.tasks.get(move.key)
        if task is not None and move.minutes is not None:
            found.append(Finished(task.key, track_of(moment.plan, task), task.priority, task.estimate, move.minutes))
    return found


def track_of(plan: Plan, task: Task) -> str:
    while task.parent:
        task = plan.tasks[task.parent]
    return task.track
