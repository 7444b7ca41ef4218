"""Who works on what at this moment: live leases with their task, pulse and end."""

from dataclasses import dataclass

from agents import queries as agent_queries
from agents.models import LeaseBeat
from coordinator.web.pages import Place
from tracks import queries
from tracks.models import Task, Track

SHOWN = 40


@dataclass(frozen=True, slots=True)
class Work:
    lease: LeaseBeat
    task: Task
    track: Track | None
    beat: str


def at_work(place: Place) -> list[Work]:
    """The oldest leases first, at most SHOWN. Three queries."""
    leases = agent_queries.live_leases(place, SHOWN)
    tasks = queries.tasks_by_key(place, [lease.task for lease in leases])
    tracks = queries.tracks_by_key(place, {task.track for task in tasks.values() if task.track})
    return [
        Work(lease, task, tracks.get(task.track), agent_queries.beat(lease.beat_at, place.now))
        for lease in leases
        if (task := tasks.get(lease.task))
    ]


def holders_by_track(place: Place) -> dict[str, list[Work]]:
    """The same, by the key of the track, one entry for each agent."""
    holders: dict[str, list[Work]] = {}
    for work in at_work(place):
        of_track = holders.setdefault(work.task.track, [])
        if all(work.lease.agent != other.lease.agent for other in of_track):
            of_track.append(work)
    return holders
