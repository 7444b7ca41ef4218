"""The forecast of a project at a moment: run once for each question, the same for whoever asks, then kept."""

from dataclasses import dataclass

from coordinator.reports.levellings import levelling_of
from coordinator.reports.measured import finished
from coordinator.reports.moments import Kept, Moment
from tracks.ahead.forecast import Calibration, Forecast, calibration, experience, forecast
from tracks.ahead.timetable import Levelling
from tracks.work import ref

kept = Kept(32)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """`nodes` are the nodes of tracks and sync points that were asked about, by reference: those that have work left."""

    levelled: Levelling
    found: Forecast
    nodes: dict[str, int]
    calibration: Calibration


def forecast_of(moment: Moment, agents: str = "") -> Foreseen:
    """`agents` as in `team_of`; raises BadTeam. The seed is the hash of the newest event: two readers see the same."""
    levelled = levelling_of(moment, agents)
    found: Foreseen = kept.of((moment.hash, agents), lambda: foreseen(moment, levelled))
    return found


def foreseen(moment: Moment, levelled: Levelling) -> Foreseen:
    seen, done = levelled.seen, finished(moment)
    tracks = [ref("track", key) for key in moment.plan.tracks]
    points = [ref("sync", key) for key, point in moment.plan.sync_points.items() if not point.passed]
    nodes = {one: seen.net.numbers[one] for one in sorted(tracks) if seen.open_leaves(one)}
    nodes |= {one: seen.net.numbers[one] for one in sorted(points)}
    learnt = experience(done, seen.known)
    found = forecast(levelled, learnt, list(nodes.values()), moment.hash)
    return Foreseen(levelled, found, nodes, calibration(done))
