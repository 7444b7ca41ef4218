"""What callers mean by B.1: a reference with its kind, or a plain key, which is a task's if there is one, else a track's."""

from collections.abc import Iterable

from coordinator import plans
from coordinator.api.door import Ask
from tracks.errors import UnknownReference
from tracks.plan import Plan
from tracks.work import ref, split


def typed(ask: Ask, words: Iterable[str]) -> tuple[str, ...]:
    """The words as references such as task/B.1. Reads the plan only where a plain key needs it."""
    words = tuple(words)
    if all(has_kind(word) for word in words):
        return words
    plan = plans.catch_up(ask.head())
    return tuple(meant(plan, word) for word in words)


def has_kind(word: str) -> bool:
    kind, key = split(word)
    return bool(key) and kind in ("task", "track", "sync", "agent")


def meant(plan: Plan, word: str) -> str:
    if has_kind(word):
        return word
    if word in plan.tasks:
        return ref("task", word)
    if word in plan.tracks:
        return ref("track", word)
    raise UnknownReference(reference=word)
