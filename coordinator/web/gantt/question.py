"""What the address of the schedule says: zoom, with whom, what is unfolded, how many rows. Its links change one of these."""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

from coordinator.web.gantt.ruler import ZOOMS, Zoom
from coordinator.web.pages import number_asked

ROWS, MOST_ROWS = 100, 1_000
ASKED = ("team", "add", "can", "agents", "hours")
NOTHING = "none"  # what `open` says where every track is folded


@dataclass(frozen=True)
class Question:
    """`agents` is what `team_of` reads. `unfolded` is None where the address leaves it to the page, as is `settled`."""

    query: QueryDict
    zoom: Zoom | None
    begin: datetime | None
    agents: str
    hours: float
    is_levelled: bool
    unfolded: frozenset[str] | None
    settled: bool | None
    rows: int

    def link(self, **changes: str | int | list[str] | None) -> str:
        """The same address with some of it different; None takes a word out."""
        query = self.query.copy()
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query.setlist(name, value if isinstance(value, list) else [str(value)])
        return f"?{query.urlencode()}"

    def kept(self) -> list[tuple[str, str]]:
        """What a form of this page carries along: everything that it does not ask for itself."""
        return [(name, value) for name, values in self.query.lists() if name not in ASKED for value in values]

    @property
    def asks_what_if(self) -> bool:
        return bool(self.agents)

    @property
    def more_agents(self) -> list[tuple[str, str, str]]:
        """Those that are imagined, each with the address that goes without them."""
        parts = self.agents.split(";") if self.agents else []
        return [(*told(part), self.link(agents=";".join(parts[:at] + parts[at + 1 :]) or None, team=None, add=None, can=None))
                for at, part in enumerate(parts)]

    @property
    def for_file(self) -> str:
        """The part of it that the CSV reads, too."""
        hours = f"{self.hours:g}" if self.hours != 24 else ""
        levelled = "" if self.is_levelled else "no"
        said = {"agents": self.agents, "levelled": levelled, "hours": hours, "at": self.query.get("at", "")}
        return urlencode({name: value for name, value in said.items() if value})


def asked(request: HttpRequest) -> Question:
    query = request.GET.copy()
    query.pop("fragment", None)
    unfolded = query.getlist("open")
    return Question(
        query=query, zoom=ZOOMS.get(query.get("zoom", "")), begin=date_asked(query.get("from", "")),
        agents=agents_asked(query), hours=hours_asked(query.get("hours", "")), is_levelled=query.get("levelled") != "no",
        unfolded=frozenset(unfolded) if unfolded else None,
        settled={"show": True, "hide": False}.get(query.get("done", "")),
        rows=min(max(ROWS, number_asked(request, "rows") or ROWS), MOST_ROWS),
    )


def agents_asked(query: QueryDict) -> str:
    """As a form asks: so many instead (`team`), and so many more (`add`) that can do something (`can`), several times."""
    parts = [query.get("agents", ""), query.get("team", "").strip()]
    cans = [*query.getlist("can"), *[""] * len(query.getlist("add"))]
    parts += [f"{add.strip()}:{can.strip() or '*'}" for add, can in zip(query.getlist("add"), cans, strict=False) if add.strip()]
    return ";".join(filter(None, parts))[:500]


def told(part: str) -> tuple[str, str]:
    """`2:rust,sql` in words: how many, and what they can do."""
    count, colon, skills = part.partition(":")
    if not colon:
        return f"{count} instead", "of those there are"
    return f"{count} more", "for anything" if skills == "*" else f"for {skills}"


def hours_asked(text: str) -> float:
    try:
        hours = float(text)
    except ValueError:
        return 24.0
    return hours if 0.5 <= hours <= 24 else 24.0


def date_asked(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
