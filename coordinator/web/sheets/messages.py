"""Forms about messages: a new one, an answer, and the words with which something is settled."""

from django.http import Http404, HttpRequest

from agents.messages import EVERYONE, KINDS, PERSON
from agents.models import Agent
from coordinator import mailbox
from coordinator.web.messages import back_to
from coordinator.web.pages import Facts, Place
from coordinator.web.sheets.sheet import Sheet
from tracks.models import Track

MOST = 500


def new(place: Place, request: HttpRequest) -> Facts:
    asked = {name: request.GET.get(name, "") for name in ("to", "about", "kind")}
    return {"recipients": recipients(place), "message_kinds": KINDS, **asked, "kind": asked["kind"] or "note"}


def recipients(place: Place) -> list[tuple[str, str]]:
    """Everybody to whom something can be written, as the options of a field."""
    agents = [row for row in place.of(Agent).order_by("key")[:MOST] if row.state not in ("named", "stopped")]
    tracks = place.of(Track)[:MOST]
    return [
        (EVERYONE, "Every agent"), (PERSON, "Whoever operates the project"),
        *((f"agent/{row.key}", f"Agent {row.key}") for row in agents),
        *((f"track/{row.key}", f"Track {row.key} {row.title}") for row in tracks),
    ]


def asked_for(place: Place, request: HttpRequest) -> Facts:
    found = mailbox.letter(place.id, request.GET.get("key", ""), place.sequence)
    if found is None:
        raise Http404
    return {"letter": found, "row": found.row, "back_to": back_to(found)}


SHEETS = {
    "message-new": Sheet(new),
    "message-reply": Sheet(asked_for),
    "message-resolve": Sheet(asked_for),
}
