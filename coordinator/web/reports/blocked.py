"""Time blocked: what kept tasks waiting, for how long in all, and what still does."""

from coordinator.reports.blocked_time import BlockedTime, blocked_time
from coordinator.reports.stretches import Stretch
from coordinator.web.reports.asked import Asked
from coordinator.web.reports.report import Bar, Kind, Report, Table, count, duration, nothing, shown, table

COLUMNS = ("Cause", "Minutes", "Times", "Blocked now")
NO_CAUSE = "No reason was given"
BARS, BARS_TALL = 6, 50


def draw(span: Stretch, question: Asked, tall: bool) -> Report:
    found = blocked_time(span)
    if not found:
        return nothing("Nothing was blocked", COLUMNS, "No task was blocked in this time. Its holder says what blocks one.")
    whole, longest = sum(one.minutes for one in found), max(one.minutes for one in found)
    bars = tuple(
        Bar(one.cause or NO_CAUSE, duration(one.minutes), 100 * one.minutes / longest if longest else 0, "blocked",
            count(one.times, "time") + (f", {one.now:,} still" if one.now else ""))
        for one in found[: BARS_TALL if tall else BARS]
    )
    now = sum(one.now for one in found)
    return Report(
        f"Blocked for {duration(whole)} in all" + (f", {count(now, 'task')} still" if now else ", none any more")
        + (f"; {round(100 * longest / whole)} % for one reason" if len(found) > 1 and whole else ""),
        shown(told(found)), bars=bars,
    )


def rows(span: Stretch, question: Asked) -> Table:
    return told(blocked_time(span))


def told(found: list[BlockedTime]) -> Table:
    return table(COLUMNS, [(one.cause or NO_CAUSE, one.minutes, one.times, one.now) for one in found])


BLOCKED = Kind(
    "blocked", "Time blocked", "octagon-pause", draw, rows,
    help="How long tasks were blocked within the time shown, by what was said to block them. What is blocked still counts up "
    "to its end.",
)
