"""What applying a document would do, as it is found out step by step."""

from dataclasses import dataclass, field, fields
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

    def of(self, entry: Any) -> str:
        return self.prefix + digest_of(repr([getattr(entry, one.name) for one in fields(entry) if one.name != "line"]))[:16]

    def made(self, digest: str) -> bool:
        return digest.startswith(self.prefix)


def digest_of(text: str) -> str:
    return sha256(text.encode("utf-8", "backslashreplace")).hexdigest()
