"""Tasks: list, create, read, edit, remove. What happens in a task's life is in verbs.py."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any

from django.http import HttpResponse
from msgspec import UNSET, Meta, UnsetType

from coordinator import presence
from coordinator.api.door import Ask, Door, address, answer, gone, operation, told
from coordinator.api.reading import Key, Line, Name, Reference, Strict, Text, Words, given
from coordinator.api.references import typed
from coordinator.api.rows import TASKS, At, Moment, Page, moment
from coordinator.api.table import Wanted
from coordinator.api.versions import etag, expected
from coordinator.api.wire.tasks import Task, TaskList, draw_task
from coordinator.command_handler import Receipt
from coordinator.eventlog.rows import Row
from coordinator.projections.work import task_row
from tracks import errors
from tracks.commands import AddTask, RemoveTask, ReviseTask
from tracks.work import STATUSES
from tracks.work import Step as PlanStep

Priority = Annotated[str, Meta(description="critical, high, medium or low")]
Minutes = Annotated[int, Meta(ge=0, le=10_000_000, description="How long it will take, in minutes.")]


class TaskStep(Strict):
    text: Line
    done: bool = False


class TaskFilter(Page):
    """Which tasks. `status` may name several, with commas; an empty `track` or `parent` means: those without one."""

    status: str = ""
    track: str | UnsetType = UNSET
    parent: str | UnsetType = UNSET
    agent: Annotated[str, Meta(description="Those that this agent holds.")] = ""
    q: Annotated[str, Meta(max_length=200, description="Words in the key or title.")] = ""


class NewTask(Strict):
    key: Key
    title: Line
    track: Name | None = None
    parent: Name | None = None
    priority: Priority = "medium"
    estimate: Minutes | None = None
    capabilities: Words = ()
    paths: Words = ()
    parallel: bool = True
    assignee: Annotated[str, Meta(max_length=160)] | None = None
    steps: Annotated[tuple[TaskStep, ...], Meta(max_length=1_000)] = ()
    notes: Text = ""
    depends_on: Annotated[tuple[Reference, ...], Meta(max_length=1_000)] = ()


class TaskEdit(Strict):
    """What is to be different; what is left out stays. Dependencies have an address of their own."""

    title: Line | UnsetType = UNSET
    track: Name | None | UnsetType = UNSET
    priority: Priority | UnsetType = UNSET
    estimate: Minutes | UnsetType = UNSET
    capabilities: Words | UnsetType = UNSET
    paths: Words | UnsetType = UNSET
    parallel: bool | UnsetType = UNSET
    assignee: Annotated[str, Meta(max_length=160)] | None | UnsetType = UNSET
    steps: Annotated[tuple[TaskStep, ...], Meta(max_length=1_000)] | UnsetType = UNSET
    notes: Text | UnsetType = UNSET


class Tasks(Door):
    @operation("List the tasks in plan order", query=TaskFilter, answers={200: (TaskList, "A page of tasks.")})
    def get(self, ask: Ask) -> HttpResponse:
        place = moment(ask.head(), ask.query.at)
        rows, cursor = place.page(TASKS, ask.query, wanted(ask.query))
        return answer(TaskList(drawn(place, rows), cursor, place.sequence))

    @operation(
        "Add a task", needs="work", body=NewTask, answers={201: (Task, "It is in the plan.")},
        refusals=(errors.TaskExists, errors.UnknownTrack, errors.UnknownTask, errors.UnknownReference, errors.TaskIsLeased),
        example={"key": "B.4", "title": "Draw the list", "track": "B", "depends_on": ["B.1"], "capabilities": ["html"]},
    )
    def post(self, ask: Ask) -> HttpResponse:
        body: NewTask = ask.body
        receipt = ask.tell(AddTask(project=ask.project, **stated(body) | {"depends_on": typed(ask, body.depends_on)}))
        return task_told(receipt, body.key, 201, Location=address(ask, body.key))


class OneTask(Door):
    @operation(
        "Read a task", query=At, answers={200: (Task, "The task; its version is the ETag.")}, refusals=(errors.UnknownTask,)
    )
    def get(self, ask: Ask, key: str) -> HttpResponse:
        place = moment(ask.head(), ask.query.at)
        row = place.known(TASKS, key, errors.UnknownTask(key=key, project=ask.project))
        return answer(drawn(place, [row])[0], ETag=etag(row["version"]))

    @operation(
        "Edit a task; with If-Match only if nobody else has since", needs="operate", body=TaskEdit,
        answers={200: (Task, "The task as it is now.")},
        refusals=(errors.UnknownTask, errors.UnknownTrack, errors.VersionMismatch),
        example={"title": "Draw the list and the board", "priority": "high"},
    )
    def patch(self, ask: Ask, key: str) -> HttpResponse:
        receipt = ask.tell(ReviseTask(project=ask.project, key=key, expected_version=expected(ask), **stated(ask.body)))
        return task_told(receipt, key)

    @operation(
        "Take a task and its subtasks out of the plan; their history stays", needs="operate",
        answers={204: (None, "It is gone.")}, refusals=(errors.UnknownTask, errors.TaskIsLeased, errors.StillNeeded),
    )
    def delete(self, ask: Ask, key: str) -> HttpResponse:
        receipt = ask.tell(RemoveTask(project=ask.project, key=key))
        return gone(receipt)


def stated(body: Strict) -> dict[str, Any]:
    """What a body states, as a command takes it: null empties a text, steps become the plan's."""
    values = given(body)
    for name in ("track", "parent", "assignee"):
        if name in values:
            values[name] = values[name] or ""
    if "steps" in values:
        values["steps"] = tuple(PlanStep(step.text, step.done) for step in values["steps"])
    return values


def wanted(query: TaskFilter) -> Wanted:
    among: dict[str, list[str]] = {}
    if query.status:
        among["status"] = query.status.split(",")
        if unknown := [status for status in among["status"] if status not in STATUSES]:
            raise errors.InvalidField(field="status", problem=f"{unknown[0]} is none; known are {', '.join(STATUSES)}")
    for name in ("track", "parent"):
        if getattr(query, name) is not UNSET:
            among[name] = [getattr(query, name)]
    if query.agent:
        among["agent"] = [query.agent]
    return Wanted(among, query.q)


def drawn(place: Moment, rows: Iterable[Row]) -> list[Task]:
    """The tasks of these rows, with the ends of their leases: one more query where any is leased."""
    rows = list(rows)
    ends = ends_of_leases(place, [row["key"] for row in rows if row["fence"] is not None])
    return [draw_task(row, ends.get(row["key"])) for row in rows]


def ends_of_leases(place: Moment, keys: list[str]) -> dict[str, datetime]:
    if place.plan is None:
        return {key: pulse.until for key, pulse in presence.pulses(place.head.id, keys).items()}
    return {key: lease.until for key in keys if (lease := place.plan.tasks[key].lease)}


def after(receipt: Receipt, key: str) -> Task:
    """The task as a command left it, drawn from the plan without reading it again."""
    task = receipt.plan.tasks[key]
    return draw_task(task_row(receipt.plan, task), end_of_lease(receipt, key))


def end_of_lease(receipt: Receipt, key: str) -> datetime | None:
    """A lease that was granted just now ends as granted; an older one has been moved on by beats, beside the log."""
    lease = receipt.plan.tasks[key].lease
    if lease is None or receipt.replayed or lease.fence in {event.sequence for event in receipt.events}:
        return lease.until if lease else None
    pulse = presence.pulses(receipt.head.id, [key]).get(key)
    return pulse.until if pulse and pulse.fence == lease.fence else lease.until


def task_told(receipt: Receipt, key: str, status: int = 200, **headers: str) -> HttpResponse:
    task = after(receipt, key)
    return told(receipt, task, status, ETag=etag(task.version), **headers)
