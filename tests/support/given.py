"""given(what happened).when(somebody asks for something).then(what happens): tests of the rules, without a database.

The project `site` has a track `web` and the agents Ada and Bob; NOON is now.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn

from agents.events import AgentRegistered
from tracks.decider import decide
from tracks.errors import Refusal
from tracks.events import ProjectCreated, TaskAdded, TaskClaimed, TrackAdded
from tracks.evolve import fold
from tracks.facts import Facts, Pulse
from tracks.happened import Happened
from tracks.plan import Plan
from tracks.waking import is_wake_up
from tracks.work import Task

NOON = datetime(2025, 3, 14, 12, 0, tzinfo=UTC)
LEASE = timedelta(seconds=90)
PROJECT = "site"
HELD: Any = object()  # as a fence: the one under which the task is held right now

created = ProjectCreated(slug=PROJECT, name="The site")
web = TrackAdded(key="web", title="Web", position=1)
ada = AgentRegistered(name="ada", capacity=2)
bob = AgentRegistered(name="bob", capacity=2)
WORLD = (created, web, ada, bob)


def track(key: str, **fields: Any) -> TrackAdded:
    return TrackAdded(**{"key": key, "title": f"Track {key}", "position": 1, **fields})


def task(key: str, **fields: Any) -> TaskAdded:
    """A task of the track `web`, unless told otherwise; its number is its place in the plan."""
    position = int("".join(filter(str.isdigit, key)) or 0)
    return TaskAdded(**{"key": key, "title": f"Task {key}", "position": position, "track": "web", **fields})


def claimed(key: str, by: str = "ada") -> TaskClaimed:
    return TaskClaimed(key=key, agent=by, lease_until=NOON + LEASE)


def given(*events: Any) -> "Given":
    """What has happened in the project so far, after the world was made."""
    return Given([*WORLD, *events])


def given_nothing() -> "Given":
    return Given([])


@dataclass
class Given:
    events: list[Any]

    @property
    def plan(self) -> Plan:
        return fold(Plan(), happenings(self.events))[0]

    def when(
        self, command: type, *, operator: bool = False, at: datetime = NOON, pulses: dict[str, Pulse] | None = None,
        seen: dict[str, datetime] | None = None, **fields: Any,
    ) -> "Outcome":
        """What `command` with these `fields` leads to. `operator`: the actor may step in for a holder.

        `pulses` and `seen` are how alive leases and agents are.
        """
        plan = self.plan
        if fields.get("fence") is HELD:
            fields["fence"] = plan.tasks[fields["key"]].lease.fence  # type: ignore[union-attr]
        facts = Facts(at, "maria" if operator else "agent/ada", operator, LEASE, pulses or {}, seen=seen or {})
        try:
            outcome = Outcome(self.events, decide(plan, command(project=PROJECT, **fields), facts), None)
        except Refusal as refusal:
            outcome = Outcome(self.events, [], refusal)
        assert plan == self.plan, "a decision changed the plan"
        return outcome


@dataclass
class Outcome:
    before: list[Any]
    events: list[Any]
    refusal: Refusal | None

    @property
    def plan(self) -> Plan:
        """The plan afterwards."""
        if self.refusal:
            raise self.refusal
        return fold(Plan(), happenings([*self.before, *self.events]))[0]

    def task(self, key: str) -> Task:
        return self.plan.tasks[key]

    def then(self, *events: Any) -> "Given":
        """Exactly these events happened, beside notes that wake somebody up; answers what is given now."""
        if self.refusal:
            raise self.refusal
        assert [one for one in self.events if not is_wake_up(one)] == list(events)
        return Given([*self.before, *self.events])

    def then_nothing(self) -> "Given":
        return self.then()

    def then_refused(self, because: type[Refusal], **facts: Any) -> None:
        """Refused for this very reason, with a message and advice that can be read out."""
        if self.refusal is None:
            fail(f"it was not refused but led to {self.events}")
        assert type(self.refusal) is because, f"{type(self.refusal).__name__}: {self.refusal}"
        assert {name: self.refusal.facts[name] for name in facts} == facts
        assert self.refusal.detail
        assert "{" not in self.refusal.detail + self.refusal.advice


def happenings(events: list[Any], after: int = 0) -> list[Happened]:
    """The events with their places in the log, a second apart from eleven o'clock on."""
    eleven = NOON - timedelta(hours=1)
    places = enumerate(events, after + 1)
    return [Happened(event, place, eleven + timedelta(seconds=place), "maria") for place, event in places]


def fail(reason: str) -> NoReturn:
    raise AssertionError(reason)
