"""The sync points that open by themselves, once the last of their conditions is fulfilled."""

from collections.abc import Iterator

from tracks import events as e
from tracks.blockers import early_words, failing_words
from tracks.draft import Changes
from tracks.plan import Plan


def openings(plan: Plan, changes: Changes) -> Iterator[e.SyncPointOpened]:
    """Of the points that changes touched, those that may open now."""
    for key in sorted(changes.of_kind.get("sync_points", ())):
        if key in plan.self_opening and may_open(plan, key):
            yield e.SyncPointOpened(key=key)


def may_open(plan: Plan, key: str) -> bool:
    point = plan.sync_points[key]
    return not early_words(plan, point) and not failing_words(plan, point)
