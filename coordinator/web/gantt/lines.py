"""What a Gantt chart shows, a line each: tracks by risk with their tasks where they are unfolded, tasks of no track, sync points.

Knows dates and no pixels. Only the lines that are asked for are worked out, however many tasks there are.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from coordinator.web.sentences import said
from tracks.ahead.calendar import Calendar, planned
from tracks.ahead.levelling import NEVER
from tracks.ahead.schedule import is_settled
from tracks.ahead.slips import SlipCause
from tracks.ahead.timetable import Levelling, in_order, scheduled, scheduled_track
from tracks.models import Track
from tracks.work import SETTLED, ref

LOOSE, POINTS = "loose", "points"  # groups that are no tracks, as the address calls them
FEW_LINES, FEW_TASKS = 60, 200


@dataclass(frozen=True, slots=True)
class Line:
    """`ahead` is the day until which it may slip without moving the end; `baseline` what was planned for a track.

    `group` is what is unfolded by it, `within` how many tasks that would show. `why` says what it waits for or lacks.
    """

    ref: str
    kind: str
    key: str
    title: str
    state: str
    percent: int = 0
    hue: int | None = None
    start: datetime | None = None
    finish: datetime | None = None
    ahead: datetime | None = None
    slack: float | None = None
    is_critical: bool = False
    is_over: bool = False
    agent: str = ""
    why: str = ""
    baseline: tuple[datetime, datetime] | None = None
    slip_days: float | None = None
    group: str = ""
    within: int = 0
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """`unfolded` None unfolds everything where that is little; `settled` None shows what is over where that is little."""

    is_levelled: bool = True
    unfolded: frozenset[str] | None = None
    settled: bool | None = None


Place = tuple[str, str | int]  # what kind of line, and its key or its node of the network


class Chart:
    """The lines of one levelled schedule. `tracks` are in the order in which they are to stand."""

    def __init__(self, levelled: Levelling, tracks: list[Track], calendar: Calendar, asked: Asked) -> None:
        self.levelled, self.calendar, self.asked = levelled, calendar, asked
        self.tracks = {track.key: track for track in tracks}
        leaves = sum(task is not None for task in levelled.seen.net.tasks)
        self.settled = leaves <= FEW_TASKS if asked.settled is None else asked.settled
        self.inside: dict[str, list[int]] = {}
        for node in in_order(levelled, settled=self.settled):
            self.inside.setdefault(levelled.seen.net.home[node], []).append(node)
        self.points = sorted(levelled.seen.plan.sync_points.values(), key=lambda point: (point.position, point.key))
        self.places = list(self.all_places())

    @property
    def unfolded(self) -> frozenset[str]:
        """The groups that are open."""
        if self.asked.unfolded is not None:
            return self.asked.unfolded
        groups = [*(ref("track", key) for key in self.tracks), LOOSE, POINTS]
        many = len(self.tracks) + sum(map(len, self.inside.values())) + len(self.points) > FEW_LINES
        return frozenset([POINTS] if many else groups)

    def all_places(self) -> Iterator[Place]:
        unfolded = self.unfolded
        for key in self.tracks:
            yield "track", key
            if ref("track", key) in unfolded:
                yield from (("task", node) for node in self.inside.get(key, ()))
        if loose := self.inside.get(""):
            yield LOOSE, ""
            yield from (("task", node) for node in (loose if LOOSE in unfolded else ()))
        if self.points:
            yield POINTS, ""
            yield from (("sync", point.key) for point in (self.points if POINTS in unfolded else ()))

    def lines(self, most: int) -> list[Line]:
        draw: dict[str, Callable[[Any], Line]] = {
            "track": self.track, "task": self.task, "sync": self.point, LOOSE: self.loose, POINTS: self.gates,
        }
        return [draw[kind](which) for kind, which in self.places[:most]]

    @property
    def total(self) -> int:
        return len(self.places)

    # Lines -----------------------------------------------------------------------------------------------------------

    def track(self, key: str) -> Line:
        row, found = self.tracks[key], scheduled_track(self.levelled, self.levelled.seen.plan.tracks[key], self.calendar)
        weeks = (found.planned_start, found.planned_finish) if found.planned_start and found.planned_finish else None
        line = Line(
            ref("track", key), "track", key, row.title, row.status, row.percent, row.position, found.start, found.finish,
            ahead=found.late_finish, slack=found.slack, is_critical=found.critical, is_over=row.status == "done",
            why=cause_in_words(found.cause), baseline=weeks, slip_days=found.slip_days,
            group=ref("track", key), within=len(self.inside.get(key, ())), is_open=ref("track", key) in self.unfolded,
        )
        return line if self.asked.is_levelled else self.unlevelled(line, self.levelled.seen.open_leaves(line.ref))

    def task(self, node: int) -> Line:
        task = self.levelled.seen.net.tasks[node]
        assert task is not None, "only leaves are lines"
        found = scheduled(self.levelled, node, task, self.calendar)
        why = f"Waits for {said(found.waits_for)}" if found.waits_for and not found.for_agent else ""
        why = f"{found.agent} does {said(found.waits_for)} before" if found.waits_for and found.for_agent else why
        line = Line(
            task.ref, "task", task.key, task.title, task.status, task.percent, None, found.start, found.finish,
            ahead=found.late_finish, slack=found.slack, is_critical=found.critical, is_over=is_settled(task),
            agent=found.agent or (task.lease.agent if task.lease else ""), why=why,
        )
        if line.finish is None and not line.is_over:
            line = replace(line, why="Nobody can do it, or what it waits for")
        return line if self.asked.is_levelled else self.unlevelled(line, [] if line.is_over else [node])

    def unlevelled(self, line: Line, ahead: list[int]) -> Line:
        """The same were there agents for everything."""
        if not ahead:
            return line
        times, begun = self.levelled.seen.times, line.start is not None and line.start <= self.calendar.now
        start = line.start if begun else self.calendar.date(min(times.early_start[node] for node in ahead))
        finish = self.calendar.date(max(times.early_finish[node] for node in ahead))
        return replace(line, start=start, finish=finish, agent="" if not begun else line.agent, why="")

    def point(self, key: str) -> Line:
        """A gate is one moment: when it was passed, or when what comes before it will be done."""
        seen, point = self.levelled.seen, self.levelled.seen.plan.sync_points[key]
        node = seen.net.numbers[ref("sync", key)]
        ends = self.levelled.found.finish if self.asked.is_levelled else seen.times.early_finish
        at = point.passed_at if point.passed else self.calendar.date(ends[node])
        return Line(
            ref("sync", key), "sync", key, point.title, "done" if point.passed else "sync", 100 if point.passed else 0,
            start=at, finish=at, slack=None if point.passed else seen.slack([node]), is_over=point.passed,
            is_critical=not point.passed and seen.times.is_critical(node) and seen.times.end > 0,
        )

    def loose(self, _: object) -> Line:
        within = self.inside[""]
        ended = all(is_settled(self.levelled.seen.net.tasks[node]) for node in within)
        return Line(LOOSE, "group", "", "Tasks of no track", "done" if ended else "pending", group=LOOSE, within=len(within),
                    is_open=LOOSE in self.unfolded)

    def gates(self, _: object) -> Line:
        return Line(POINTS, "group", "", "Sync points", "sync", group=POINTS, within=len(self.points),
                    is_open=POINTS in self.unfolded)

    def moments(self) -> list[datetime]:
        """From the first that was begun to the last that will be done, planned weeks not counted."""
        plan, found = self.levelled.seen.plan, self.levelled.found
        ends = found.finish if self.asked.is_levelled else self.levelled.seen.times.early_finish
        last = self.calendar.date(max((end for end in ends if end != NEVER), default=0.0))
        begun = [
            task.started_at for task in plan.tasks.values()
            if task.started_at and (self.settled or task.status not in SETTLED)
        ]
        return [one for one in (min(begun, default=None), last, self.calendar.now) if one]

    def baselines(self) -> list[datetime]:
        plan = self.levelled.seen.plan
        return [day for track in plan.tracks.values() for day in planned(plan.created_at, track.weeks) or ()]


LATE = {
    "waits": "{item} waits for {needs} of track {track}",
    "agents": "{item} waits for agents that are busy with {needs} of track {track}",
    "own_work": "Its own work takes that long",
    "nobody": "Nobody can do {item}, or what it waits for",
}


def cause_in_words(cause: SlipCause | None) -> str:
    """Why a track is late."""
    if cause is None:
        return ""
    return LATE[cause.kind].format(item=said(cause.item or ""), needs=said(cause.needs or ""), track=cause.track)
