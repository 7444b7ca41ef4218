"""A project on the wire."""

from datetime import datetime

from msgspec import Struct

from coordinator.api.wire.tracks import counted
from coordinator.eventlog.rows import Row


class Project(Struct, frozen=True):
    """A plan with its log. `head` is the number of its newest event; the counts are of tasks and of subtasks by status."""

    slug: str
    name: str
    percent: int
    counts: dict[str, int]
    subtask_counts: dict[str, int]
    created_at: datetime | None
    head: int
    log_id: str


class ProjectList(Struct, frozen=True):
    projects: list[Project]


def draw_project(row: Row, head: int, log_id: str) -> Project:
    return Project(
        row["key"], row["name"], row["percent"], counted(row["counts"]), counted(row["subtask_counts"]),
        row["created_at"], head, log_id,
    )
