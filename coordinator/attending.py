"""The queue of what needs a person, with the signs of life that no plan holds."""

from django.utils import timezone

from agents import queries
from tracks.attention.people import Silence
from tracks.attention.queue import Candidate, queue
from tracks.plan import Plan

MOST_SILENT = 200


def needs_a_person(project: int, plan: Plan) -> list[Candidate]:
    """As things are now. One query."""
    now = timezone.now()
    silent = queries.silent_leases(project, now, MOST_SILENT)
    return queue(plan, now, [Silence(one.agent, one.task, one.beat_at) for one in silent])
