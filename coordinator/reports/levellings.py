"""The outlook of a project with hands put to it, worked out once per moment and question."""

from coordinator.reports.moments import Kept, Moment
from coordinator.reports.outlooks import outlook_of
from tracks.ahead.team import team_of
from tracks.ahead.timetable import Levelling, levelling

kept = Kept(6)


def levelling_of(moment: Moment, agents: str = "") -> Levelling:
    """`agents` as in `team_of`; raises BadTeam."""
    team = team_of(moment.plan, agents)
    found: Levelling = kept.of((moment.hash, agents), lambda: levelling(outlook_of(moment), team))
    return found
