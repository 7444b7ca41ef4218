"""What has been understood so far, while a document is being read. Becomes a `Document` when all is settled."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from tracks.document import AllocationEntry, ConflictAreaEntry, IntegrationPointEntry, NoteEntry, Problem, SyncPointEntry

from ..keys import KEY
from .entities import AgentDraft, Need, Stated, TaskDraft, TrackDraft
from .pictures import Arrow
from .told import pieces, told
from .tree import Node

ERROR, WARNING, INFO = "error", "warning", "info"
_WORD = re.compile(KEY)


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

    def spellings(self) -> set[str]:
        """The keys of all tracks and tasks, as the document spells them."""
        return {track.key for track in self.tracks.values()} | {task.key for task in self.tasks.values()}

    def track(self, key: str) -> TrackDraft | None:
        return self.tracks.get(key.casefold())

    def task(self, key: str) -> TaskDraft | None:
        return self.tasks.get(key.casefold())

    def agent(self, name: str) -> AgentDraft | None:
        return self.agents.get(name.casefold())
