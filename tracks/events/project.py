"""What happens to a project as a whole."""

from dataclasses import dataclass

from tracks.events.about import AboutProject


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectCreated(AboutProject):
    slug: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportApplied(AboutProject):
    """A document was read into the plan; the events before it with the same correlation are what it changed.

    `problems` are (line, text, reason, severity), `repairs` (line, before, after, how).
    """

    format: str
    filename: str
    digest: str
    counts: tuple[tuple[str, int], ...]
    changes: tuple[tuple[str, int], ...]
    problems: tuple[tuple[int, str, str, str], ...] = ()
    repairs: tuple[tuple[int, str, str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRenamed(AboutProject):
    """People call it something else; its short name, which addresses hold, stays."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectArchived(AboutProject):
    """It can only be read from here on."""

    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectUnarchived(AboutProject):
    """It can be worked on again."""


EVENTS = {
    "project.created": ProjectCreated,
    "import.applied": ImportApplied,
    "project.renamed": ProjectRenamed,
    "project.archived": ProjectArchived,
    "project.unarchived": ProjectUnarchived,
}
