"""What happens to the texts that belong to a plan: allocations and notes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutAllocation:
    key: str

    @property
    def subject(self) -> str:
        return f"allocation/{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutNote:
    key: str

    @property
    def subject(self) -> str:
        return f"note/{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationAdded(AboutAllocation):
    scenario: str
    who: str
    text: str
    position: int
    tracks: tuple[str, ...] = ()
    digest: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationRevised(AllocationAdded):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationRemoved(AboutAllocation):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAdded(AboutNote):
    kind: str
    text: str
    position: int
    about: str = ""
    date: str = ""
    digest: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRevised(NoteAdded):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRemoved(AboutNote):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteMarked(AboutNote):
    """How a risk or a next step stands, how grave it is, and who sees to it."""

    state: str
    severity: str = ""
    owner: str = ""


EVENTS = {
    "allocation.added": AllocationAdded,
    "allocation.revised": AllocationRevised,
    "allocation.removed": AllocationRemoved,
    "note.added": NoteAdded,
    "note.revised": NoteRevised,
    "note.removed": NoteRemoved,
    "note.marked": NoteMarked,
}
