"""What is not there at this moment but was or will be at another: said plainly, with the way to that moment.

Knows things by the events about them, so it says the same of every kind of thing.
"""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from coordinator.eventlog.models import Event
from coordinator.eventlog.store import Head
from coordinator.web.sentences import said
from tracks.errors import InvalidField

# What the page of one thing is about: its name in references.
SUBJECTS = {"task": "task", "track": "track", "agent": "agent", "sync": "sync"}


def no_moment(request: HttpRequest, head: Head, refusal: InvalidField) -> HttpResponse:
    """The answer to an address with a moment that is not in the history."""
    context = {"head": head, "asked": request.GET["at"], "refusal": refusal.facts["problem"], "address": request.path}
    return render(request, "time/no_moment.html", context, status=404)


def found(request: HttpRequest, head: Head, at: int | None) -> HttpResponse | None:
    """Where the thing that the address names is to be found in time; None where it never was, or is not told by events."""
    match = request.resolver_match
    if match is None or "fragment" in request.GET:
        return None
    name, about = events_about(head, match.url_name or "", match.kwargs.get("key", ""))
    first = about.first()
    if first is None:
        return None
    context = {"head": head, "name": name, "at": at, "address": request.path}
    if at is not None and first.sequence > at:
        return render(request, "time/not_yet.html", context | {"event": first}, status=404)
    gone = about.filter(sequence__lte=head.sequence if at is None else at).last()
    if gone is None or not gone.type.endswith(".removed"):
        return None
    return render(request, "time/no_more.html", context | {"event": gone, "before": gone.sequence - 1}, status=404)


def events_about(head: Head, page: str, key: str | int) -> "tuple[str, QuerySet[Event]]":
    """How the thing that a page is about is called, and the events about it, the oldest first."""
    events = Event.objects.filter(project=head.id).order_by("sequence")
    if page == "event" and int(key) <= head.sequence:
        return f"event {key}", events.filter(sequence=key)
    if page not in SUBJECTS:
        return "", events.none()
    reference = f"{SUBJECTS[page]}/{key}"
    return said(reference), events.filter(subject=reference)
