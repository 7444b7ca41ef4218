"""The list of tasks: narrowed, ordered and read on by what the address says. The page of a track shows its own the same way."""

import re
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse

from agents import queries as agent_queries
from agents.models import Agent
from coordinator.templatetags.signs import STATES
from coordinator.web.pages import Facts, Place, draw, project_page
from tracks import queries
from tracks.models import Task, Track
from tracks.queries import NOBODY, TASK_ORDERS, Wanted
from tracks.work import PRIORITIES, STATUSES

PAGE = 100
MOST = 1_000  # rows of one page; what is behind them stands on another
MOST_AGENTS = 500
NO_TRACK = "-"
LONGEST_WORDS = 200
SORTS = {"plan": "In plan order", "priority": "Most pressing first", "changed": "Last changed first"}
NUMBER = "-?[0-9]{1,16}"
PLACES = {"plan": NUMBER, "priority": f"{NUMBER}:{NUMBER}", "changed": f"{NUMBER}:{NUMBER}"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address says: which tasks, in which order, how many, and behind which place."""

    wanted: Wanted
    sort: str = "plan"
    show: int = PAGE
    after: str = ""

    @property
    def place(self) -> tuple[int, ...]:
        return tuple(map(int, self.after.split(":"))) if self.after else ()

    def query(self, **other: str) -> str:
        """The address of the same list, or of one that differs in this."""
        wanted = self.wanted
        words = {
            "status": ",".join(wanted.statuses), "track": NO_TRACK if wanted.track == "" else wanted.track, "who": wanted.who,
            "priority": wanted.priority, "q": wanted.words, "sort": "" if self.sort == "plan" else self.sort,
            "show": str(self.show) if self.show > PAGE else "", "after": self.after,
        }
        return "?" + urlencode({name: word for name, word in {**words, **other}.items() if word})


def asked(request: HttpRequest) -> Asked:
    """Raises Http404 for what no list has."""
    said = request.GET
    statuses = tuple(dict.fromkeys(said["status"].split(","))) if said.get("status") else ()
    sort, priority, after, show = (said.get(name, "") for name in ("sort", "priority", "after", "show"))
    if sort and sort not in SORTS:
        raise Http404
    right = (
        not set(statuses) - set(STATUSES), not priority or priority in PRIORITIES,
        not after or re.fullmatch(PLACES[sort or "plan"], after, re.ASCII),
        not show or re.fullmatch("[0-9]{1,4}", show, re.ASCII),
    )
    if not all(right):
        raise Http404
    track = "" if said.get("track") == NO_TRACK else said.get("track") or None
    wanted = Wanted(statuses, track, said.get("who", ""), priority, said.get("q", "").strip()[:LONGEST_WORDS])
    return Asked(wanted, sort or "plan", min(max(int(show or PAGE), 1), MOST), after)


@project_page
def tasks(request: HttpRequest, place: Place) -> HttpResponse:
    asks = asked(request)
    facts = {
        "asks": asks, "priorities": PRIORITIES, "sorts": SORTS.items(), "nobody": NOBODY, "no_track": NO_TRACK,
        "tracks": list(place.of(Track)), "agents": list(place.of(Agent).order_by("key")[:MOST_AGENTS]),
    }
    return draw(request, "tasks/list.html", {"states": states, "tasks": listed}, place, request, **facts)


def states(place: Place, request: HttpRequest) -> Facts:
    """How many of the tasks that are asked for have each state, whichever state is shown."""
    asks = asked(request)
    counts = queries.task_counts(place, replace(asks.wanted, statuses=()))
    shown = [state for state in STATUSES if state in STATES and (counts.get(state) or state in asks.wanted.statuses)]
    chips = [(state, counts.get(state, 0), state_query(asks, state), state in asks.wanted.statuses) for state in shown]
    every = asks.query(status="", after="", show="")
    return {"state_chips": chips, "total": sum(counts.values()), "asks": asks, "all_query": every}


def state_query(asks: Asked, state: str) -> str:
    """A press adds a state, another takes it away again."""
    statuses = asks.wanted.statuses
    others = [one for one in statuses if one != state] if state in statuses else [*statuses, state]
    return asks.query(status=",".join(others), after="", show="")


def listed(place: Place, request: HttpRequest, track: str | None = None) -> Facts:
    """The rows, and how to go on. Four queries at most for the tasks, one for their leases."""
    asks = asked(request)
    if track is not None:
        asks = replace(asks, wanted=replace(asks.wanted, track=track))
    rows = queries.task_page(place, asks.wanted, sort=asks.sort, after=asks.place, limit=asks.show + 1)
    more = partial(asks.query, **({"track": ""} if track else {}))
    last = rows[asks.show - 1] if len(rows) > asks.show else None
    return {
        "tasks": rows[: asks.show],
        "asks": asks,
        "more": last and asks.show < MOST and more(show=str(min(asks.show + PAGE, MOST))),
        "older": last and asks.show >= MOST and more(after=behind(last, asks.sort)),
        "beats": beats_of(place, rows[: asks.show]),
        "list_topics": "tasks" if track is None else f"track/{track} plan",
    }


def behind(row: Task, sort: str) -> str:
    return ":".join(map(str, queries.task_place(row, sort)))


def beats_of(place: Place, rows: list[Task]) -> dict[str, str]:
    """How alive the holder of each of these tasks is."""
    return beats_of_keys(place, [row.key for row in rows if row.agent])


def beats_of_keys(place: Place, held: list[str]) -> dict[str, str]:
    leases = agent_queries.leases_of_tasks(place, held)
    return {key: agent_queries.beat(lease.beat_at, place.now) for key, lease in leases.items()}


assert set(SORTS) == set(TASK_ORDERS)
