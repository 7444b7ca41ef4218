"""A project on the wire."""

from datetime import datetime

from msgspec import Struct
from msgspec.structs import asdict

from coordinator.api.wire.tracks import counted
from coordinator.eventlog.rows import Row
from tracks.standing import Numbers

MOST_NAMED = 20


class Project(Struct, frozen=True):
    """A plan with its log. `head` is the number of its newest event; the counts are of tasks and of subtasks by status."""

    slug: str
    name: str
    percent: int
    counts: dict[str, int]
    subtask_counts: dict[str, int]
    created_at: datetime | None
    archived_at: datetime | None
    head: int
    log_id: str


class ProjectList(Struct, frozen=True):
    projects: list[Project]


class Share(Struct, frozen=True):
    """So many `done` `of` those that were not cancelled; `percent` to two places, cut off."""

    done: int
    of: int
    percent: str


class Some(Struct, frozen=True):
    """How many tasks, and the keys of the first of them in plan order."""

    count: int
    tasks: list[str]


class ProjectInNumbers(Project, frozen=True):
    """A project with how far it is: completion of tasks and subtasks apart, what has a high priority and has not begun,
    and what nobody holds, is named for, or has by owning its track.
    """

    completion: dict[str, Share]
    high_priority_pending: Some
    unassigned: Some


def draw_project(row: Row, head: int, log_id: str) -> Project:
    return Project(
        row["key"], row["name"], row["percent"], counted(row["counts"]), counted(row["subtask_counts"]),
        row["created_at"], row["archived_at"], head, log_id,
    )


def in_numbers(project: Project, found: Numbers) -> ProjectInNumbers:
    return ProjectInNumbers(
        **asdict(project),
        completion={
            name: Share(share.done, share.of, share.percent)
            for name, share in (("tasks", found.tasks), ("subtasks", found.subtasks))
        },
        high_priority_pending=Some(len(found.pressing), list(found.pressing[:MOST_NAMED])),
        unassigned=Some(len(found.unassigned), list(found.unassigned[:MOST_NAMED])),
    )
