"""The rules of a project as a whole, once it is there: its name, and whether it can be worked on or only be read."""

from collections.abc import Callable
from typing import Any

from agents.commands import LoseAgent, ReturnAgent
from tracks import commands as c
from tracks import events as e
from tracks.checks import check_title
from tracks.errors import LeasesAreLive, NotAllowed, ProjectIsArchived
from tracks.facts import Facts
from tracks.plan import Plan
from tracks.rolling_back import MOST_NAMED, check_head

# What may still be recorded: it comes back, gets another name, or time runs out for what was held.
WHILE_ARCHIVED = (
    c.UnarchiveProject, c.ArchiveProject, c.RenameProject, c.CreateProject, c.ExpireLease, c.ExpireReservation, LoseAgent,
    ReturnAgent,
)


def check_open(plan: Plan, command: Any) -> None:
    if plan.archived_at and not isinstance(command, WHILE_ARCHIVED):
        raise ProjectIsArchived(project=plan.project, at=f"{plan.archived_at:%Y-%m-%d}")


def rename(plan: Plan, command: c.RenameProject, facts: Facts) -> list[Any]:
    check_person(facts)
    check_head(plan, command.expected_head)
    check_title(command.name, "name", 200)
    return [e.ProjectRenamed(name=command.name)] if command.name != plan.name else []


def archive(plan: Plan, command: c.ArchiveProject, facts: Facts) -> list[Any]:
    check_person(facts)
    if plan.archived_at:
        return []
    held = sorted(key for name in plan.agents for key in plan.members.get(f"agent/{name}", ()))
    if held and not command.despite_leases:
        more = len(held) - MOST_NAMED
        raise LeasesAreLive(tasks=", ".join(held[:MOST_NAMED]) + (f" and {more} more" if more > 0 else ""))
    ended = [e.TaskReleased(key=key, reason="the project was archived") for key in held]
    return [*ended, e.ProjectArchived(reason=command.reason)]


def unarchive(plan: Plan, command: c.UnarchiveProject, facts: Facts) -> list[Any]:
    check_person(facts)
    return [e.ProjectUnarchived()] if plan.archived_at else []


def check_person(facts: Facts) -> None:
    if not facts.may_step_in:
        raise NotAllowed(actor=facts.actor, role="administrator")


DECIDE: dict[type, Callable[[Plan, Any, Facts], list[Any]]] = {
    c.RenameProject: rename,
    c.ArchiveProject: archive,
    c.UnarchiveProject: unarchive,
}
