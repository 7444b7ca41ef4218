"""What a decision may know beside the plan: it arrives with the command, so that rules never look at a clock or a table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tracks.happened import Done
from tracks.plan import Plan


@dataclass(frozen=True, slots=True)
class Pulse:
    """How alive a lease is: it runs until `until`; its holder was last heard at `beat_at`."""

    fence: int
    until: datetime
    beat_at: datetime


@dataclass(frozen=True, slots=True)
class Letter:
    """What never changes of a message that was sent, and that the plan need not remember."""

    thread: str
    sender: str
    kind: str


@dataclass(frozen=True, slots=True)
class Facts:
    """`may_step_in`: the actor's role lets it act in a holder's place and decide what only a person decides.

    `pulses` holds the beat of each lease the command is about, by task key, read under the project's lock.
    `seen` is when the agents it is about were last heard of, `lost_after` the silence after which they count as lost.
    `letters` are the messages the command is about that have left the plan, by key.
    `then` is the plan as it was at the moment that a rollback goes back to, or right before what is to be undone;
    `since` is all that was done from there on.
    """

    now: datetime
    actor: str
    may_step_in: bool = False
    lease_for: timedelta = timedelta(seconds=90)
    pulses: Mapping[str, Pulse] = field(default_factory=dict)
    then: Plan | None = None
    since: tuple[Done, ...] = ()
    letters: Mapping[str, Letter] = field(default_factory=dict)
    seen: Mapping[str, datetime] = field(default_factory=dict)
    lost_after: timedelta = timedelta(minutes=5)
