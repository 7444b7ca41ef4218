"""Reports on the wire."""

from datetime import date, datetime

from msgspec import Struct

from coordinator.reports.blocked_time import BlockedTime
from coordinator.reports.cycle_times import CycleTimes
from coordinator.reports.flow import Flow
from coordinator.reports.shares import AgentShare
from coordinator.reports.standing import Standing


class MetricsReport(Struct, frozen=True):
    """How the project goes, from the day `since` up to `as_of`. Days are those of UTC; minutes are minutes on the clock."""

    as_of: datetime
    since: date
    standing: Standing
    flow: Flow
    cycle_times: list[CycleTimes]
    blocked: list[BlockedTime]
    agents: list[AgentShare]
    head: int
