"""What stands in the queue: what it is about, why, since when, who, what it holds up, and the requests that answer it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote

from tracks.work import split


@dataclass(frozen=True, slots=True)
class Action:
    """A request that answers an item. `address` is below the project's; what is empty in `body` is for the person to say."""

    label: str
    method: str
    address: str
    body: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """`kind`: blocked, failed, in_review, offer, blocker, question, message, sync, conflict,
    lost, unowned or import.

    `holds_up` is in minutes of work; `since` says how long it has waited; `who` is whom it comes from, if anybody.
    """

    id: str
    kind: str
    about: str
    reason: str
    consequence: str
    since: datetime | None
    who: str
    holds_up: int
    actions: tuple[Action, ...] = ()

    @property
    def key(self) -> str:
        return split(self.about)[1]


def post(label: str, *parts: str, **body: Any) -> Action:
    return Action(label, "POST", address(*parts), body)


def patch(label: str, *parts: str, **body: Any) -> Action:
    return Action(label, "PATCH", address(*parts), body)


def address(*parts: str) -> str:
    return "/".join(quote(part, safe="") for part in parts)
