"""What is different between two plans of a project: things added, changed and removed, field by field, and in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from tracks.plainly import plain
from tracks.plan import ARCHIVED, KINDS, Plan

# What changes with everything or only repeats another field; a task's `status` says what its `state` amounts to.
HIDDEN = frozenset({
    "version", "changed_at", "tail", "rank", "last_fence", "last_promise", "state", "reported", "load", "depends_on", "awaits",
})
CALLED = {"promises": "deliverables"}  # fields that have another name in answers
SHORT = 60  # characters of a value that are told in words
ONE_OF = {
    "tracks": "track", "tasks": "task", "dependencies": "dependency", "agents": "agent", "sync_points": "sync point",
    "conflict_areas": "conflict area", "integration_points": "integration point", "allocations": "allocation",
    "notes": "note", "imports": "import", "measurements": "measurement", "criteria": "criterion", "webhooks": "webhook",
    "reservations": "reservation",
}


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs. `fate`: added, changed or removed; `fields` are plain data, those of `changed` alone."""

    kind: str
    key: str
    title: str
    fate: str
    fields: tuple[Field, ...] = ()

    @property
    def words(self) -> str:
        """As people say it: `task A.1: status ready → done`."""
        what = f"{ONE_OF.get(self.kind, self.kind)} {self.key.replace(chr(9), ' waits for ')}"
        if self.fate != "changed":
            return f"{what} {self.fate}"
        return f"{what}: " + ", ".join(f"{one.name} {said(one.before)} → {said(one.after)}" for one in self.fields)


def difference(before: Plan, after: Plan) -> list[Change]:
    """Every thing that is not the same in both, kind by kind, in plan order. What was said meanwhile stands in the log."""
    return [change for kind in KINDS if kind not in ARCHIVED for change in of_kind(kind, before, after)]


def of_kind(kind: str, before: Plan, after: Plan) -> list[Change]:
    old, new = getattr(before, kind), getattr(after, kind)
    if old is new:
        return []
    found = [
        (position(thing), key, change)
        for key in dict.fromkeys((*old, *new))
        if (thing := new.get(key) or old.get(key)) and (change := changed(kind, key, old.get(key), new.get(key)))
    ]
    return [change for _, _, change in sorted(found, key=lambda one: one[:2])]


def changed(kind: str, key: str, old: Any, new: Any) -> Change | None:
    if old is new:
        return None
    if old is None or new is None:
        return Change(kind, key, title_of(new or old), "removed" if new is None else "added")
    differing = tuple(
        Field(CALLED.get(one.name, one.name), plain(getattr(old, one.name)), plain(getattr(new, one.name)))
        for one in fields(new)
        if one.name not in HIDDEN and getattr(old, one.name) != getattr(new, one.name)
    )
    return Change(kind, key, title_of(new), "changed", differing) if differing else None


def counts(changes: Iterable[Change]) -> dict[str, dict[str, int]]:
    """How many of each kind have which fate; kinds that stay as they are are left out."""
    found: dict[str, dict[str, int]] = {}
    for change in changes:
        of_kind = found.setdefault(change.kind, dict.fromkeys(("added", "changed", "removed"), 0))
        of_kind[change.fate] += 1
    return found


def summary(counted: dict[str, dict[str, int]]) -> str:
    """`2 tasks added, 1 changed; 1 note removed`, or that there is no difference."""
    return "; ".join(in_words(kind, fates) for kind, fates in counted.items()) or "no difference"


def in_words(kind: str, fates: dict[str, int]) -> str:
    return ", ".join(_counted(kind, fates))


def _counted(kind: str, fates: dict[str, int]) -> Iterator[str]:
    one, many, is_named = ONE_OF.get(kind, kind), kind.replace("_", " "), False
    for fate, count in fates.items():
        if count:
            yield f"{count} {fate}" if is_named else f"{count} {one if count == 1 else many} {fate}"
            is_named = True


def said(value: Any) -> str:
    if value in ("", None, [], {}):
        return "nothing"
    if isinstance(value, dict):
        value = value.get("agent") or value.get("text") or ", ".join(map(str, value.values()))
    words = ", ".join(said(one) for one in value) if isinstance(value, list) else str(value)
    return words if len(words) <= SHORT else words[: SHORT - 1] + "…"


def title_of(thing: Any) -> str:
    return str(next((text for name in ("title", "area", "text", "name") if (text := getattr(thing, name, ""))), ""))[:200]


def position(thing: Any) -> int:
    found: int = getattr(thing, "position", 0)
    return found
