"""What may be asked of a project as a whole."""

from dataclasses import dataclass

from tracks.document import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateProject:
    project: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameProject:
    project: str
    name: str
    expected_head: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveProject:
    """Let a project only be read from now on. `despite_leases`: also while somebody works in it."""

    project: str
    reason: str = ""
    despite_leases: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UnarchiveProject:
    """Let an archived project be worked on again."""

    project: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportDocument:
    """Make the plan say what the document says, without touching what agents did since the last import."""

    project: str
    document: Document
    filename: str = ""
