"""Tracks, tasks and agents while a document is being read, with every place that says something about them."""

from dataclasses import dataclass, field

from tracks.document import DeliverableEntry, StepEntry

from .dates import When

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
    is_made_up: bool = False
    is_of_range: bool = False
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
    """A dependency in the document's words. A weak one only repeats, in passing, what is declared elsewhere.

    `is_told` means that the words are kept elsewhere too, so nothing is lost if they name nothing.
    """

    item: Item
    text: str
    line: int
    is_weak: bool = False
    turned: bool = False
    is_told: bool = False


@dataclass(frozen=True, slots=True)
class Stated:
    """What a progress table says of a track; set beside our own counts in the end."""

    track: TrackDraft
    line: int
    status: str
    percent: str
    needs: str
