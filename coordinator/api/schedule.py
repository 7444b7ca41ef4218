"""The schedule: what can and must happen when, with the agents there are or with others, and which tracks slip."""

from collections import Counter
from datetime import UTC, datetime
from typing import Annotated

from django.http import HttpResponse
from msgspec import Meta

from coordinator.api.door import Ask, Door, answer, operation
from coordinator.api.graph import asked_moment
from coordinator.api.rows import At
from coordinator.api.wire.schedule import DurationsFrom, HandsOfKind, Schedule, TeamOf
from coordinator.eventlog import store
from coordinator.reports.levellings import levelling_of
from coordinator.reports.moments import Moment
from tracks.ahead.calendar import Calendar
from tracks.ahead.schedule import is_settled
from tracks.ahead.team import BadTeam, Team
from tracks.ahead.timetable import Levelling, in_order, scheduled_tasks, scheduled_tracks
from tracks.errors import InvalidField, UnknownTrack

Agents = Annotated[
    str,
    Meta(
        max_length=500,
        description="What if: 5 for five agents that can do anything instead of those there are; 2:rust,sql for two more that "
        "can do rust and sql, 2:* for two more that can do anything; several with ; between them.",
    ),
]
Hours = Annotated[float, Meta(ge=0.5, le=24, description="Hours of work in a day, spread evenly over it.")]


class WhatIf(At):
    agents: Agents = ""
    hours: Hours = 24.0


class ScheduleQuestion(WhatIf):
    """With whom, and which of the tasks are told."""

    track: Annotated[str, Meta(max_length=100, description="Only the tasks of this track.")] = ""
    settled: Annotated[bool, Meta(description="Tasks that are done or cancelled, too.")] = False
    limit: Annotated[int, Meta(ge=0, le=20_000, description="How many tasks at most; `left_out` counts the others.")] = 1_000


class ScheduleOf(Door):
    @operation(
        "Schedule what is left, with the agents there are or with others", query=ScheduleQuestion, refusals=(UnknownTrack,),
        answers={200: (Schedule, "Tracks in plan order, tasks in the order in which they begin.")},
    )
    def get(self, ask: Ask) -> HttpResponse:
        question: ScheduleQuestion = ask.query
        moment = asked_moment(ask.head(), question.at)
        if question.track and question.track not in moment.plan.tracks:
            raise UnknownTrack(key=question.track, project=ask.project)
        levelled = asked_levelling(moment, question.agents)
        return answer(drawn(moment, levelled, question))


def asked_levelling(moment: Moment, agents: str) -> Levelling:
    try:
        return levelling_of(moment, agents)
    except BadTeam as problem:
        raise InvalidField(field="agents", problem=str(problem)) from None


def as_of(moment: Moment, at: str) -> datetime:
    """From when on dates are counted: now, the time that was asked for, or when the sequence that was asked for happened."""
    if moment.is_now:
        return store.clock().replace(microsecond=0)
    return moment.recorded_at if at.isdigit() else min(datetime.fromisoformat(at).astimezone(UTC), store.clock())


def drawn(moment: Moment, levelled: Levelling, question: ScheduleQuestion) -> Schedule:
    seen, calendar = levelled.seen, Calendar(as_of(moment, question.at), question.hours)
    nodes = in_order(levelled, question.track, question.settled)
    shown = scheduled_tasks(levelled, nodes[: question.limit], calendar)
    return Schedule(
        as_of=calendar.now, hours=question.hours, team=draw_team(levelled.team), left=round(sum(seen.left), 2),
        finish=calendar.date(levelled.found.end), early_finish=calendar.date(seen.times.end),
        critical_path=[seen.net.refs[node] for node in seen.path], tracks=scheduled_tracks(levelled, calendar),
        tasks=shown, left_out=len(nodes) - len(shown), beyond=levelled.beyond, durations=durations(levelled),
        head=moment.sequence,
    )


def draw_team(team: Team) -> TeamOf:
    kinds = Counter(hand.skills for hand in team.hands)
    drawn = [HandsOfKind(count, None if skills is None else sorted(skills)) for skills, count in kinds.items()]
    return TeamOf(team.basis, len(team.hands), drawn)


def durations(levelled: Levelling) -> DurationsFrom:
    estimated = measured = guessed = 0
    for node, task in enumerate(levelled.seen.net.tasks):
        if task is None or is_settled(task):
            continue
        if task.estimate is not None:
            estimated += 1
        elif levelled.seen.known.of(levelled.seen.net.home[node], task.priority) is not None:
            measured += 1
        else:
            guessed += 1
    return DurationsFrom(estimated, measured, guessed)
