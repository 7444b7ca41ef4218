"""Events as the lines of a feed: read from the log by sequence, told as sentences, folded where one actor repeats itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db.models import QuerySet

from coordinator.eventlog.models import Event
from coordinator.web.pages import Place
from coordinator.web.sentences import SENTENCES, parts, who
from tracks import queries

FOLD_WITHIN = timedelta(seconds=60)
LONGEST_DETAIL = 200


@dataclass(slots=True)
class Line:
    """One event, or the newest of several alike: those `behind` it are folded away."""

    event: Event
    body: dict[str, Any]
    kind: str
    key: str
    title: str
    before: str
    after: str
    detail: str
    exists: bool = True
    behind: list["Line"] = field(default_factory=list)

    @property
    def sentence(self) -> Any:
        return SENTENCES[self.event.type]

    @property
    def actor(self) -> str:
        return who(self.event.actor)

    @property
    def at(self) -> datetime:
        return self.event.recorded_at

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The body for people: names and values in the order of the log, empty ones left out."""
        return [(name, written(value)) for name, value in self.body.items() if value not in ("", None, [], {})]


def written(value: Any) -> str:
    if isinstance(value, list) and all(isinstance(item, str | int) for item in value):
        return ", ".join(str(item) for item in value)
    if isinstance(value, str):
        return value
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()


def newest(place: Place, limit: int, *, before: int | None = None, **about: str) -> list[Event]:
    """Up to `limit` events that this moment knows, newest first, below sequence `before`. `about` narrows by indexed columns."""
    rows = Event.objects.filter(project=place.id, **{name: value for name, value in about.items() if value})
    return newest_of(rows, place, limit, before)


def newest_of(rows: "QuerySet[Event]", place: Place, limit: int, before: int | None = None) -> list[Event]:
    """The same of events that are narrowed in another way."""
    if before is not None or place.at is not None:
        rows = rows.filter(sequence__lt=min(number for number in (before, place.sequence + 1) if number is not None))
    return list(rows.order_by("-sequence")[:limit])


def lines(place: Place, events: Iterable[Event], fold: bool = True) -> list[Line]:
    """Two more queries: the titles of the tasks and tracks these events are about."""
    events = list(events)
    titles = titles_of(place, {event.subject for event in events})
    told = [line(event, titles) for event in events]
    return folded(told) if fold else told


def line(event: Event, titles: Mapping[str, str]) -> Line:
    body = msgspec.json.decode(event.body)
    kind, _, key = event.subject.partition("/")
    before, after, detail = parts(event.type, body)
    title = titles.get(event.subject) or str(body.get("title", ""))
    if detail == title:
        detail = ""
    return Line(event, body, kind, key, title, before, after, detail[:LONGEST_DETAIL], event.subject in titles)


def titles_of(place: Place, subjects: set[str]) -> dict[str, str]:
    keys: dict[str, set[str]] = {"task": set(), "track": set()}
    for subject in subjects:
        kind, _, key = subject.partition("/")
        if kind in keys:
            keys[kind].add(key)
    titles = {f"task/{key}": row.title for key, row in queries.tasks_by_key(place, keys["task"]).items()}
    return titles | {f"track/{key}": row.title for key, row in queries.tracks_by_key(place, keys["track"]).items()}


def folded(told: Sequence[Line]) -> list[Line]:
    """Neighbours by the same actor, of the same type, within a minute become one line. Newest first, in and out."""
    kept: list[Line] = []
    for one in told:
        last = kept[-1] if kept else None
        if last and is_alike(last, one):
            last.behind.append(one)
        else:
            kept.append(one)
    return kept


def is_alike(newer: Line, older: Line) -> bool:
    return (
        newer.event.actor == older.event.actor
        and newer.event.type == older.event.type
        and newer.at - older.at <= FOLD_WITHIN
    )
