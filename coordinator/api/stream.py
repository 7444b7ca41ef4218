"""The log as it grows, over plain HTTP: Server-Sent Events, which browsers and curl follow without any library."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from msgspec import Meta, Struct

from coordinator.api.door import Ask, Door, operation
from coordinator.api.reading import Strict
from coordinator.live.callers import Caller, shown
from coordinator.live.since import Since, parse_since
from coordinator.live.stream import MEDIA_TYPE, EventStream
from coordinator.one_hop import Flowing
from tracks.errors import InvalidField

LAST_EVENT_ID = "Last-Event-ID"
Several = Annotated[str, Meta(max_length=2_000, description="One of these, with commas between them.")]


class Followed(Strict):
    """From where on, and which events. Without `since` it begins with what happens from now on."""

    since: Annotated[
        str, Meta(max_length=150, description="<log id>:<sequence> of the last event you have; :0 begins with the first.")
    ] = ""
    type: Several = ""
    subject: Several = ""
    actor: Several = ""
    track: Several = ""
    follow: Annotated[bool, Meta(description="No ends the answer where the log ends now.")] = True


class StreamEvent(Struct, frozen=True):
    """One event of the stream: its name, its place as `<log id>:<sequence>`, and the same frame that a socket gets, as JSON."""

    data: str
    event: str = ""
    id: str = ""
    retry: int = 0


class Stream(Door):
    @operation(
        "Follow the log as it grows", query=Followed, offers=MEDIA_TYPE,
        headers={LAST_EVENT_ID: "The id of the last event you have, as a browser sends it that comes back. Comes before since."},
        answers={200: (StreamEvent, "`hello`, then each event with its id, without end; see /docs/live/.")},
    )
    def get(self, ask: Ask) -> HttpResponseBase:
        query: Followed = ask.query
        ask.head()  # said now that there is none, it is a problem; said on the stream, it is its end
        filters = {name: [getattr(query, name)] for name in ("type", "subject", "actor", "track")}
        headers = {"X-Accel-Buffering": "no"}  # a proxy that collects answers would hold this one back for good
        if ask.request.method == "HEAD":
            return HttpResponse(content_type=MEDIA_TYPE, headers=headers)
        # Where nobody can wait, as in Django's test client, what there is now is all there is.
        can_wait = hasattr(ask.request, "scope")
        stream = EventStream(caller_of(ask.request), ask.project, since_of(ask), filters, query.follow and can_wait)
        return Flowing(stream.parts(), content_type=MEDIA_TYPE, headers=headers)


def caller_of(request: HttpRequest) -> Caller:
    return shown(request.META.get("HTTP_AUTHORIZATION", ""), request.COOKIES)


def since_of(ask: Ask) -> Since | None:
    """Raises InvalidField with the name of what is no place in a log."""
    name, given = LAST_EVENT_ID, ask.request.headers.get(LAST_EVENT_ID, "")
    if not given:
        name, given = "since", ask.query.since
    try:
        return parse_since(given) if given else None
    except ValueError as error:
        raise InvalidField(field=name, problem=str(error).removeprefix("since ")) from None
