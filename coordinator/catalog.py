"""The table of contents: every event, command and refusal of the product on one page."""

from agents import events as agent_events
from coordinator.eventlog.codec import Codec
from tracks import errors
from tracks import events as track_events
from tracks.decider import DECIDE

EVENTS: dict[str, type] = {**track_events.EVENTS, **agent_events.EVENTS}

# Old versions of event bodies, lifted one version at a time: {("task.claimed", 1): lift}.
UPCASTERS: dict = {}

CODEC = Codec(EVENTS, UPCASTERS)

COMMANDS: dict[str, type] = {command.__name__: command for command in DECIDE}


def _named(parent: type[errors.Refusal]) -> dict[str, type[errors.Refusal]]:
    """Those of the rules. The doors have some of their own, which may be loaded by now or not."""
    found = {}
    for refusal in (one for one in parent.__subclasses__() if one.__module__.startswith(f"{errors.__name__}.")):
        found[refusal.__name__] = refusal
        found.update(_named(refusal))
    return found


REFUSALS: dict[str, type[errors.Refusal]] = _named(errors.Refusal)
