"""What differs between two moments as pages show it: each thing with its link, its fields before and after."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from tracks.difference import ONE_OF, Change, Field
from tracks.things import WAY_CALLED

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00$")
PAGES = {"tasks": "task", "tracks": "track"}
WORD_OF = {way.kind: word for word, way in WAY_CALLED.items()}


@dataclass(frozen=True, slots=True)
class Shown:
    """`word` and the key are its name in references, empty where the kind of thing is never named; `href` its page."""

    change: Change
    word: str
    href: str

    @property
    def kind(self) -> str:
        return ONE_OF.get(self.change.kind, self.change.kind)

    @property
    def key(self) -> str:
        return self.change.key.replace("\t", " waits for ")

    @property
    def reference(self) -> str:
        return f"{self.word}/{self.change.key}"

    @property
    def fields(self) -> list[tuple[str, Any, Any]]:
        """Name, before, after. Of lists only what is not in both, unless they differ in their order or count alone."""
        return [(one.name, *sides(one)) for one in self.change.fields]


def shown(slug: str, changes: Iterable[Change]) -> list[Shown]:
    return [
        Shown(one, WORD_OF.get(one.kind, ""), reverse(PAGES[one.kind], args=[slug, one.key]) if one.kind in PAGES else "")
        for one in changes
    ]


def sides(field: Field) -> tuple[Any, Any]:
    before, after = told(field.before, field.after), told(field.after, field.before)
    return (before, after) if before != after else (told(field.before), told(field.after))


def told(value: Any, other: Any = None) -> Any:
    """A value of a plan for people, less what the other one has too: times are times again, small things one line."""
    if isinstance(value, list):
        return [told(one) for one in value if not isinstance(other, list) or one not in other]
    if isinstance(value, dict):
        said = {name: part for name, part in value.items() if part not in ("", None, [], {}, False)}
        return ", ".join(spelled(name, part) for name, part in said.items())
    if isinstance(value, str) and TIME.match(value):
        return datetime.fromisoformat(value)
    return value


def spelled(name: str, part: Any) -> str:
    """`text` and the like speak for themselves, a yes is its name."""
    if part is True:
        return name
    if isinstance(part, str) and TIME.match(part):
        part = f"{datetime.fromisoformat(part):%-d %b %H:%M UTC}"
    return str(part) if name in ("text", "agent", "kind") else f"{name.replace('_', ' ')} {part}"
