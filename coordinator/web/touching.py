"""The files of a task: what is reserved for it, what others hold of it, and which ready tasks are about the same."""

from coordinator.web.pages import Facts, Place
from tracks.contention import clashes_of_task
from tracks.holds import near
from tracks.models import Reservation, Task
from tracks.paths import readable
from tracks.work import RUNNING, SETTLED

MOST = 20


def touching(place: Place, task: Task) -> Facts:
    """One query. A task that waits for others collides with none of them, so only of one that may go on is it said."""
    plan = place.plan
    known = plan.tasks.get(task.key)
    facts: Facts = {"reserved": list(place.of(Reservation).filter(task=task.key)[:MOST]), "clashes": [], "meets": []}
    if known is None or task.status in SETTLED or not task.paths:
        return facts
    facts["clashes"] = clashes_of_task(plan, known, task.agent or task.assignee)[:MOST]
    if task.status in ("ready", *RUNNING):
        met = {
            other: (other, ours, theirs)
            for ours in readable(task.paths)
            for _, theirs, other in near(plan.wanted, ours)
            if other != task.key and not is_one_hand(task, plan.tasks[other].assignee)
        }
        facts["meets"] = list(met.values())[:MOST]
    return facts


def is_one_hand(task: Task, other: str) -> bool:
    """What one agent does is in its own hands."""
    return bool(other) and other == (task.agent or task.assignee)
