"""What the events of a project as a whole change."""

from collections.abc import Callable
from typing import Any

from tracks import events as e
from tracks.draft import Draft
from tracks.happened import Happened
from tracks.texts import ImportRecord


def project_created(draft: Draft, event: e.ProjectCreated, at: Happened) -> None:
    draft.project, draft.name, draft.created_at = event.slug, event.name, at.at


def project_renamed(draft: Draft, event: e.ProjectRenamed, at: Happened) -> None:
    draft.name = event.name


def project_archived(draft: Draft, event: e.ProjectArchived, at: Happened) -> None:
    draft.archived_at = at.at


def project_unarchived(draft: Draft, event: e.ProjectUnarchived, at: Happened) -> None:
    draft.archived_at = None


def import_applied(draft: Draft, event: e.ImportApplied, at: Happened) -> None:
    key = str(at.sequence)
    draft.imports[key] = ImportRecord(
        key, event.format, event.filename, event.digest, event.counts, event.changes, event.problems, event.repairs,
        at.actor, at.at, at.sequence,
    )


EVOLVE: dict[type, Callable[[Draft, Any, Happened], None]] = {
    e.ProjectCreated: project_created,
    e.ImportApplied: import_applied,
    e.ProjectRenamed: project_renamed,
    e.ProjectArchived: project_archived,
    e.ProjectUnarchived: project_unarchived,
}
