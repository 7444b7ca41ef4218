"""The newest plan of each project that this process has seen, caught up from the log.

A plan is an immutable value: whoever was given one keeps it, whatever happens next.
"""

import threading
from dataclasses import dataclass

from coordinator.catalog import CODEC
from coordinator.eventlog import store
from coordinator.eventlog.store import Head, Recorded
from tracks.evolve import Happened, fold
from tracks.plan import Plan


@dataclass(frozen=True, slots=True)
class Known:
    """A plan and the hash of the event it stands at: proof that it belongs to this very log."""

    plan: Plan
    hash: str


_known: dict[str, Known] = {}
_lock = threading.Lock()


def catch_up(head: Head) -> Plan:
    """The plan at `head`: what this process knows, plus the events it has not seen.

    Knowledge of another history (a restored database) is thrown away, which the chain of hashes gives away.
    """
    known = _known.get(head.log_id)
    if known and known.plan.sequence == head.sequence and known.hash == head.hash:
        return known.plan
    if known is None or not _continues(head, known):
        known = Known(Plan(), "")
    plan = folded(known.plan, head, head.sequence)
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


def plan_at(head: Head, sequence: int) -> Plan:
    """The plan as it stood at `sequence`."""
    known = _known.get(head.log_id)
    if known and known.plan.sequence == sequence:
        return known.plan
    return folded(Plan(), head, sequence)


def publish(head: Head, plan: Plan) -> None:
    """Lets others in this process begin from `plan`, which stands at `head` and is committed."""
    with _lock:
        known = _known.get(head.log_id)
        if known is None or known.plan.sequence < plan.sequence or not _continues(head, known):
            _known[head.log_id] = Known(plan, head.hash)


def folded(plan: Plan, head: Head, until: int) -> Plan:
    for batch in store.follow(head.id, plan.sequence, until):
        plan, _ = fold(plan, map(happened, batch))
    return plan


def happened(recorded: Recorded) -> Happened:
    event = CODEC.decode(recorded.type, recorded.version, recorded.body)
    return Happened(event, recorded.sequence, recorded.recorded_at, recorded.actor)




def _continues(head: Head, known: Known) -> bool:
    """Whether the log of `head` goes through the event that `known` stands at."""
    if known.plan.sequence > head.sequence:
        return False
    at = store.read(head.id, known.plan.sequence - 1, limit=1)
    return bool(at) and at[0].hash == known.hash
