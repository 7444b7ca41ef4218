"""The rules of dividing a task: its parts and what they wait for in one decision, all of it or nothing.

The task becomes the sum of its parts, so its lease ends; what waits for it goes on waiting for all of it.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from tracks import commands as c
from tracks import events as e
from tracks.checks import known_task
from tracks.errors import InvalidField, WrongStatus
from tracks.facts import Facts
from tracks.following import grown
from tracks.guarding import check_right
from tracks.plan import Plan
from tracks.planning import add_dependency, add_task
from tracks.transitions import TRANSITIONS
from tracks.work import SETTLED, Task

MOST_PARTS = 100
RULES: dict[type, Callable[[Plan, Any, Facts], list[Any]]] = {c.AddTask: add_task, c.AddDependency: add_dependency}


def decompose(plan: Plan, command: c.DecomposeTask, facts: Facts) -> list[Any]:
    """Each part is added, then each dependency, as if one had been asked for after the other."""
    task = known_task(plan, command.key)
    check_may_be_divided(plan, task, command, facts)
    if not 1 <= len(command.subtasks) <= MOST_PARTS:
        raise InvalidField(field="subtasks", problem=f"must be 1 to {MOST_PARTS}")
    parts = with_keys(plan, task, command.subtasks)
    found: list[Any] = [e.TaskDecomposed(key=task.key, subtasks=tuple(part.key for part in parts))]
    plan, _ = grown(plan, found, facts)
    for addition in (*additions(command, parts), *dependencies(command, parts)):
        news = RULES[type(addition)](plan, addition, facts)
        plan, _ = grown(plan, news, facts)
        found.extend(news)
    return found


def check_may_be_divided(plan: Plan, task: Task, command: c.DecomposeTask, facts: Facts) -> None:
    """Whoever may add tasks may divide one that nobody holds, also further; a holder says so under its fence."""
    if task.lease or command.fence is not None:
        check_right(task, command, facts)
    transition = TRANSITIONS[c.DecomposeTask]
    may = task.status not in SETTLED if plan.has_subtasks(task.key) else task.state in transition.before
    if not may:
        raise WrongStatus(
            key=task.key, status=task.status, verb=transition.verb, allowed=", ".join(transition.before)
        )


def with_keys(plan: Plan, task: Task, parts: tuple[c.Subtask, ...]) -> list[c.Subtask]:
    """The parts, each with a key: those that came without get the next free ones below the task's own."""
    taken = {part.key for part in parts if part.key}
    free = (key for key in numbered(task.key) if key not in taken and key not in plan.tasks)
    return [part if part.key else replace(part, key=next(free)) for part in parts]


def numbered(key: str) -> Iterator[str]:
    number = 0
    while True:
        number += 1
        yield f"{key}.{number}"


def additions(command: c.DecomposeTask, parts: list[c.Subtask]) -> Iterator[c.AddTask]:
    for part in parts:
        yield c.AddTask(
            project=command.project, key=part.key, title=part.title, parent=command.key, priority=part.priority,
            estimate=part.estimate, capabilities=part.capabilities, paths=part.paths, assignee=part.assignee,
            steps=part.steps, notes=part.notes,
        )


def dependencies(command: c.DecomposeTask, parts: list[c.Subtask]) -> Iterator[c.AddDependency]:
    for part in parts:
        for need in part.depends_on:
            needs = need if isinstance(need, str) else f"task/{part_at(parts, need).key}"
            yield c.AddDependency(project=command.project, item=f"task/{part.key}", needs=needs)


def part_at(parts: list[c.Subtask], place: int) -> c.Subtask:
    if not 0 <= place < len(parts):
        raise InvalidField(field="subtasks", problem=f"there is no part {place}; places go from 0 to {len(parts) - 1}")
    return parts[place]


DECIDE: dict[type, Callable[[Plan, Any, Facts], list[Any]]] = {
    c.DecomposeTask: decompose,
}
