"""One event with everything about it: who, what, why, what it changed, its proof, and its neighbours in the log."""

import msgspec
from django.http import Http404, HttpRequest, HttpResponse

from coordinator import plans
from coordinator.eventlog.models import Event, Receipt
from coordinator.web import feed
from coordinator.web.differences import shown
from coordinator.web.pages import Facts, Place, draw, project_page
from tracks.difference import Change, difference

MOST_SHOWN = 100


@project_page
def event(request: HttpRequest, place: Place, key: int) -> HttpResponse:
    found = Event.objects.filter(project=place.id, sequence=key, sequence__lte=place.sequence).first() if key < 2**63 else None
    if found is None:
        raise Http404
    fragments = {"neighbours": neighbours, "event": about}
    return draw(request, "activity/event.html", fragments, place, found, row=found, line=feed.lines(place, [found])[0])


def about(place: Place, row: Event) -> Facts:
    """What the event changed; for one that only says what a command was for, what the command changed."""
    events = Event.objects.filter(project=place.id)
    receipt = Receipt.objects.filter(project=place.id, key=row.command_key).first()
    changes, of_command = between(place, row.sequence, row.sequence), False
    if not changes and receipt and receipt.first_sequence and receipt.first_sequence < receipt.last_sequence:
        changes, of_command = between(place, receipt.first_sequence, receipt.last_sequence), True
    ordered = sorted(shown(place.slug, changes), key=lambda one: one.reference != row.subject)
    return {
        "body": msgspec.json.decode(row.body),
        "changes": ordered[:MOST_SHOWN],
        "change_count": len(ordered),
        "unseen": len(ordered) - MOST_SHOWN if len(ordered) > MOST_SHOWN else 0,
        "of_command": of_command,
        "receipt": receipt,
        "cause": events.filter(sequence=row.causation).first() if row.causation else None,
    }


def between(place: Place, first: int, last: int) -> list[Change]:
    """What differs behind these events from before them."""
    return difference(plans.plan_at(place.head, first - 1), plans.plan_at(place.head, last))


def neighbours(place: Place, row: Event) -> Facts:
    """Its own piece, because the newest event has nobody behind it until something happens."""
    seen = Event.objects.filter(project=place.id, sequence__lte=place.sequence)
    about = seen.filter(subject=row.subject)
    return {
        "row": row,
        "previous": row.sequence - 1 or None,
        "next": row.sequence + 1 if row.sequence < place.sequence else None,
        "previous_about": about.filter(sequence__lt=row.sequence).order_by("-sequence").first(),
        "next_about": about.filter(sequence__gt=row.sequence).order_by("sequence").first(),
    }
