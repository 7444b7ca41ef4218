"""The overview of a project: figures, tracks by risk, who works on what, what needs a person, what has just happened."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from agents import queries as agent_queries
from coordinator.web import feed
from coordinator.web.attention import SHOWN, needs_a_person
from coordinator.web.pages import Facts, Place, draw, project_page
from coordinator.web.working import at_work, holders_by_track
from tracks import queries

RECENT = 120  # events read for the feed, before alike ones are folded
LINES = 10


@project_page
def overview(request: HttpRequest, place: Place) -> HttpResponse:
    return draw(request, "overview/page.html", FRAGMENTS, place)


def kpis(place: Place) -> Facts:
    return {
        "summary": place.summary,
        "busy_agents": agent_queries.busy_agents(place.id),
        "finished_today": queries.finished_since(place.id, timezone.now() - timedelta(days=1)),
    }


def tracks(place: Place) -> Facts:
    return {"tracks": queries.tracks_by_risk(place.id), "holders": holders_by_track(place.id)}


def working(place: Place) -> Facts:
    return {"work": at_work(place.id), "work_count": agent_queries.lease_count(place.id)}


def attention(place: Place) -> Facts:
    items = needs_a_person(place.id, place.slug, timezone.now())
    return {"attention": items[:SHOWN], "attention_more": len(items) > SHOWN}


def activity(place: Place) -> Facts:
    return {"lines": feed.lines(place.id, feed.newest(place.id, RECENT))[:LINES]}


FRAGMENTS = {"kpis": kpis, "tracks": tracks, "working": working, "attention": attention, "activity": activity}
