"""How much work something holds up, in minutes and in words."""

from tracks.plan import Plan
from tracks.spans import span
from tracks.work import DEFAULT_ESTIMATE, Task, split

NOBODY = "Nothing waits for it"


def weight(plan: Plan, reference: str) -> int:
    """The minutes on the longest path that begins with a task, a track or a sync point; 0 for what is gone."""
    kind, key = split(reference)
    if kind == "task":
        return int(plan.tasks[key].tail) if key in plan.tasks else 0
    if kind == "agent":
        return max((int(task.tail) for task in plan.leased_tasks(key)), default=0)
    return int(plan.heads.get(reference, 0))


def consequence(plan: Plan, task: Task) -> str:
    count = len(plan.dependents.get(task.ref, ()))
    behind = task.tail - (DEFAULT_ESTIMATE if task.estimate is None else task.estimate)
    words = [f"{counted(count, 'item')} {waits(count)} for it"] if count else []
    if behind > 0:  # also what waits for its track, and so for it
        words.append(f"{span(behind * 60)} of work behind it")
    return " · ".join(words) or NOBODY


def behind_it(minutes: int) -> str:
    return f"{span(minutes * 60)} of work behind it" if minutes else NOBODY


def waits(count: int) -> str:
    return "waits" if count == 1 else "wait"


def counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
