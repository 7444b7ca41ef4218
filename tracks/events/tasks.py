"""What happens to tasks as parts of the plan: they are added, edited, linked, removed. Their life is in `life`."""

from dataclasses import dataclass

from tracks.events.about import AboutDependency, AboutTask
from tracks.work import NOWHERE, Source, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskAdded(AboutTask):
    """`state` is what the document or person who added it said: open unless it is further along."""

    title: str
    position: int
    track: str = ""
    parent: str = ""
    priority: str = "medium"
    estimate: int | None = None
    capabilities: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    parallel: bool = True
    assignee: str = ""
    steps: tuple[Step, ...] = ()
    notes: str = ""
    state: str = "open"
    percent: int = 0
    source: Source = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRevised(AboutTask):
    """What a task is was edited; the fields say how it is now. Its life goes on as it was."""

    title: str
    position: int
    track: str = ""
    priority: str = "medium"
    estimate: int | None = None
    capabilities: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    parallel: bool = True
    assignee: str = ""
    steps: tuple[Step, ...] = ()
    notes: str = ""
    source: Source = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRestated(AboutTask):
    """A newer document gives an untouched task another status."""

    state: str
    percent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRemoved(AboutTask):
    """A task was taken out of the plan; its history stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DependencyAdded(AboutDependency):
    """`item` waits for `needs`; `text` is how it was put, `digest` says which document put it so."""

    text: str = ""
    line: int = 0
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DependencyRemoved(AboutDependency):
    pass


EVENTS = {
    "task.added": TaskAdded,
    "task.revised": TaskRevised,
    "task.restated": TaskRestated,
    "task.removed": TaskRemoved,
    "dependency.added": DependencyAdded,
    "dependency.removed": DependencyRemoved,
}
