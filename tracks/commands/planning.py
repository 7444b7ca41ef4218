"""What may be asked to make a plan: tracks, tasks and what they wait for."""

from dataclasses import dataclass

from tracks.work import Deliverable, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTrack:
    project: str
    key: str
    title: str
    focus: str = ""
    owner: str = ""
    weeks: tuple[int, ...] = ()
    key_files: tuple[str, ...] = ()
    working_directory: str = ""
    notes: str = ""
    deliverables: tuple[Deliverable, ...] = ()
    depends_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseTrack:
    """Edit a track: what is None stays as it is."""

    project: str
    key: str
    title: str | None = None
    focus: str | None = None
    owner: str | None = None
    weeks: tuple[int, ...] | None = None
    key_files: tuple[str, ...] | None = None
    working_directory: str | None = None
    notes: str | None = None
    deliverables: tuple[Deliverable, ...] | None = None
    expected_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveTrack:
    project: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTask:
    project: str
    key: str
    title: str
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
    depends_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseTask:
    """Edit what a task is: what is None stays as it is."""

    project: str
    key: str
    title: str | None = None
    track: str | None = None
    priority: str | None = None
    estimate: int | None = None
    capabilities: tuple[str, ...] | None = None
    paths: tuple[str, ...] | None = None
    parallel: bool | None = None
    assignee: str | None = None
    steps: tuple[Step, ...] | None = None
    notes: str | None = None
    expected_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveTask:
    project: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddDependency:
    """`item` (a task or track) waits for `needs` (a task, track or sync point)."""

    project: str
    item: str
    needs: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveDependency:
    project: str
    item: str
    needs: str
