"""What may be asked to divide a task among many."""

from dataclasses import dataclass

from tracks.commands.life import OfTask
from tracks.work import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Subtask:
    """A part of a task. Without a key it gets the next one: A.1.1, A.1.2 …

    `depends_on` holds references, and numbers: the places, from 0, of other parts of the same division.
    """

    title: str
    key: str = ""
    priority: str = "medium"
    estimate: int | None = None
    capabilities: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    assignee: str = ""
    steps: tuple[Step, ...] = ()
    notes: str = ""
    depends_on: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecomposeTask(OfTask):
    subtasks: tuple[Subtask, ...] = ()
