"""The schedule as people read it: for every task and track when it can, must and will happen, and who would do it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from tracks.ahead.calendar import Calendar
from tracks.ahead.levelling import Cause, Levelled, Problem, beyond_everybody, causes, level, problem
from tracks.ahead.network import in_plan_order
from tracks.ahead.outlook import DIGITS, Outlook
from tracks.ahead.schedule import is_settled
from tracks.ahead.slips import SlipCause, slip_of
from tracks.ahead.team import Team
from tracks.blockers import track_status
from tracks.work import Task, Track, ref


@dataclass(frozen=True, slots=True)
class ScheduledTask:
    """`minutes` is what the whole task is expected to take, `left` what is left of it. `early_…` were there agents for
    everything, `late_…` without moving the end; `start`, `finish` and `agent` with the agents there are, null for never.
    `waits_for` is what lets it begin no sooner; with `for_agent` that is what its agent does before. Of what is settled
    `start` and `finish` are what happened."""

    key: str
    title: str
    track: str | None
    status: str
    minutes: float
    left: float
    early_start: datetime | None
    early_finish: datetime | None
    late_start: datetime | None
    late_finish: datetime | None
    slack: float | None
    free_slack: float | None
    critical: bool
    start: datetime | None
    finish: datetime | None
    agent: str | None
    waits_for: str | None
    for_agent: bool


@dataclass(frozen=True, slots=True)
class ScheduledTrack:
    """The same of a track. `planned_…` come from its weeks; `slip_days` is how much later than planned it will be done,
    less than 0 if sooner, and `cause` why it is late."""

    key: str
    title: str
    status: str
    left: float
    early_finish: datetime | None
    late_finish: datetime | None
    slack: float | None
    free_slack: float | None
    critical: bool
    start: datetime | None
    finish: datetime | None
    planned_start: datetime | None
    planned_finish: datetime | None
    slip_days: float | None
    cause: SlipCause | None


@dataclass(frozen=True, slots=True)
class BeyondEverybody:
    """A task that no agent can do: what it needs, and what of that nobody here can do at all."""

    key: str
    capabilities: tuple[str, ...]
    missing: tuple[str, ...]
    next: str


@dataclass(frozen=True, slots=True)
class Levelling:
    """An outlook with hands put to it."""

    seen: Outlook
    team: Team
    ask: Problem
    found: Levelled
    told: dict[int, Cause]

    @property
    def beyond(self) -> list[BeyondEverybody]:
        can = {skill for hand in self.team.hands for skill in hand.skills or ()}
        return [beyond(task, can) for node in beyond_everybody(self.ask) if (task := self.seen.net.tasks[node]) is not None]


def levelling(seen: Outlook, team: Team) -> Levelling:
    ask = problem(seen.net, team)
    found = level(ask, seen.left)
    return Levelling(seen, team, ask, found, causes(ask, found))


def beyond(task: Task, can: set[str]) -> BeyondEverybody:
    missing = tuple(sorted(set(task.capabilities) - can))
    lacking = ", ".join(missing or task.capabilities)
    advice = f"Register an agent that can do {lacking}" if lacking else "Register an agent"
    return BeyondEverybody(task.key, task.capabilities, missing, f"{advice}, or change what the task needs.")


def in_order(plan_of: Levelling, track: str = "", settled: bool = False) -> list[int]:
    """The leaves in the order in which they begin; those that are settled first, where they are wanted."""
    net, found = plan_of.seen.net, plan_of.found
    nodes = [
        node for node, task in enumerate(net.tasks)
        if task is not None and (not track or net.home[node] == track) and (settled or not is_settled(task))
    ]
    nodes.sort(key=lambda node: (not is_settled(net.tasks[node]), found.start[node], plan_of.ask.place[node]))
    return nodes


def scheduled_tasks(plan_of: Levelling, nodes: Iterable[int], calendar: Calendar) -> list[ScheduledTask]:
    return [scheduled(plan_of, node, task, calendar) for node in nodes if (task := plan_of.seen.net.tasks[node]) is not None]


def scheduled(plan_of: Levelling, node: int, task: Task, calendar: Calendar) -> ScheduledTask:
    seen, found, date, ahead = plan_of.seen, plan_of.found, calendar.date, not is_settled(task)
    times, cause, hand = seen.times, plan_of.told.get(node), plan_of.found.hand[node]
    return ScheduledTask(
        key=task.key, title=task.title, track=seen.net.home[node] or None, status=task.status,
        minutes=round(seen.whole[node], DIGITS), left=round(seen.left[node], DIGITS),
        early_start=date(times.early_start[node]) if ahead else None,
        early_finish=date(times.early_finish[node]) if ahead else None,
        late_start=date(times.late_start[node]) if ahead else None,
        late_finish=date(times.late_finish[node]) if ahead else None,
        slack=seen.slack([node] if ahead else []), free_slack=round(times.free[node], DIGITS) if ahead else None,
        critical=seen.is_critical([node]), start=task.started_at or (date(found.start[node]) if ahead else None),
        finish=date(found.finish[node]) if ahead else task.finished_at,
        agent=plan_of.ask.hands[hand].name if hand >= 0 else None,
        waits_for=seen.net.refs[cause.node] if cause else None, for_agent=bool(cause and cause.by_hand),
    )


def scheduled_tracks(plan_of: Levelling, calendar: Calendar) -> list[ScheduledTrack]:
    return [scheduled_track(plan_of, track, calendar) for track in in_plan_order(plan_of.seen.plan)[1]]


def scheduled_track(plan_of: Levelling, track: Track, calendar: Calendar) -> ScheduledTrack:
    seen = plan_of.seen
    ahead = seen.open_leaves(ref("track", track.key))
    slip = slip_of(seen, track, plan_of.found, plan_of.told, calendar)
    return ScheduledTrack(
        key=track.key, title=track.title, status=track_status(seen.plan, track),
        left=round(sum(seen.left[node] for node in ahead), DIGITS),
        early_finish=calendar.date(max(seen.times.early_finish[node] for node in ahead)) if ahead else None,
        late_finish=calendar.date(max(seen.times.late_finish[node] for node in ahead)) if ahead else None,
        slack=seen.slack(ahead), free_slack=free_slack(seen, track.key, ahead), critical=seen.is_critical(ahead),
        start=slip.start, finish=slip.finish, planned_start=slip.planned_start, planned_finish=slip.planned_finish,
        slip_days=slip.days, cause=slip.cause,
    )


def free_slack(seen: Outlook, track: str, ahead: Iterable[int]) -> float | None:
    """How much each of the open tasks may slip without moving anything outside their track; the least of it."""
    times = seen.times
    free = [
        min((times.early_start[further] for further in outside(seen, node, track)), default=times.end) - times.early_finish[node]
        for node in ahead
    ]
    return round(max(0.0, min(free)), DIGITS) if free else None


def outside(seen: Outlook, node: int, track: str) -> Iterator[int]:
    """What comes after a task beyond its track, also through the ends of what it is part of."""
    for further in seen.net.behind[node]:
        if seen.net.home[further] != track:
            yield further
        elif seen.net.tasks[further] is None:
            yield from outside(seen, further, track)
