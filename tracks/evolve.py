"""What each event changes. One table; the same fold serves commands, tables, rebuild, time travel and tests.

Records facts; whether they were allowed was decided before, and what follows from them is the draft's business.
"""

from collections.abc import Callable, Iterable
from typing import Any

from tracks.draft import Changes, Draft
from tracks.evolving import (
    criteria, decisions, deliverables, integration, life, measuring, meeting, messages, offers, paths, people,
    planning, project, terms, texts, travel, webhooks,
)
from tracks.happened import Happened
from tracks.plan import Plan

EVOLVE: dict[type, Callable[[Draft, Any, Happened], None]] = {
    **project.EVOLVE,
    **planning.EVOLVE,
    **deliverables.EVOLVE,
    **life.EVOLVE,
    **people.EVOLVE,
    **messages.EVOLVE,
    **meeting.EVOLVE,
    **offers.EVOLVE,
    **integration.EVOLVE,
    **texts.EVOLVE,
    **criteria.EVOLVE,
    **terms.EVOLVE,
    **webhooks.EVOLVE,
    **measuring.EVOLVE,
    **decisions.EVOLVE,
    **travel.EVOLVE,
    **paths.EVOLVE,
}


def fold(plan: Plan, happened: Iterable[Happened]) -> tuple[Plan, Changes]:
    """The plan after these events, and everything that became different on the way."""
    draft = Draft(plan)
    for one in happened:
        EVOLVE[type(one.event)](draft, one.event, one)
        draft.sequence = one.sequence
    return draft.sealed()


def evolve(plan: Plan, happened: Happened) -> Plan:
    """The plan after one more event."""
    return fold(plan, [happened])[0]
