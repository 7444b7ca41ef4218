"""One agent: how it is, what it holds, how it has done, what it has not read, and everything it did or that befell it."""

from dataclasses import dataclass
from statistics import mean, median

from django.http import Http404, HttpRequest, HttpResponse

from agents.models import Agent
from coordinator import mailbox
from coordinator.csv_file import csv_file
from coordinator.eventlog.models import Event
from coordinator.web import feed
from coordinator.web.moves import moves_of, said_with
from coordinator.web.pages import Facts, Place, draw, number_asked, project_page
from coordinator.web.workers import at_a_glance, with_work
from tracks import queries

HISTORY = 50
INBOX = 20
TURNS = 12
COMING_AND_GOING = ("agent.registered", "agent.started", "agent.lost", "agent.returned", "agent.stopped")


@project_page
def agent(request: HttpRequest, place: Place, name: str) -> HttpResponse:
    found = place.of(Agent).filter(key=name).first()
    if found is None:
        raise Http404
    if "csv" in request.GET:
        return csv_file(f"{place.slug}-cycle-times.csv", ("stint", "seconds"), enumerate(found.stints, 1))
    fragments = {"agent": about, "metrics": measured, "inbox": inbox, "history": history}
    topics = f"agents agent/{name}"
    return draw(request, "agents/detail.html", fragments, place, found, request, agent=found, topics=topics)


def about(place: Place, agent: Agent, request: HttpRequest) -> Facts:
    worker = with_work(place, at_a_glance(place, [agent]))[0]
    known = place.plan.agents.get(agent.key)
    return {
        "worker": worker,
        "holding": [(task, worker.leases.get(task.key), moves_of(place, task), said_with(task)) for task in worker.held],
        "former": known.former if known else (),
        "tracks": queries.tracks_by_key(place, agent.tracks),
        "turns": feed.lines(place, turns(place, agent), fold=False),
    }


def turns(place: Place, agent: Agent) -> list[Event]:
    """When it came, went, fell silent and began anew."""
    rows = Event.objects.filter(
        project=place.id, subject=f"agent/{agent.key}", type__in=COMING_AND_GOING, sequence__lte=place.sequence
    )
    return list(rows.order_by("-sequence")[:TURNS])


# How it has done -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bar:
    """A stint in the chart, whose height is 40; `x` and `width` are of 100."""

    seconds: int
    x: str
    y: str
    width: str
    height: str


def measured(place: Place, agent: Agent, request: HttpRequest) -> Facts:
    """The stints from the oldest to the newest; `success` is the share of done among all that came to an end, in percent."""
    stints, tried = list(agent.stints), agent.tasks_done + agent.tasks_failed + agent.tasks_rejected
    middle = median(stints) if stints else None
    return {
        "bars": bars(stints), "middle": middle, "mean": mean(stints) if stints else None, "longest": max(stints, default=0),
        "middle_at": f"{40 - 40 * middle / max(1, *stints):.2f}" if middle is not None else "",
        "success": round(100 * agent.tasks_done / tried) if tried else None,
    }


def bars(stints: list[int]) -> list[Bar]:
    longest, step = max(1, *stints, 1), 100 / max(20, len(stints))
    heights = [max(0.6, 40 * seconds / longest) for seconds in stints]
    return [
        Bar(seconds, f"{place * step:.2f}", f"{40 - height:.2f}", f"{0.8 * step:.2f}", f"{height:.2f}")
        for place, (seconds, height) in enumerate(zip(stints, heights, strict=True))
    ]


# What was written to it, and what it did -----------------------------------------------------------------------------


def inbox(place: Place, agent: Agent, request: HttpRequest) -> Facts:
    reader = f"agent/{agent.key}"
    letters = mailbox.inbox(place.id, reader, place.sequence, (0, 0), INBOX)
    return {"letters": letters, "reader": reader, "unread": mailbox.unread_count(place.id, reader, place.sequence)}


def history(place: Place, agent: Agent, request: HttpRequest) -> Facts:
    """What it did and what was done to it, in one order. Beyond the first page nothing moves any more."""
    before, name = number_asked(request, "before"), f"agent/{agent.key}"
    by, of = (feed.newest(place, HISTORY + 1, before=before, **{what: name}) for what in ("actor", "subject"))
    events = sorted({event.sequence: event for event in (*by, *of)}.values(), key=lambda one: -one.sequence)
    return {
        "lines": feed.lines(place, events[:HISTORY], fold=False),
        "older_before": events[HISTORY - 1].sequence if len(events) > HISTORY else None,
        "before": before,
    }
