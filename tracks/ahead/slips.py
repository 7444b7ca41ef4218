"""Planned weeks of tracks against when they will be done, and which track slips because of which.

The cause is found on the way back from what ends last in a track: each thing on it began when the one before it ended.
Where that way leaves the track, it slips because of what is there: another track's work, or an agent busy with it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracks.ahead.calendar import Calendar, planned
from tracks.ahead.levelling import NEVER, Cause, Levelled
from tracks.ahead.outlook import Outlook
from tracks.work import Track, ref

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SlipCause:
    """`kind`: waits (for `needs`, of `track`), agents (all that could are busy, one with `needs`), own_work, or nobody
    (nobody can do `item`). `item` is what is held up."""

    kind: str
    track: str | None
    item: str | None
    needs: str | None


@dataclass(frozen=True, slots=True)
class Slip:
    """`days` is how much later than planned, less than 0 if sooner; None where there is no plan or no end in sight."""

    planned_start: datetime | None
    planned_finish: datetime | None
    start: datetime | None
    finish: datetime | None
    days: float | None
    cause: SlipCause | None


def slip_of(seen: Outlook, track: Track, found: Levelled, told: dict[int, Cause], calendar: Calendar) -> Slip:
    weeks = planned(seen.plan.created_at, track.weeks)
    leaves = list(seen.leaves(ref("track", track.key)))
    ahead = seen.open_leaves(ref("track", track.key))
    start, finish = dates(seen, leaves, ahead, found, calendar)
    days = round((finish - weeks[1]) / DAY, 2) if weeks and finish else None
    late = ahead and (finish is None or (days is not None and days > 0))
    cause = cause_of(seen, track.key, max(ahead, key=found.finish.__getitem__), found, told) if late else None
    return Slip(weeks[0] if weeks else None, weeks[1] if weeks else None, start, finish, days, cause)


def dates(
    seen: Outlook, leaves: Iterable[int], ahead: list[int], found: Levelled, calendar: Calendar
) -> tuple[datetime | None, datetime | None]:
    """When the track began or begins and when it is or was done."""
    tasks = [task for node in leaves if (task := seen.net.tasks[node]) is not None]
    begun = [task.started_at for task in tasks if task.started_at]
    if not ahead:
        ended = [task.finished_at for task in tasks if task.finished_at]
        return min(begun, default=None), max(ended, default=None)
    begins = calendar.date(min(found.start[node] for node in ahead))
    return min(begun, default=begins), calendar.date(max(found.finish[node] for node in ahead))


def cause_of(seen: Outlook, track: str, last: int, found: Levelled, told: dict[int, Cause]) -> SlipCause:
    net, node, item = seen.net, last, last
    if found.finish[last] == NEVER:
        return SlipCause("nobody", None, net.refs[last], None)
    while node in told:
        cause = told[node]
        home = net.home[cause.node]
        if home and home != track and net.tasks[cause.node] is not None:
            return SlipCause("agents" if cause.by_hand else "waits", home, net.refs[item], net.refs[cause.node])
        node = cause.node
        if net.tasks[node] is not None:
            item = node
    return SlipCause("own_work", None, None, None)
