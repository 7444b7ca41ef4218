"""All the numbers about how a project goes, over its last days; counted once per moment and day."""

from dataclasses import dataclass
from datetime import date, datetime

from coordinator.reports.blocked_time import BlockedTime, blocked_time
from coordinator.reports.cycle_times import CycleTimes, cycle_times
from coordinator.reports.flow import Flow, flow
from coordinator.reports.moments import Kept, Moment
from coordinator.reports.periods import period
from coordinator.reports.shares import AgentShare, agent_shares
from coordinator.reports.standing import Standing, standing

kept = Kept()


@dataclass(frozen=True, slots=True)
class Metrics:
    """From the day `since` on. Days are those of UTC; minutes are minutes on the clock."""

    since: date
    standing: Standing
    flow: Flow
    cycle_times: list[CycleTimes]
    blocked: list[BlockedTime]
    agents: list[AgentShare]


def metrics_of(moment: Moment, until: datetime, days: int) -> Metrics:
    """What is blocked still is counted up to `until`, to the minute it was asked at."""
    found: Metrics = kept.of((moment.hash, until, days), lambda: counted(moment, until, days))
    return found


def counted(moment: Moment, until: datetime, days: int) -> Metrics:
    span = period(moment, until, days)
    return Metrics(
        span.days[0], standing(moment.plan), flow(span), cycle_times(span), blocked_time(span), agent_shares(span)
    )
