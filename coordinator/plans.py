"""The newest plan of each project that this process has seen, caught up from the log, and the plan of any other moment.

A plan is an immutable value: whoever was given one keeps it, whatever happens next.
"""

import threading
from collections.abc import Callable, Iterator
from typing import Any, cast

from coordinator.catalog import CODEC
from coordinator.eventlog import store
from coordinator.eventlog.store import Head, Recorded
from coordinator.snapshots import kept
from coordinator.snapshots.recent import Known, Recent
from tracks.evolve import fold
from tracks.happened import Happened
from tracks.plan import Plan


Passed = Callable[[int], None]
TOLD_EVERY = 5_000  # events


def nobody(sequence: int) -> None:
    """Is told how far something is, and does not care."""


_known: dict[str, Known] = {}
_lock = threading.Lock()
_recent = Recent(most_tasks=30_000)

# Reading a snapshot takes as long as folding some thousand events: a plan at hand that is hardly older is as good.
NEAR = 2_000


def catch_up(head: Head) -> Plan:
    """The plan at `head`: what this process knows, plus the events it has not seen.

    Knowledge of another history (a restored database) is thrown away, which the chain of hashes gives away.
    """
    known = _known.get(head.log_id)
    if known and known.plan.sequence == head.sequence and known.hash == head.hash:
        return known.plan
    before = known.plan if known and _continues(head, known) else kept.newest(head, head.sequence) or Plan()
    plan = folded(before, head, head.sequence)
    publish(head, plan)
    return plan


def current(project: str) -> tuple[Head, Plan] | None:
    """Where a project (by slug) stands now, and its plan; None when there is no such project."""
    head = store.find_head(project)
    return (head, catch_up(head)) if head else None


def known(head: Head) -> Plan | None:
    """The newest plan that this process has seen, without asking the database whether there is a newer one."""
    found = _known.get(head.log_id)
    return found.plan if found else None


def seen() -> list[Plan]:
    """The newest plan of every project that this process has had to do with."""
    return [known.plan for known in _known.values()]


def plan_at(head: Head, sequence: int) -> Plan:
    """The plan as it stood at `sequence`."""
    before = nearest(head, sequence)
    if before.sequence == sequence:
        return before
    plan = folded(before, head, sequence)
    remember(head, plan)
    return plan


def nearest(head: Head, sequence: int) -> Plan:
    """A plan from which it is not far to `sequence`: one at hand, else one from a snapshot, else the empty one."""
    at_hand = next((one.plan for one in at_hand_before(head, sequence) if _continues(head, one)), Plan())
    if at_hand.sequence + NEAR >= sequence:
        return at_hand
    if next(iter(kept.places(head, sequence)), 0) <= at_hand.sequence + NEAR:
        return at_hand
    plan = kept.newest(head, sequence)
    if plan is None or plan.sequence <= at_hand.sequence:
        return at_hand
    remember(head, plan)
    return plan


def at_hand_before(head: Head, sequence: int) -> list[Known]:
    newest = _known.get(head.log_id)
    recent = _recent.before(head.log_id, sequence)
    return [newest, *recent] if newest and newest.plan.sequence <= sequence else recent


def remember(head: Head, plan: Plan) -> None:
    """Keeps a plan of the past at hand for a while."""
    if plan.sequence:
        _recent.add(head.log_id, Known(plan, store.hash_at(head.id, plan.sequence)))


def publish(head: Head, plan: Plan) -> None:
    """Lets others in this process begin from `plan`, which stands at `head` and is committed."""
    with _lock:
        known = _known.get(head.log_id)
        if known is None or known.plan.sequence < plan.sequence or not _continues(head, known):
            _known[head.log_id] = Known(plan, head.hash)


Archive = dict[str, dict[str, Any]]


def folded(plan: Plan, head: Head, until: int, archive: Archive | None = None, passed: Passed = nobody) -> Plan:
    """`plan` and what happened after it. However many events that are, what follows from them is worked out once.

    What leaves the plan for good on the way is put into `archive`, if there is one. `passed` is told now and then which
    event has been reached.
    """
    if plan.sequence >= until:
        return plan
    plan, changes = fold(plan, happenings(head, plan.sequence, until, passed))
    for kind, gone in changes.archived.items() if archive is not None else ():
        cast(Archive, archive).setdefault(kind, {}).update(gone)
    return plan


def happenings(head: Head, after: int, until: int, passed: Passed = nobody) -> Iterator[Happened]:
    decode = CODEC.decode
    for sequence, type, version, body, actor, recorded_at in store.facts(head.id, after, until):
        if sequence % TOLD_EVERY == 0:
            passed(sequence)
        yield Happened(decode(type, version, body), sequence, recorded_at, actor)


def happened(recorded: Recorded) -> Happened:
    event = CODEC.decode(recorded.type, recorded.version, recorded.body)
    return Happened(event, recorded.sequence, recorded.recorded_at, recorded.actor)


def _continues(head: Head, known: Known) -> bool:
    """Whether the log of `head` goes through the event that `known` stands at."""
    at = known.plan.sequence
    return at <= head.sequence and known.hash == (head.hash if at == head.sequence else store.hash_at(head.id, at))
