"""The table of snapshots: written beside the log, used only where it provably belongs to this log and to this code.

A snapshot is an answer kept from before, never a source: what is not exactly right is left alone, and the log is folded.
"""

import logging
from datetime import timedelta

from django.db import connection
from django.utils.crypto import constant_time_compare, salted_hmac

from coordinator.eventlog import store
from coordinator.eventlog.models import Snapshot
from coordinator.eventlog.store import Head
from coordinator.snapshots import codec
from coordinator.snapshots.codec import NoPlan
from coordinator.snapshots.fingerprint import fingerprint
from tracks.plan import Plan

OUTLIVED = timedelta(days=1)  # those of other code; until then processes of both may run side by side

# Of this code, and standing at an event that is in this log: its hash covers everything before it.
GENUINE = (
    "FROM eventlog_snapshot AS one JOIN eventlog_event AS event ON event.project_id = one.project_id"
    " AND event.sequence = one.sequence AND event.hash = one.hash"
    " WHERE one.project_id = %s AND one.sequence <= %s AND one.fingerprint = %s"
)

log = logging.getLogger(__name__)


def places(head: Head, until: int) -> list[int]:
    """The sequences at which there are snapshots, up to `until`, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT one.sequence {GENUINE} ORDER BY one.sequence DESC", [head.id, until, fingerprint()])
        return [sequence for sequence, in cursor.fetchall()]


def newest(head: Head, until: int) -> Plan | None:
    """The plan of the newest snapshot that stands at `until` or before it."""
    readable = (read(head, sequence) for sequence in places(head, until))
    return next((plan for plan in readable if plan), None)


def read(head: Head, sequence: int) -> Plan | None:
    """The plan of one snapshot; None where somebody has tampered with it or it cannot be read."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT hash, seal, body FROM eventlog_snapshot WHERE project_id = %s AND sequence = %s AND fingerprint = %s",
            [head.id, sequence, fingerprint()],
        )
        found = cursor.fetchone()
    if found is None:
        return None
    hash, sealed, body = found[0], found[1], bytes(found[2])
    try:
        if constant_time_compare(sealed, seal(head, sequence, hash, body)):
            return codec.decode(body)
        problem = "its seal is not ours"
    except NoPlan as error:
        problem = str(error)
    log.warning("The snapshot of %s at #%s is left alone: %s", head.project, sequence, problem)
    return None


def keep(head: Head, plan: Plan) -> None:
    """Writes the plan down, and lets go of those that other code has left behind."""
    hash, body = store.hash_at(head.id, plan.sequence), codec.encode(plan)
    Snapshot.objects.update_or_create(
        project_id=head.id, sequence=plan.sequence, fingerprint=fingerprint(),
        defaults={"hash": hash, "seal": seal(head, plan.sequence, hash, body), "body": body, "made_at": store.clock()},
    )
    left_behind = Snapshot.objects.filter(project_id=head.id, made_at__lt=store.clock() - OUTLIVED)
    left_behind.exclude(fingerprint=fingerprint()).delete()


def seal(head: Head, sequence: int, hash: str, body: bytes) -> str:
    """Only who knows the home's secret can make one: rules decide by plans, so nobody may slip us one."""
    said = f"{head.log_id} {sequence} {hash} {fingerprint()} ".encode()
    return salted_hmac("signalbox.snapshot", said + body, algorithm="sha256").hexdigest()
