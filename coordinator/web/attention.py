"""What needs a person, as the overview shows it: each item is one plain sentence, its age, its consequence, one link."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from coordinator.attending import needs_a_person
from coordinator.web.pages import Place
from tracks.attention.items import Item
from tracks.work import split

SHOWN = 6
READ = {"import": "Read the report", "unowned": "See it", "lost": "Look", "in_review": "Review", "failed": "Decide"}
PAGES = {"task": "task", "track": "track", "import": "import"}


@dataclass(frozen=True, slots=True)
class Shown:
    """An item of the queue with the page on which it is answered."""

    id: str
    state: str
    key: str
    sentence: str
    consequence: str
    since: datetime | None
    action: str
    href: str


def shown(place: Place) -> tuple[list[Shown], int]:
    """The most pressing, and how many there are in all."""
    waiting = needs_a_person(place, place.plan, place.now)
    return [of(one.draw(), place.slug) for one in waiting[:SHOWN]], len(waiting)


def of(item: Item, slug: str) -> Shown:
    kind, key = split(item.about)
    page = PAGES.get(kind, "agents" if kind in ("agent", "message") else "tracks")
    href = reverse(page, args=[slug, key] if kind in PAGES else [slug])
    action = READ.get(item.kind) or (item.actions[0].label if item.actions else "Look")
    shown_key = key if kind in ("task", "track") else ""
    return Shown(item.id, item.kind, shown_key, item.reason, item.consequence, item.since, action, href)
