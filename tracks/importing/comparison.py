"""What applying a document would do, as it is found out step by step."""

from dataclasses import dataclass, field, fields, is_dataclass
from hashlib import sha256
from typing import Any

from tracks import document as d


@dataclass(slots=True)
class Comparison:
    """The events, how many items of each fate, and what needs a person."""

    events: list[Any] = field(default_factory=list)
    changes: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("added", "changed", "removed", "unchanged"), 0))
    problems: list[d.Problem] = field(default_factory=list)

    def saw(self, fate: str, *events: Any) -> None:
        self.changes[fate] += 1
        self.events.extend(events)

    def problem(self, line: int, text: str, reason: str, severity: str = "warning") -> None:
        self.problems.append(d.Problem(line, text[:200], reason, severity))


class Stamp:
    """Digests of entries: eight digits for the document (its title stands for it), sixteen for what the entry says."""

    def __init__(self, document: d.Document) -> None:
        self.prefix = digest_of(document.title or document.format)[:8]
        self._known: dict[int, tuple[Any, str]] = {}

    def of(self, entry: Any) -> str:
        known = self._known.get(id(entry))
        if known is None:
            known = self._known[id(entry)] = entry, self.prefix + digest_of(repr(wording(entry)))[:16]
        return known[1]

    def made(self, digest: str) -> bool:
        return digest.startswith(self.prefix)


def wording(entry: Any) -> Any:
    """What an entry says, wherever it stands: a line put in above it changes nothing."""
    if isinstance(entry, tuple):
        return [wording(part) for part in entry]
    if is_dataclass(entry):
        return [wording(getattr(entry, one.name)) for one in fields(entry) if one.name != "line"]
    return entry


def stated_anew(event: Any, entity: Any, **values: Any) -> Any:
    """An event that states how `entity` is, save for `values`."""
    return event(**{**{one.name: getattr(entity, one.name) for one in fields(event)}, **values})


def digest_of(text: str) -> str:
    return sha256(text.encode("utf-8", "backslashreplace")).hexdigest()
