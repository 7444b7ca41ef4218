"""decide(): all the rules, by command. Answers the events that follow, or raises the refusal that says why not."""

from collections.abc import Callable
from typing import Any

from tracks import (
    areas, being_there, calling, claiming, deciding, delivering, dividing, gating, importing, integrating, joining,
    judging, lifecycle, measuring, messaging, noting, offering, planning, proving, reserving, rolling_back, shelving,
    undoing,
)
from tracks.facts import Facts
from tracks.following import with_followers
from tracks.plan import Plan
from tracks.waking import with_wake_ups

DECIDE: dict[type, Callable[[Plan, Any, Facts], list[Any]]] = {
    **planning.DECIDE,
    **delivering.DECIDE,
    **importing.DECIDE,
    **claiming.DECIDE,
    **dividing.DECIDE,
    **lifecycle.DECIDE,
    **offering.DECIDE,
    **proving.DECIDE,
    **gating.DECIDE,
    **integrating.DECIDE,
    **joining.DECIDE,
    **calling.DECIDE,
    **being_there.DECIDE,
    **measuring.DECIDE,
    **deciding.DECIDE,
    **noting.DECIDE,
    **judging.DECIDE,
    **rolling_back.DECIDE,
    **messaging.DECIDE,
    **undoing.DECIDE,
    **shelving.DECIDE,
    **reserving.DECIDE,
    **areas.DECIDE,
}


def decide(plan: Plan, command: Any, facts: Facts) -> list[Any]:
    """The events that `command` leads to in `plan`; none when everything is so already. Raises a Refusal."""
    shelving.check_open(plan, command)
    decided = DECIDE[type(command)](plan, command, facts)
    return with_wake_ups(plan, with_followers(plan, decided, facts), facts)
