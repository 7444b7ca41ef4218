"""What needs a person: the head of the queue on the overview, all of it on a page, and each item answered where it stands.

An item brings the requests that answer it. One that leaves nothing to say is a button; the others open a sheet.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from coordinator.attending import needs_a_person
from coordinator.web.pages import Facts, Place, draw, number_asked, project_page
from tracks.attention.items import Action, Item
from tracks.work import split

SHOWN = 6
PAGE = 50
MOST = 500  # shown at once, however many are asked for
PAGES = {"task": "task", "track": "track", "import": "import", "sync": "sync", "agent": "agent", "message": "message"}
NEED_NOT_BE_SAID = {"note": ""}  # worth a word to whom it is, but nobody has to
READ = {"import": "Read the report"}


@dataclass(frozen=True, slots=True)
class Answer:
    """A request that answers an item. `asks`: there is something to say first."""

    label: str
    method: str
    address: str
    body: dict[str, Any]

    @property
    def asks(self) -> bool:
        return any(is_left_open(value) and NEED_NOT_BE_SAID.get(name) != value for name, value in self.body.items())


@dataclass(frozen=True, slots=True)
class Shown:
    """An item of the queue with the page of what it is about, and its answers."""

    id: str
    state: str
    key: str
    sentence: str
    consequence: str
    since: datetime | None
    href: str
    answers: list[Answer]

    @property
    def look(self) -> str:
        """What the link to the page is called, where nothing else answers the item."""
        return READ.get(self.state, "Look")


@project_page
def attention(request: HttpRequest, place: Place) -> HttpResponse:
    count = min(max(PAGE, number_asked(request, "show") or PAGE), MOST)
    fragments = {"attention": everything} if "fragment" not in request.GET else {"attention": everything, "count": counted}
    return draw(request, "attention/page.html", fragments, place, count)


def everything(place: Place, count: int) -> Facts:
    items, total = shown(place, count)
    return {"attention": items, "attention_count": total, "next": count + PAGE if total > count and count < MOST else None}


def counted(place: Place, count: int) -> Facts:
    return {"attention_count": len(needs_a_person(place, place.plan, place.now))}


def shown(place: Place, count: int = SHOWN) -> tuple[list[Shown], int]:
    """The most pressing, and how many there are in all."""
    waiting = needs_a_person(place, place.plan, place.now)
    return [of(one.draw(), place) for one in waiting[:count]], len(waiting)


def find(place: Place, id: str) -> Shown | None:
    """One item, as long as it still needs somebody."""
    waiting = needs_a_person(place, place.plan, place.now)
    return next((of(one.draw(), place) for one in waiting if one.id == id), None)


def of(item: Item, place: Place) -> Shown:
    kind, key = split(item.about)
    page, keys = (PAGES[kind], [key]) if kind in PAGES else ("conflicts", []) if kind == "conflict" else ("overview", [])
    href = reverse(page, args=[place.slug, *keys])
    shown_key = key if kind in ("task", "track") else ""
    answers = answers_of(item.actions, place.slug) if place.may_operate else []
    return Shown(item.id, item.kind, shown_key, item.reason, item.consequence, item.since, href, answers)


def answers_of(actions: Iterable[Action], slug: str) -> list[Answer]:
    return [Answer(one.label, one.method, f"/api/v1/projects/{slug}/{one.address}", one.body) for one in actions]


def is_left_open(value: Any) -> bool:
    """What is empty in the body of an answer is for the person to say."""
    return value in ("", False)
