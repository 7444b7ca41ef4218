"""Agent share: who finished how much of what got done."""

from coordinator.reports.shares import AgentShare, agent_shares
from coordinator.reports.stretches import Stretch
from coordinator.web.reports.asked import Asked
from coordinator.web.reports.report import Bar, Kind, Report, Table, count, duration, nothing, shown, table

COLUMNS = ("Agent", "Claimed", "Done", "Failed", "Released", "Leases lost", "Minutes", "Share in percent")
BARS, BARS_TALL = 6, 60


def draw(span: Stretch, question: Asked, tall: bool) -> Report:
    found = agent_shares(span)
    if not found:
        return nothing("No agent has done anything", COLUMNS, "Agents show here once they have claimed a task in this time.")
    most = max(one.done for one in found)
    bars = tuple(
        Bar(one.agent, f"{one.done:,} · {round(100 * one.share)} %", 100 * one.done / max(most, 1), "done", note(one), agent=True)
        for one in found[: BARS_TALL if tall else BARS]
    )
    return Report(finding(found), shown(told(found)), bars=bars)


def finding(found: list[AgentShare]) -> str:
    whole, first = sum(one.done for one in found), found[0]
    if not whole:
        return f"{count(len(found), 'agent')} at work, nothing finished yet"
    if len(found) == 1:
        return f"{first.agent} finished all {count(whole, 'task')}"
    most = f"{first.agent} finished {first.done:,} of {whole:,}, {round(100 * first.share)} %"
    return f"{most}; {count(len(found), 'agent')} at work"


def note(one: AgentShare) -> str:
    said = [f"{number:,} {word}" for number, word in (
        (one.failed, "failed"), (one.released, "released"), (one.leases_lost, "lost"),
    ) if number]
    return ", ".join([*([duration(one.minutes)] if one.minutes else []), *said])


def rows(span: Stretch, question: Asked) -> Table:
    return told(agent_shares(span))


def told(found: list[AgentShare]) -> Table:
    return table(COLUMNS, [
        (one.agent, one.claimed, one.done, one.failed, one.released, one.leases_lost, one.minutes, round(100 * one.share, 2))
        for one in found
    ])


SHARES = Kind(
    "agents", "Share of agents", "bot", draw, rows,
    help="How many tasks each agent completed or handed in for review. The time is how long those took that it completed.",
)
