"""The forecast: by when the project, its tracks and its sync points are done, with what chances, and how far to trust it."""

from collections.abc import Sequence

from django.http import HttpResponse

from coordinator.api.door import Ask, Door, answer, operation
from coordinator.api.graph import asked_moment
from coordinator.api.schedule import WhatIf, as_of, draw_team
from coordinator.api.wire.forecast import Chances, ForecastAnswer, ForecastMethod, Foretold
from coordinator.reports.forecasts import Foreseen, forecast_of
from coordinator.reports.moments import Moment
from tracks.ahead.calendar import Calendar
from tracks.ahead.forecast import ASSUMED, FEW, chance_by, quantile
from tracks.ahead.network import in_plan_order
from tracks.ahead.slips import slip_of
from tracks.ahead.team import BadTeam
from tracks.errors import InvalidField
from tracks.meeting import SyncPoint
from tracks.work import Track, ref

MEASURED = "Times as finished tasks of this project showed them, each of the runs drawn anew."
TOO_FEW = "Too few tasks are finished to learn from: the spread of the expected times is assumed."


class ForecastOf(Door):
    @operation(
        "Foretell when it will be done, with chances", scope="heavy", query=WhatIf,
        answers={200: (ForecastAnswer, "The same for everybody who asks at the same sequence.")},
    )
    def get(self, ask: Ask) -> HttpResponse:
        question: WhatIf = ask.query
        moment = asked_moment(ask.head(), question.at)
        try:
            found = forecast_of(moment, question.agents)
        except BadTeam as problem:
            raise InvalidField(field="agents", problem=str(problem)) from None
        return answer(drawn(moment, found, Calendar(as_of(moment, question.at), question.hours)))


def drawn(moment: Moment, found: Foreseen, calendar: Calendar) -> ForecastAnswer:
    _, tracks, points = in_plan_order(moment.plan)
    left = any(found.levelled.seen.left)
    return ForecastAnswer(
        as_of=calendar.now, hours=calendar.hours, team=draw_team(found.levelled.team), done=not left,
        project=chances(found.found.all if left else [], calendar),
        tracks=[of_track(track, found, calendar) for track in tracks],
        sync_points=[of_sync_point(point, found, calendar) for point in points],
        method=method(moment, found), calibration=found.calibration, beyond=found.levelled.beyond, head=moment.sequence,
    )


def chances(ends: Sequence[float], calendar: Calendar) -> Chances:
    if not ends:
        return Chances(None, None, None)
    return Chances(*(calendar.date(quantile(ends, part)) for part in (0.5, 0.85, 0.95)))


def of_track(track: Track, found: Foreseen, calendar: Calendar) -> Foretold:
    reference, levelled = ref("track", track.key), found.levelled
    ends = found.found.ends.get(found.nodes.get(reference, -1), [])
    slip = slip_of(levelled.seen, track, levelled.found, levelled.told, calendar)
    by = calendar.minutes(slip.planned_finish) if slip.planned_finish else None
    done = levelled.seen.plan.is_settled(reference)
    when = chances(ends, calendar)
    return Foretold(
        ref=reference, key=track.key, kind="track", title=track.title, done=done, finished_at=slip.finish if done else None,
        p50=when.p50, p85=when.p85, p95=when.p95, planned_finish=slip.planned_finish,
        on_time=round(chance_by(ends, by), 3) if ends and by is not None else None,
    )


def of_sync_point(point: SyncPoint, found: Foreseen, calendar: Calendar) -> Foretold:
    reference = ref("sync", point.key)
    when = chances(found.found.ends.get(found.nodes.get(reference, -1), []), calendar)
    return Foretold(
        ref=reference, key=point.key, kind="sync", title=point.title, done=point.passed, finished_at=None, p50=when.p50,
        p85=when.p85, p95=when.p95, planned_finish=None, on_time=None,
    )


def method(moment: Moment, found: Foreseen) -> ForecastMethod:
    learnt = found.found.experience
    return ForecastMethod(
        basis="measured" if learnt.is_measured else "assumed", samples=learnt.count, samples_needed=FEW,
        assumed_spread=None if learnt.is_measured else list(ASSUMED), runs=found.found.runs, seed=moment.hash,
        note=MEASURED if learnt.is_measured else TOO_FEW,
    )
