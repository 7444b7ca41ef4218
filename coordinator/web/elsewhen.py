"""What is not there at this moment but was or will be at another: said plainly, with the way to that moment.

Knows things by the events about them, so it says the same of every kind of thing.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from coordinator.eventlog.models import Event
from coordinator.eventlog.store import Head
from coordinator.web.sentences import said
from tracks.errors import InvalidField

# What the page of one thing is about: its name in references.
SUBJECTS = {"task": "task", "track": "track", "agent": "agent", "sync_point": "sync"}


def no_moment(request: HttpRequest, head: Head, refusal: InvalidField) -> HttpResponse:
    """The answer to an address with a moment that is not in the history."""
    context = {"head": head, "asked": request.GET["at"], "refusal": refusal.facts["problem"], "address": request.path}
    return render(request, "time/no_moment.html", context, status=404)


def found(request: HttpRequest, head: Head, at: int | None) -> HttpResponse | None:
    """Where the thing that the address names is to be found in time; None where it never was, or is not told by events."""
    match = request.resolver_match
    if match is None or match.url_name not in SUBJECTS or "fragment" in request.GET:
        return None
    reference = f"{SUBJECTS[match.url_name]}/{match.kwargs.get('key', '')}"
    about = Event.objects.filter(project=head.id, subject=reference).order_by("sequence")
    first = about.first()
    if first is None:
        return None
    context = {"head": head, "name": said(reference), "at": at, "address": request.path}
    if at is not None and first.sequence > at:
        return render(request, "time/not_yet.html", context | {"event": first}, status=404)
    gone = about.filter(sequence__lte=head.sequence if at is None else at).last()
    if gone is None or not gone.type.endswith(".removed"):
        return None
    return render(request, "time/no_more.html", context | {"event": gone, "before": gone.sequence - 1}, status=404)
