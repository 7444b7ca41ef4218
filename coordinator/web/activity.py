"""Everything that has happened in a project, newest first, by pages of sequence."""

from django.http import HttpRequest, HttpResponse

from coordinator.web import feed
from coordinator.web.pages import Facts, Place, draw, number_asked, project_page

PAGE = 100


@project_page
def activity(request: HttpRequest, place: Place) -> HttpResponse:
    return draw(request, "activity/page.html", {"activity": happened}, place, request)


def happened(place: Place, request: HttpRequest) -> Facts:
    """Beyond the first page nothing moves any more, so only the first one is live."""
    before = number_asked(request, "before")
    actor = request.GET.get("actor", "")
    events = feed.newest(place, PAGE + 1, before=before, actor=actor)
    return {
        "lines": feed.lines(place, events[:PAGE], fold=not actor),
        "older_before": events[PAGE - 1].sequence if len(events) > PAGE else None,
        "before": before,
        "actor": actor,
    }
