"""Keeps snapshots of the plans that this process works with, beside the writers: none of them waits for it.

After an upgrade that folds otherwise there is none that may be used. Then it goes through the whole log again and leaves
one at every place where one belongs.
"""

import logging

from django.db import Error

from coordinator import plans
from coordinator.eventlog import store
from coordinator.eventlog.store import Head
from coordinator.live.growth import whenever_grown
from coordinator.snapshots import kept
from tracks.plan import Plan

EVERY = 5_000  # events: they are folded in less than a tenth of a second, so the plan of no moment takes much longer

log = logging.getLogger(__name__)


async def keep_snapshots() -> None:
    """The background work of every process that serves. Until cancelled."""
    await whenever_grown(keep_what_is_due, EVERY, "keeper")


def keep_what_is_due() -> None:
    for plan in plans.seen():
        try:
            head = store.find_head(plan.project)
            if head:
                fill(head, plan)
        except Error as error:
            log.warning("No snapshot of %s, the database does not answer: %s", plan.project, error)


def fill(head: Head, newest: Plan) -> int:
    """Leaves a snapshot at every place up to `newest` where one is due; answers how many were made."""
    last = next(iter(kept.places(head, newest.sequence)), 0)
    if newest.sequence - last < spacing(newest):
        return 0
    if newest.sequence - last < 2 * spacing(newest):
        kept.keep(head, newest)
        return 1
    made = 0
    plan = kept.newest(head, last) or Plan()
    while newest.sequence - plan.sequence >= spacing(plan):
        plan = plans.folded(plan, head, plan.sequence + spacing(plan))
        kept.keep(head, plan)
        made += 1
    return made


def spacing(plan: Plan) -> int:
    """Events between two snapshots. More where a plan is large, so that snapshots stay small beside the log: about a sixth."""
    return max(EVERY, len(plan.tasks) // 2)
