"""Everything that has happened in a project, newest first: narrowed by what the address says, read on by sequence.

The list never moves under the reader: what is newer is counted, and drawn when the reader asks for it.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from agents.models import Agent
from coordinator.eventlog.models import Event
from coordinator.exporting import FORMATS, download
from coordinator.web import feed
from coordinator.web.pages import Facts, Place, draw, number_asked, project_page
from coordinator.web.sentences import SENTENCES
from tracks.models import Task, Track

PAGE = 100
MOST_NEWS = 1_000
MOST_AGENTS = 500

# What happened, by what it happened to: a word and the kinds of events.
ABOUT = {
    "tasks": ("Tasks", ("task", "lease", "result", "dependency")),
    "tracks": ("Tracks", ("track",)),
    "agents": ("Agents", ("agent", "reservation", "allocation")),
    "messages": ("Messages", ("message",)),
    "decisions": ("Decisions", ("decision",)),
    "meeting": ("Sync points and conflicts", ("sync_point", "conflict", "conflict_area", "integration_point")),
    "notes": ("Notes and numbers", ("note", "measurement", "criterion")),
    "plan": ("The plan", ("project", "import", "item", "command", "plan", "webhook")),
}
PROGRAM = Q(actor__startswith="agent/") | Q(actor__startswith="token/")
SERVICE = Q(actor__startswith="system")
BY = {
    "agents": ("Agents", Q(actor__startswith="agent/")), "people": ("People", ~(PROGRAM | SERVICE)),
    "signalbox": ("Signalbox itself", SERVICE),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address says: which events."""

    kind: str = ""
    by: str = ""
    actor: str = ""
    track: str = ""
    subject: str = ""

    @property
    def words(self) -> dict[str, str]:
        named = {name: getattr(self, name) for name in self.__slots__}
        return {name: word for name, word in named.items() if word}

    def query(self, **other: object) -> str:
        """The address of the same list, or of one that differs in this."""
        return "?" + urlencode({name: word for name, word in {**self.words, **other}.items() if word})


def asked(request: HttpRequest) -> Asked:
    """Raises Http404 for what no list has."""
    said = Asked(**{name: request.GET.get(name, "").strip() for name in Asked.__slots__})
    if said.kind not in ("", *ABOUT) or said.by not in ("", *BY):
        raise Http404
    return said


@project_page
def activity(request: HttpRequest, place: Place) -> HttpResponse:
    asks = asked(request)
    kinds = [(word, name == asks.kind, asks.query(kind="" if name == asks.kind else name)) for name, (word, _) in ABOUT.items()]
    facts = {
        "asks": asks, "by": [(name, word) for name, (word, _) in BY.items()], "tracks": list(place.of(Track)),
        "agents": list(place.of(Agent).order_by("key")[:MOST_AGENTS]), "exports": tuple(FORMATS),
        "kinds": kinds,
    }
    return draw(request, "activity/page.html", {"activity": happened, "news": newer}, place, request, **facts)


def happened(place: Place, request: HttpRequest) -> Facts:
    asks, before = asked(request), number_asked(request, "before")
    events = feed.newest_of(narrowed(place, asks), place, PAGE + 1, before)
    older = events[PAGE - 1].sequence if len(events) > PAGE else None
    return {
        "lines": feed.lines(place, events[:PAGE], fold=not asks.actor),
        "older": older and asks.query(before=older),
        "before": before,
        "asks": asks,
    } | newer(place, request)


def newer(place: Place, request: HttpRequest) -> Facts:
    """How many events the list lacks, and what fetches it again. Beyond the first page nothing moves any more."""
    asks, since = asked(request), number_asked(request, "since")
    if since is None or not 0 <= since <= place.sequence:
        since = place.sequence
    count = narrowed(place, asks).filter(sequence__gt=since)[:MOST_NEWS].count() if since < place.sequence else 0
    return {
        "asks": asks, "news": count, "most_news": MOST_NEWS,
        "ask_news": asks.query(fragment="news", since=since), "ask_list": asks.query(fragment="activity"),
    }


def narrowed(place: Place, asks: Asked) -> "QuerySet[Event]":
    rows = Event.objects.filter(project=place.id)
    if asks.kind:
        rows = rows.filter(type__in=types_of(asks.kind))
    if asks.by:
        rows = rows.filter(BY[asks.by][1])
    if asks.actor:
        rows = rows.filter(actor=asks.actor)
    if asks.subject:
        rows = rows.filter(subject=asks.subject if "/" in asks.subject else f"task/{asks.subject}")
    if asks.track:
        inside = Task.objects.filter(project=place.id, track=asks.track).values_list(Concat(Value("task/"), "key"))
        rows = rows.filter(Q(subject=f"track/{asks.track}") | Q(subject__in=inside))
    return rows


def types_of(about: str) -> list[str]:
    return [name for name in SENTENCES if name.partition(".")[0] in ABOUT[about][1]]


@project_page
def export(request: HttpRequest, place: Place, format: str) -> HttpResponseBase:
    """The list whole, oldest first."""
    if format not in FORMATS:
        raise Http404
    return download(place.slug, narrowed(place, asked(request)).filter(sequence__lte=place.sequence), format)
