"""The overview of a project: figures, tracks by risk, who works on what, what needs a person, what has just happened."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse

from agents import queries as agent_queries
from coordinator.criteria import judged
from coordinator.reports.levellings import levelling_of
from coordinator.reports.moments import moment_at
from coordinator.web import feed
from coordinator.web.attention import shown
from coordinator.web.graph import of_tracks
from coordinator.web.measured import measured
from coordinator.web.pages import Facts, Place, draw, project_page
from coordinator.web.working import at_work, holders_by_track
from tracks import queries
from tracks.ahead.calendar import Calendar
from tracks.ahead.timetable import scheduled_tracks
from tracks.attention.conflicts import collisions, open_areas
from tracks.models import Measurement

RECENT = 120  # events read for the feed, before alike ones are folded
LINES = 10
CRITERIA = 8  # shown at once
MEASUREMENTS = 8
LATE = 3
RANK = {"unmet": 0, "unknown": 1, "met": 2}


@project_page
def overview(request: HttpRequest, place: Place) -> HttpResponse:
    fragments = FRAGMENTS if "fragment" not in request.GET else FRAGMENTS | LATER
    return draw(request, "overview/page.html", fragments, place, request)


def kpis(place: Place, request: HttpRequest) -> Facts:
    counts = place.summary.counts if place.summary else {}
    passed = [point.passed for point in place.plan.sync_points.values()]
    return {
        "summary": place.summary,
        "running": counts.get("in_progress", 0) + counts.get("claimed", 0),
        "busy_agents": agent_queries.busy_agents(place),
        "points_ahead": passed.count(False), "points_passed": passed.count(True),
        "conflicts": len(list(collisions(place.plan))) + len(list(open_areas(place.plan))),
        "finished_today": queries.finished_since(place, place.now - timedelta(days=1)),
    }


def tracks(place: Place, request: HttpRequest) -> Facts:
    return {"tracks": queries.tracks_by_risk(place), "holders": holders_by_track(place)}


def working(place: Place, request: HttpRequest) -> Facts:
    return {"work": at_work(place), "work_count": agent_queries.lease_count(place)}


def attention(place: Place, request: HttpRequest) -> Facts:
    items, total = shown(place)
    return {"attention": items, "attention_count": total, "attention_more": total - len(items)}


def activity(place: Place, request: HttpRequest) -> Facts:
    return {"lines": feed.lines(place, feed.newest(place, RECENT))[:LINES]}


def criteria(place: Place, request: HttpRequest) -> Facts:
    """How the success criteria stand: those that are not met come first."""
    found = judged(place.plan)
    ordered = sorted(found, key=lambda one: RANK[one.verdict.state])
    return {
        "criteria": ordered if request.GET.get("criteria") == "all" else ordered[:CRITERIA], "criteria_count": len(found),
        "criteria_met": sum(one.verdict.state == "met" for one in found),
    }


def measurements(place: Place, request: HttpRequest) -> Facts:
    rows = place.of(Measurement)
    return {
        "measurements": [measured(row) for row in rows[:MEASUREMENTS]], "measurements_more": max(0, rows.count() - MEASUREMENTS)
    }


def graph(place: Place, request: HttpRequest) -> Facts:
    return of_tracks(place)


def ahead(place: Place, request: HttpRequest) -> Facts:
    """When all of it will be done with the agents there are, and which tracks will be late."""
    levelled = levelling_of(moment_at(place.head, place.at))
    calendar = Calendar(place.now)
    slips = [one for one in scheduled_tracks(levelled, calendar) if one.status != "done" and (one.slip_days or 0) >= 1]
    return {
        "is_left": any(levelled.seen.left), "finish": calendar.date(levelled.found.end), "hands": len(levelled.team.hands),
        "late": sorted(slips, key=lambda one: -(one.slip_days or 0))[:LATE],
    }


FRAGMENTS = {
    "kpis": kpis, "criteria": criteria, "measurements": measurements, "tracks": tracks, "working": working,
    "attention": attention, "activity": activity, "graph": graph,
}
LATER = {"ahead": ahead}
