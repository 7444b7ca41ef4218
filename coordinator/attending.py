"""The queue of what needs a person, with the signs of life that no plan holds."""

from datetime import datetime

from agents import queries
from agents.tables import Tables
from tracks.attention.people import Silence
from tracks.attention.queue import Candidate, queue
from tracks.plan import Plan

MOST_SILENT = 200


def needs_a_person(tables: Tables, plan: Plan, now: datetime) -> list[Candidate]:
    """At the moment of these tables. One query."""
    silent = queries.silent_leases(tables, now, MOST_SILENT)
    return queue(plan, now, [Silence(one.agent, one.task, one.beat_at) for one in silent])
