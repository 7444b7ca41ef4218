"""The part of every page that says which moment it shows and leads to others. Of the past it asks the log what happened then."""

from typing import Any

from django import template
from django.template import Context

from coordinator.eventlog.models import Event
from coordinator.web import feed
from coordinator.web.pages import Place

register = template.Library()


@register.inclusion_tag("time/_travel.html", takes_context=True)
def travel(context: Context) -> dict[str, Any]:
    """Nothing is asked where the page is live."""
    place: Place = context["project"]
    shared = {name: context.get(name) for name in ("request", "project", "now")}
    return shared | {"head": place.head} | (of_the_past(place) if place.at is not None else {})


def of_the_past(place: Place) -> dict[str, Any]:
    """Who did what at the moment shown, and the neighbours of that event. Five queries."""
    events = Event.objects.filter(project=place.id)
    shown = events.get(sequence=place.at)
    about = events.filter(subject=shown.subject)
    before = about.filter(sequence__lt=place.at).order_by("-sequence").first()
    after = about.filter(sequence__gt=place.at, sequence__lte=place.head.sequence).order_by("sequence").first()
    return {
        "line": feed.lines(place, [shown])[0],
        "earlier": shown.sequence - 1 or None,
        "later": shown.sequence + 1 if shown.sequence < place.head.sequence else None,
        "earlier_about": before and before.sequence,
        "later_about": after and after.sequence,
    }
