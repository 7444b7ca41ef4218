"""Who holds a task and how alive that holder is: a verdict from its beats, not merely a timeout. Refuses nothing itself."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from tracks.facts import Facts, Pulse
from tracks.work import Lease, Task


@dataclass(frozen=True, slots=True)
class Holder:
    """Whoever has the lease on a task. `silent_for` is in seconds. In the order of a kept receipt, which is by name.

    `verdict`: working, silent (a beat is overdue), stale (two are), about_to_expire, or expired (its end has passed;
    until that is recorded a late beat still counts).
    """

    agent: str
    beat_at: str
    fence: int
    silent_for: int
    since: str
    until: str
    verdict: str


def holder_of(task: Task, facts: Facts) -> dict[str, Any] | None:
    """The present holder as refusals name it, in plain values; None where nobody holds the task."""
    return asdict(held_by(task.lease, pulse_of(task.lease, task.key, facts), facts)) if task.lease else None


def leased(task: Task, lease: Lease, facts: Facts) -> dict[str, Any]:
    """What a refusal says of a task that somebody holds."""
    until = pulse_of(lease, task.key, facts).until
    return {
        "key": task.key, "agent": lease.agent, "until": f"{until:%H:%M:%S} UTC", "fence": lease.fence,
        "held": holder_of(task, facts),
    }


def held_by(lease: Lease, pulse: Pulse, facts: Facts) -> Holder:
    silence = facts.now - pulse.beat_at
    return Holder(
        agent=lease.agent, beat_at=spoken(pulse.beat_at), fence=lease.fence,
        silent_for=max(0, int(silence.total_seconds())), since=spoken(lease.granted_at), until=spoken(pulse.until),
        verdict=verdict(pulse, facts),
    )


def pulse_of(lease: Lease, key: str, facts: Facts) -> Pulse:
    """The beats of this very lease; one that never beat lives from its grant."""
    pulse = facts.pulses.get(key)
    return pulse if pulse and pulse.fence == lease.fence else Pulse(lease.fence, lease.until, lease.granted_at)


def verdict(pulse: Pulse, facts: Facts) -> str:
    """A beat is due every third of a lease; late by a fifth of that is still in time."""
    beat = facts.lease_for / 3
    silence, left = facts.now - pulse.beat_at, pulse.until - facts.now
    if pulse.until <= facts.now:
        return "expired"
    if left <= beat / 2:
        return "about_to_expire"
    return "working" if silence <= 1.2 * beat else "silent" if silence < 2 * beat else "stale"


def spoken(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
