"""What is wrong with a plan at a moment, looked for once."""

from coordinator.reports.moments import Kept, Moment
from coordinator.reports.outlooks import outlook_of
from tracks.ahead.deadlocks import Deadlock, deadlocks
from tracks.ahead.lint import Finding, lint
from tracks.ahead.team import team_of

Lint = tuple[list[Finding], list[Deadlock]]
kept = Kept()


def lint_of(moment: Moment) -> Lint:
    found: Lint = kept.of((moment.hash,), lambda: looked_for(moment))
    return found


def looked_for(moment: Moment) -> Lint:
    seen = outlook_of(moment)
    return lint(seen, team_of(moment.plan)), deadlocks(moment.plan, seen.net)
