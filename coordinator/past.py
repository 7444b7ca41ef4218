"""What commands about the past have to know: the plan as it was then, and what was done since, command by command."""

from collections.abc import Iterable
from itertools import chain, groupby
from typing import Any

from coordinator import plans
from coordinator.eventlog import store
from coordinator.eventlog.store import Head, Recorded
from tracks.commands import Rollback, Undo
from tracks.errors import InvalidField, TooLongAgo
from tracks.happened import Done
from tracks.plan import Plan

LONGEST_WAY_BACK = 10_000  # events that undo looks through under the lock: folding 20,000 one by one took 1.3 s


def wanted_by(command: Any, head: Head, unsaved: Iterable[Recorded] = ()) -> tuple[Plan | None, tuple[Done, ...]]:
    """What a command about the past has to know: the plan as it was then, and for undo all that was done since."""
    if isinstance(command, Rollback):
        return plans.plan_at(head, command.to), ()
    if isinstance(command, Undo):
        first = beginning(head, command.sequence)
        return plans.plan_at(head, first - 1), done_since(head, first, unsaved)
    return None, ()


def done_since(
    head: Head, first: int, unsaved: Iterable[Recorded] = (), until: int | None = None
) -> tuple[Done, ...]:
    """All that was done from `first` on, command by command. `unsaved` are events that are about to be appended."""
    last = head.sequence if until is None else until
    if last - first >= LONGEST_WAY_BACK:
        raise TooLongAgo(count=last - first + 1, most=LONGEST_WAY_BACK)
    batches = store.follow(head.id, first - 1, last)
    found = []
    for _, group in groupby(chain(*batches, unsaved), key=lambda event: event.command_key):
        events = list(group)
        happened = tuple(map(plans.happened, events))
        found.append(Done(happened, events[0].type, events[0].actor, events[0].correlation_id))
    return tuple(found)


def beginning(head: Head, sequence: int) -> int:
    """The first sequence of the command that recorded `sequence`."""
    found = store.read(head.id, sequence - 1, limit=1)
    if not found or sequence > head.sequence:
        raise InvalidField(field="sequence", problem=f"the log goes from 1 to {head.sequence}")
    receipt = store.find_receipts(head, [found[0].command_key]).get(found[0].command_key)
    if receipt and receipt.first_sequence:
        return receipt.first_sequence
    return before_receipts(head, sequence, found[0].command_key)


def before_receipts(head: Head, sequence: int, key: str) -> int:
    """The same by the log alone: one that was taken in from another installation brings no receipts."""
    while sequence > 1 and store.read(head.id, sequence - 2, limit=1)[0].command_key == key:
        sequence -= 1
    return sequence
