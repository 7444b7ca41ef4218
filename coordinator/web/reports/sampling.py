"""The times at which a line over a stretch is drawn, and those of its table."""

from datetime import datetime, tzinfo

from coordinator.reports.buckets import buckets
from coordinator.reports.stretches import Stretch
from coordinator.web.reports.report import minute

POINTS = 96  # about one in seven pixels of a chart


def sampled(span: Stretch, points: int = POINTS) -> list[datetime]:
    """Equally far apart, both ends included."""
    step = (span.until - span.since) / points
    return [*(span.since + step * place for place in range(points)), span.until]


def told_at(span: Stretch, zone: tzinfo) -> list[datetime]:
    """The ends of its hours, days or weeks."""
    return list(buckets(span.since, span.until, zone).edges[1:])


def sentence(when: datetime, zone: tzinfo, words: str) -> str:
    return f"{minute(when, zone)}: {words}"
