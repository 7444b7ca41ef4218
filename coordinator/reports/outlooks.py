"""The outlook of a project at a moment, worked out once for graph, schedule and forecast; and pictures of its graph."""

from coordinator.reports.measured import finished
from coordinator.reports.moments import Kept, Moment
from tracks.ahead.durations import medians
from tracks.ahead.outlook import Outlook, outlook
from tracks.ahead.picture import Picture, View, picture

kept = Kept(4)
pictures = Kept(32)


def outlook_of(moment: Moment) -> Outlook:
    """With durations as measured up to then."""
    found: Outlook = kept.of((moment.hash,), lambda: outlook(moment.plan, medians(finished(moment))))
    return found


def picture_of(moment: Moment, view: View) -> Picture:
    found: Picture = pictures.of((moment.hash, view), lambda: picture(outlook_of(moment), view))
    return found
