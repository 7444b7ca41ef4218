"""Finds what people mean by a few words: what bears the key itself first, then what begins so, then what holds every word.

What stands in the plan is looked through in memory, and only what was said (messages, decisions, events) is asked of the
database: three questions, whatever the project holds.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from heapq import nsmallest

from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator

from agents.plan import Agent
from coordinator import mailbox
from coordinator.web import feed
from coordinator.web.pages import Place
from coordinator.web.sentences import said, who
from tracks.blockers import track_status
from tracks.models import Decision

LONGEST_TITLE = 160
LONGEST_QUESTION = 200


@dataclass(frozen=True, slots=True)
class Found:
    """A thing by its kind and key; `state` is one of those that have a colour, or empty."""

    kind: str
    key: str
    title: str
    state: str
    href: str


@dataclass(frozen=True, slots=True)
class Question:
    """What was typed: the whole, and its words, without regard to upper and lower case."""

    text: str
    words: tuple[str, ...]

    def rank(self, key: str, title: str) -> int | None:
        """How near a thing is to what was meant: less is nearer, None is not at all."""
        key, title = key.casefold(), title.casefold()
        if not all(word in key or word in title for word in self.words):
            return None
        if key == self.text:
            return 0
        if key.startswith(self.text):
            return 1
        if title.startswith(self.text):
            return 2
        beginnings = f" {key} {title}"
        return 3 if all(f" {word}" in beginnings for word in self.words) else 4


Candidate = tuple[str, str, int]  # key, title, place among its kind


def question(text: str) -> Question:
    words = text[:LONGEST_QUESTION].casefold().split()
    return Question(" ".join(words), tuple(words))


def found(place: Place, text: str, kinds: tuple[str, ...], limit: int) -> list[Found]:
    """Up to `limit` things of each of these kinds, the nearest first."""
    asked = question(text)
    return [one for kind in kinds for one in FINDERS[kind](place, asked, limit)]


# What stands in the plan ---------------------------------------------------------------------------------------------


def nearest(asked: Question, candidates: Iterator[Candidate], limit: int) -> list[tuple[str, str]]:
    """Keys and titles of the nearest."""
    ranked = ((asked.rank(key, title), place, key, title) for key, title, place in candidates)
    best = nsmallest(limit, (one for one in ranked if one[0] is not None))
    return [(key, title) for _, _, key, title in best]


def tasks(place: Place, asked: Question, limit: int) -> list[Found]:
    plan = place.plan
    candidates = ((task.key, task.title, task.position) for task in plan.tasks.values())
    return [thing(place, "task", key, title, plan.tasks[key].status) for key, title in nearest(asked, candidates, limit)]


def tracks(place: Place, asked: Question, limit: int) -> list[Found]:
    plan = place.plan
    candidates = ((track.key, track.title, track.position) for track in plan.tracks.values())
    best = nearest(asked, candidates, limit)
    return [thing(place, "track", key, title, track_status(plan, plan.tracks[key])) for key, title in best]


def agents(place: Place, asked: Question, limit: int) -> list[Found]:
    plan = place.plan
    candidates = ((key, agent.title, 0) for key, agent in plan.agents.items())
    return [thing(place, "agent", key, title, state_of(plan.agents[key])) for key, title in nearest(asked, candidates, limit)]


def state_of(agent: Agent) -> str:
    return "in_progress" if agent.load else "cancelled" if agent.stopped else ""


def sync_points(place: Place, asked: Question, limit: int) -> list[Found]:
    plan = place.plan
    candidates = ((point.key, point.title, point.position) for point in plan.sync_points.values())
    best = nearest(asked, candidates, limit)
    return [thing(place, "sync", key, title, "done" if plan.sync_points[key].passed else "sync") for key, title in best]


# What was said and what has happened ---------------------------------------------------------------------------------


def messages(place: Place, asked: Question, limit: int) -> list[Found]:
    if not asked.words:
        return []
    rows = mailbox.messages(place.id, place.sequence).filter(holding("text", asked)).order_by("-sequence")[:limit]
    return [thing(place, "message", row.key, f"{who(row.sender)}: {row.text}", row.kind) for row in rows]


def decisions(place: Place, asked: Question, limit: int) -> list[Found]:
    if not asked.words:
        return []
    rows = Decision.objects.filter(holding("question", asked), project=place.id, version__lte=place.sequence)
    return [
        thing(place, "decision", row.key, f"{row.question} {row.chosen}", "")
        for row in rows.order_by("-version")[:limit]
    ]


def holding(field: str, asked: Question) -> Q:
    every = Q()
    for word in asked.words:
        every &= Q(**{f"{field}__icontains": word})
    return every


def events(place: Place, asked: Question, limit: int) -> list[Found]:
    """The one event of this number."""
    digits = asked.text.removeprefix("#")
    if not (digits.isascii() and digits.isdigit() and 1 <= int(digits) <= place.sequence):
        return []
    told = feed.lines(place, feed.newest(place, 1, before=int(digits) + 1))
    return [thing(place, "event", digits.lstrip("0"), words_of(line), line.sentence.state) for line in told]


def words_of(line: feed.Line) -> str:
    it = said(f"{line.kind}/{line.key}")
    return " ".join(filter(None, (line.actor, line.before, it, line.title if line.exists else "", line.after)))


# Where it is ---------------------------------------------------------------------------------------------------------


def thing(place: Place, kind: str, key: str, title: str, state: str) -> Found:
    """Each kind has a page of its name."""
    address = reverse(kind, args=[place.slug, key])
    if place.at is not None:
        address += f"?at={place.at}"
    return Found(kind, key, Truncator(" ".join(title.split())).chars(LONGEST_TITLE), state, address)


Finder = Callable[[Place, Question, int], list[Found]]
FINDERS: dict[str, Finder] = {
    "task": tasks, "track": tracks, "agent": agents, "sync": sync_points, "message": messages, "decision": decisions,
    "event": events,
}
