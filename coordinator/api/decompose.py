"""Dividing a task: its parts, with what they wait for, in one go."""

from typing import Annotated, Any

from django.http import HttpResponse
from msgspec import Meta, Struct

from coordinator.api.door import Ask, Door, operation, told
from coordinator.api.reading import Key, Line, Reference, Strict, Text, Words
from coordinator.api.references import typed
from coordinator.api.tasks import Minutes, Priority, TaskStep, after, stated
from coordinator.api.verbs import REFUSED, AboutTask
from coordinator.api.wire.tasks import Task
from coordinator.command_handler import Receipt
from tracks import errors
from tracks.commands import DecomposeTask, Subtask
from tracks.work import split

Place = Annotated[int, Meta(ge=0, le=99, description="Another part of this division by its place, from 0.")]


class Part(Strict):
    """A subtask to be. Without a key it gets the next one below the task's: A.1.1, A.1.2 …"""

    title: Line
    key: Key | None = None
    priority: Priority = "medium"
    estimate: Minutes | None = None
    capabilities: Words = ()
    paths: Words = ()
    assignee: Annotated[str, Meta(max_length=160)] | None = None
    steps: Annotated[tuple[TaskStep, ...], Meta(max_length=1_000)] = ()
    notes: Text = ""
    depends_on: Annotated[tuple[Reference | Place, ...], Meta(max_length=100)] = ()


class Division(AboutTask, kw_only=True):
    subtasks: Annotated[tuple[Part, ...], Meta(min_length=1, max_length=100)]


class Divided(Struct, frozen=True):
    """The task, which is the sum of its subtasks from now on, and those that are new."""

    task: Task
    subtasks: list[Task]


class Decompose(Door):
    @operation(
        "Divide a task into subtasks; a lease on it ends", needs="work", body=Division,
        answers={201: (Divided, "They are in the plan, and what waits for the task waits for all of them.")},
        refusals=(*(one for one in REFUSED if one is not errors.TaskHasSubtasks), errors.TaskExists,
                  errors.UnknownReference, errors.DependencyCycle, errors.DependsOnItself),
        example={"fence": 812, "subtasks": [
            {"title": "The schema", "capabilities": ["sql"]}, {"title": "The list", "depends_on": [0]},
        ]},
    )
    def post(self, ask: Ask, key: str) -> HttpResponse:
        body: Division = ask.body
        keys = {part.key for part in body.subtasks}
        parts = tuple(Subtask(**part_stated(ask, part, keys)) for part in body.subtasks)
        receipt = ask.tell(DecomposeTask(
            project=ask.project, key=key, fence=body.fence, step_in=body.step_in, subtasks=parts
        ))
        return told(receipt, Divided(after(receipt, key), [after(receipt, one) for one in added(receipt)]), 201)


def part_stated(ask: Ask, part: Part, keys: set[str | None]) -> dict[str, Any]:
    needs = tuple(one if isinstance(one, int) else meant(ask, one, keys) for one in part.depends_on)
    return stated(part) | {"key": part.key or "", "depends_on": needs}


def meant(ask: Ask, word: str, keys: set[str | None]) -> str:
    """A key of this very division comes before those of the plan."""
    return f"task/{word}" if word in keys else typed(ask, [word])[0]


def added(receipt: Receipt) -> list[str]:
    return [split(event.subject)[1] for event in receipt.events if event.type == "task.added"]
