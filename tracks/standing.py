"""How far a project is, in numbers: completion of tasks and subtasks apart, what is pressing, what nobody has."""

from dataclasses import dataclass

from tracks.criteria import percent
from tracks.plan import Plan
from tracks.work import SETTLED, Task

PRESSING = ("critical", "high")


@dataclass(frozen=True, slots=True)
class Share:
    """So many done of those that were not cancelled; `percent` is exact to two places, cut off and not rounded."""

    done: int
    of: int
    percent: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """Keys are in plan order. Pressing is what has a high or critical priority and has not begun; unassigned is what
    nobody holds, is named for, or has by owning its track. Tasks with subtasks are counted by these.
    """

    tasks: Share
    subtasks: Share
    pressing: tuple[str, ...]
    unassigned: tuple[str, ...]


def numbers(plan: Plan) -> Numbers:
    left = [task for task in plan.tasks.values() if task.status not in SETTLED and not plan.has_subtasks(task.key)]
    left.sort(key=lambda task: (task.position, task.key))
    pressing = tuple(task.key for task in left if task.priority in PRESSING and task.status in ("pending", "ready"))
    return Numbers(
        share(plan, "tasks"), share(plan, "subtasks"), pressing, tuple(task.key for task in left if is_nobodys(plan, task))
    )


def share(plan: Plan, group: str) -> Share:
    tally = plan.tally(group)
    done, counted = tally.of("done"), tally.total - tally.of("cancelled")
    return Share(done, counted, percent(done, counted).removesuffix(" %") if counted else "0")


def is_nobodys(plan: Plan, task: Task) -> bool:
    return not (task.lease or task.assignee or (task.track and plan.tracks[task.track].owner))
