"""What has been understood so far, while a document is being read. Becomes a `Document` when all is settled."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from tracks.document import (
    AllocationEntry,
    ConflictAreaEntry,
    DeliverableEntry,
    IntegrationPointEntry,
    NoteEntry,
    Problem,
    StepEntry,
    SyncPointEntry,
)

from ..inline import plain
from ..keys import KEY
from .dates import When
from .pictures import Arrow
from .tree import FENCE, TABLE, Node

_WORD = re.compile(KEY)
LONGEST_NOTE = 6_000  # characters; a note becomes an event, and those hold 64 KiB at most
ERROR, WARNING, INFO = "error", "warning", "info"
INFERRED, LISTED, OWN = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Sighting:
    """Somewhere the document gives a status. `weight` tells the item's own line from a list elsewhere."""

    status: str
    word: str
    line: int
    weight: int = OWN
    when: When | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """Somewhere the document says whose task this is; a task listed under its owner weighs more than a range."""

    track: "TrackDraft | None"
    agent: "AgentDraft | None"
    line: int
    weight: int = OWN


@dataclass(slots=True, eq=False)
class AgentDraft:
    name: str
    key: str
    line: int
    title: str = ""
    role: str = ""
    focus: list[str] = field(default_factory=list)
    working_directory: str = ""
    key_files: list[str] = field(default_factory=list)
    tracks: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    is_allocated: bool = False


@dataclass(slots=True, eq=False)
class TrackDraft:
    key: str
    name: str
    line: int
    section: int = 0
    title: str = ""
    focus: list[str] = field(default_factory=list)
    owner: str = ""
    owner_line: int = 0
    sightings: list[Sighting] = field(default_factory=list)
    weeks: list[int] = field(default_factory=list)
    parallelizable: str = ""
    key_files: list[str] = field(default_factory=list)
    working_directory: str = ""
    deliverables: list[DeliverableEntry] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    priority: str = ""
    role: str = ""
    agent: AgentDraft | None = None
    declares: str = ""

    @property
    def reference(self) -> str:
        return f"track/{self.key}"


@dataclass(slots=True, eq=False)
class TaskDraft:
    key: str
    title: str
    line: int
    parent: str = ""
    is_mention: bool = False
    claims: list[Claim] = field(default_factory=list)
    sightings: list[Sighting] = field(default_factory=list)
    priority: str = ""
    percent: int | None = None
    estimate: int | None = None
    assignee: str = ""
    parallel: bool | None = None
    capabilities: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    steps: list[StepEntry] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    declares: str = ""

    @property
    def reference(self) -> str:
        return f"task/{self.key}"


Item = TrackDraft | TaskDraft


@dataclass(frozen=True, slots=True)
class Need:
    """A dependency in the document's words. A weak one only repeats, in passing, what is declared elsewhere."""

    item: Item
    text: str
    line: int
    is_weak: bool = False
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Stated:
    """What a progress table says of a track; set beside our own counts in the end."""

    track: TrackDraft
    line: int
    status: str
    percent: str
    needs: str


@dataclass(slots=True)
class Draft:
    """Collects entries, and keeps account of which lines have found their place."""

    lines: tuple[str, ...]
    title: str = ""
    tracks: dict[str, TrackDraft] = field(default_factory=dict)
    tasks: dict[str, TaskDraft] = field(default_factory=dict)
    agents: dict[str, AgentDraft] = field(default_factory=dict)
    needs: list[Need] = field(default_factory=list)
    sync_points: list[SyncPointEntry] = field(default_factory=list)
    conflict_areas: list[ConflictAreaEntry] = field(default_factory=list)
    integration_points: list[IntegrationPointEntry] = field(default_factory=list)
    allocations: list[AllocationEntry] = field(default_factory=list)
    notes: list[NoteEntry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    covered: set[int] = field(default_factory=set)
    sequential: set[str] = field(default_factory=set)
    stated: list["Stated"] = field(default_factory=list)
    counters: list[tuple[int, str]] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    later: list[Callable[[], None]] = field(default_factory=list)
    spoken: set[str] = field(default_factory=set)
    made_up: dict[str, int] = field(default_factory=dict)

    def next_key(self, prefix: str) -> str:
        """A key for a task that has none: the first number behind the prefix that the document uses nowhere."""
        if not self.spoken:
            self.spoken.update(word.casefold() for line in self.lines for word in _WORD.findall(line))
        number = self.made_up.get(prefix, 0) + 1
        while f"{prefix}.{number}".casefold() in self.spoken:
            number += 1
        self.made_up[prefix] = number
        return f"{prefix}.{number}"

    def cover(self, node: Node) -> None:
        """Its own lines have found their place; those of its children have not yet."""
        self.covered.update(number for number, _ in node.source)

    def cover_all(self, node: Node) -> None:
        self.covered.update(number for number, _ in node.whole_source())

    def problem(self, line: int, reason: str, severity: str = WARNING) -> None:
        text = self.lines[line - 1].strip() if 0 < line <= len(self.lines) else ""
        self.problems.append(Problem(line, text, reason, severity))

    def note(self, kind: str, text: str, line: int, about: str = "", date: str = "") -> None:
        """Keeps a text; one too long for a single note is kept as several."""
        for piece in pieces(text.strip("\n")):
            self.notes.append(NoteEntry(kind, piece, about, date, line))

    def keep(self, kind: str, node: Node, about: str = "", date: str = "", before: str = "") -> None:
        """Keeps a node with all below it as one note, in the document's words."""
        self.cover_all(node)
        self.note(kind, before + told(node), node.line, about, date)

    def track(self, key: str) -> TrackDraft | None:
        return self.tracks.get(key.casefold())

    def task(self, key: str) -> TaskDraft | None:
        return self.tasks.get(key.casefold())

    def agent(self, name: str) -> AgentDraft | None:
        return self.agents.get(name.casefold())


def pieces(text: str) -> list[str]:
    """The text in parts short enough for a note each, cut at the ends of lines where there are any."""
    found: list[str] = []
    while len(text) > LONGEST_NOTE:
        cut = text.rfind("\n", 1, LONGEST_NOTE) + 1 or LONGEST_NOTE
        found.append(text[:cut].rstrip("\n"))
        text = text[cut:]
    return [piece for piece in (*found, text) if piece.strip()]


def told(node: Node) -> str:
    """A node and everything below it as text: list items keep their dashes, code and tables their lines."""
    return "\n".join(_told(node, 0))


def _told(node: Node, depth: int) -> list[str]:
    if node.kind in (FENCE, TABLE) or not node.text:
        own = [text for _, text in node.source]
    else:
        own = [f"{'  ' * (depth - 1)}- {plain(node.text)}" if depth else plain(node.text)]
    return own + [line for child in node.children for line in _told(child, depth + 1)]
