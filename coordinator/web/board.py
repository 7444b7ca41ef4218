"""The board: every task as a card in the column of its state, in lanes by track or by agent where that is asked for."""

import re

from django.http import Http404, HttpRequest, HttpResponse

from agents.models import Agent
from coordinator.web import cards
from coordinator.web.moves import MOVES
from coordinator.web.pages import Facts, Place, draw, project_page
from coordinator.web.task_list import MOST, MOST_AGENTS, NO_TRACK, asked, beats_of_keys
from tracks import queries
from tracks.models import Track
from tracks.queries import NOBODY

SHOWN = 50
GROUPS = {"": "No lanes", "track": "By track", "agent": "By agent"}


@project_page
def board(request: HttpRequest, place: Place) -> HttpResponse:
    facts = {
        "wanted": asked(request).wanted, "by": lanes_asked(request), "groups": GROUPS.items(), "nobody": NOBODY,
        "no_track": NO_TRACK, "tracks": list(place.of(Track)), "agents": list(place.of(Agent).order_by("key")[:MOST_AGENTS]),
        "moves": MOVES,
    }
    return draw(request, "board/page.html", {"board": columns}, place, request, **facts)


def columns(place: Place, request: HttpRequest) -> Facts:
    """All cards that are asked for. One query, for the beats of those who hold them, and one for the names of the lanes."""
    by = lanes_asked(request)
    heads, lanes = cards.drawn(place.plan, asked(request).wanted, by, shown(request))
    held = [card.key for lane in lanes for cell in lane.cells for card in cell.cards if card.agent]
    tracks = queries.tracks_by_key(place, [lane.key for lane in lanes if lane.key]) if by == "track" else {}
    return {
        "heads": heads, "lanes": lanes, "by": by, "lane_tracks": tracks, "beats": beats_of_keys(place, held),
        "ways": cards.ways(place.plan, lanes) if place.may_operate else {},
    }


def lanes_asked(request: HttpRequest) -> str:
    by = request.GET.get("by", "")
    if by not in GROUPS:
        raise Http404
    return by


def shown(request: HttpRequest) -> dict[str, int]:
    """How many cards the address asks for, by the name of the column. One that folds is open where it asks for some."""
    said = {column.name: request.GET.get(column.name, "" if column.folds else str(SHOWN)) for column in cards.COLUMNS}
    if any(number and not re.fullmatch("[0-9]{1,4}", number, re.ASCII) for number in said.values()):
        raise Http404
    return {name: min(int(number), MOST) for name, number in said.items() if number}
