"""What a decision may know beside the plan: it arrives with the command, so that rules never look at a clock or a table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Pulse:
    """How alive a lease is: it runs until `until`; its holder was last heard at `beat_at`."""

    fence: int
    until: datetime
    beat_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """`may_step_in`: the actor's role lets it act in a holder's place and decide what only a person decides.

    `pulses` holds the beat of each lease the command is about, by task key, read under the project's lock.
    """

    now: datetime
    actor: str
    may_step_in: bool = False
    lease_for: timedelta = timedelta(seconds=90)
    pulses: Mapping[str, Pulse] = field(default_factory=dict)
