"""Putting back what was: the one way for the API and the operator's command. Writes nothing on a preview."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from coordinator import past, plans
from coordinator.command_handler import Receipt
from coordinator.eventlog import store
from coordinator.eventlog.store import Head
from tracks.commands import Rollback, Undo
from tracks.difference import Change, counts, difference, summary
from tracks.errors import InvalidField, Refusal, UnknownProject
from tracks.facts import Facts
from tracks.happened import Done
from tracks.plan import Plan
from tracks.restoring import Restored
from tracks.rolling_back import check_head, check_leases, keys, rolled_back
from tracks.things import WAY_CALLED
from tracks.undoing import check_followed, undone
from tracks.work import Task, split

MARKERS = ("plan.rolled_back", "command.undone")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What putting back changes, or changed. `refusal`: why it would not be done like that. `events`: how many it takes.

    Of an undo, `undone` are the commands that were meant and `followed` those that built on them.
    """

    sequence: int
    changes: list[Change]
    held: tuple[Task, ...]
    ended: tuple[str, ...]
    events: int
    refusal: Refusal | None = None
    undone: tuple[Done, ...] = ()
    followed: tuple[Done, ...] = ()

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        return counts(self.changes)

    @property
    def summary(self) -> str:
        return summary(self.counts)


def preview_rollback(command: Rollback, actor: str) -> Outcome:
    """What the rollback would do to the plan as it is now. Raises a Refusal where it makes no sense at all."""
    head, plan = here(command.project)
    check_head(plan, command.expected_head)
    facts = Facts(store.clock(), actor, then=plans.plan_at(head, command.to))
    return previewed(plan, rolled_back(plan, command, facts), command.despite_leases)


def preview_undo(command: Undo, actor: str) -> Outcome:
    """What undoing would do, together with all that followed. Raises a Refusal where it makes no sense at all."""
    head, plan = here(command.project)
    check_head(plan, command.expected_head)
    then, since = past.wanted_by(command, head)
    cone, found = undone(plan, command, Facts(store.clock(), actor, then=then, since=since))
    outcome = previewed(plan, found, command.despite_leases)
    refusal = refused(partial(check_followed, cone, command.with_what_followed)) or outcome.refusal
    return replace(outcome, refusal=refusal, undone=tuple(cone.undone), followed=tuple(cone.followed))


def previewed(plan: Plan, found: Restored, despite_leases: bool) -> Outcome:
    refusal = refused(partial(check_leases, found, despite_leases))
    return Outcome(plan.sequence, difference(plan, found.plan), found.held, keys(found.ended), len(found.events), refusal)


def refused(check: Callable[[], None]) -> Refusal | None:
    try:
        check()
    except Refusal as refusal:
        return refusal
    return None


def done(receipt: Receipt) -> Outcome:
    """What was changed by a command that put something back."""
    if not receipt.events:
        return Outcome(receipt.sequence, [], (), (), 0)
    before = plans.plan_at(receipt.head, receipt.events[0].sequence - 1)
    markers = (plans.happened(one).event for one in receipt.events if one.type in MARKERS)
    ended: tuple[str, ...] = next(markers).ended
    held = tuple(before.tasks[key] for key in ended)
    return Outcome(receipt.sequence, difference(before, receipt.plan), held, ended, len(receipt.events))


def put_back(command: Rollback | Undo, tell: Callable[[Any], Receipt]) -> tuple[Outcome, Receipt]:
    """Does it; `tell` hands the command over. Raises the Refusal where it is refused."""
    head, _ = here(command.project)
    to = command.to if isinstance(command, Rollback) else past.beginning(head, command.sequence) - 1
    plans.plan_at(head, to)  # so that nobody waits for it under the lock
    receipt = tell(command)
    return done(receipt), receipt


def here(project: str) -> tuple[Head, Plan]:
    known = plans.current(project)
    if known is None:
        raise UnknownProject(project=project)
    return known


# What callers mean ---------------------------------------------------------------------------------------------------


def sequence_of(head: Head, at: str, field: str = "at") -> int:
    """The sequence that a sequence or a time means. Raises InvalidField for one that is not in the project's history."""
    if at.isascii() and at.isdigit():
        sequence = int(at)
        if not 1 <= sequence <= head.sequence:
            raise InvalidField(field=field, problem=f"the log goes from 1 to {head.sequence}")
        return sequence
    try:
        time = datetime.fromisoformat(at)
        found = store.sequence_at(head.id, time.astimezone(UTC)) if time.tzinfo else None
    except (ValueError, OverflowError):
        raise InvalidField(field=field, problem="must be a sequence or an RFC 3339 time, with + written as %2B") from None
    if found is None:
        raise InvalidField(field=field, problem="needs a time zone, such as Z")
    if not found:
        raise InvalidField(field=field, problem="this project did not exist yet")
    return found


def references(head: Head, to: int, words: Iterable[str]) -> tuple[str, ...]:
    """The words as references; a plain key is a task's if there is or was one, else a track's."""
    words = tuple(words)
    if all(split(word)[0] in WAY_CALLED and split(word)[1] for word in words):
        return words
    known = plans.catch_up(head), plans.plan_at(head, to)
    return tuple(meant(word, known) for word in words)


def meant(word: str, known: tuple[Plan, Plan]) -> str:
    for kind, key in (split(word), ("task", word), ("track", word)):
        if kind in WAY_CALLED and any(key in getattr(plan, WAY_CALLED[kind].kind) for plan in known):
            return f"{kind}/{key}"
    return word
