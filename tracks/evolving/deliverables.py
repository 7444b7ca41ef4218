"""What the events change of what a track delivers."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tracks import events as e
from tracks.draft import Draft
from tracks.happened import Happened
from tracks.work import Deliverable, Promise, Track


def stated_promises(before: Track | None, stated: tuple[Deliverable, ...], at: Happened) -> tuple[tuple[Promise, ...], int]:
    """What a track promises once its deliverables were stated as texts, and the last number given.

    A text that was there keeps its number and what shows it; a new one gets the next number.
    """
    known: dict[str, list[Promise]] = {}
    for one in before.promises if before else ():
        known.setdefault(one.text, []).append(one)
    last, promises = before.last_promise if before else 0, list[Promise]()
    for said in stated:
        same = known.get(said.text)
        if same:
            promise = same.pop(0)
        else:
            last += 1
            promise = Promise(last, said.text)
        promises.append(promise if promise.done == said.done else claimed(promise, said.done, at))
    return tuple(promises), last


def claimed(promise: Promise, done: bool, at: Happened) -> Promise:
    """Somebody said whether it is there, without anything to show for it."""
    fresh = Promise(promise.number, promise.text)
    return replace(fresh, done=True, actor=at.actor, at=at.at) if done else fresh


def deliverable_added(draft: Draft, event: e.DeliverableAdded, at: Happened) -> None:
    track = draft.tracks[event.key]
    promises = (*track.promises, Promise(event.number, event.text))
    draft.put_track(replace(track, promises=promises, last_promise=event.number, version=at.sequence))


def deliverable_reworded(draft: Draft, event: e.DeliverableReworded, at: Happened) -> None:
    change(draft, event, at, text=event.text)


def deliverable_removed(draft: Draft, event: e.DeliverableRemoved, at: Happened) -> None:
    track = draft.tracks[event.key]
    left = tuple(one for one in track.promises if one.number != event.number)
    draft.put_track(replace(track, promises=left, version=at.sequence))


def deliverable_met(draft: Draft, event: e.DeliverableMet, at: Happened) -> None:
    change(
        draft, event, at, done=True, verified=event.verified, actor=at.actor, at=at.at, note=event.note,
        evidence=event.evidence,
    )


def deliverable_withdrawn(draft: Draft, event: e.DeliverableWithdrawn, at: Happened) -> None:
    change(draft, event, at, done=False, verified=False, actor="", at=None, note="", evidence=())


def change(draft: Draft, event: Any, happened: Happened, **values: Any) -> None:
    track = draft.tracks[event.key]
    promises = tuple(replace(one, **values) if one.number == event.number else one for one in track.promises)
    draft.put_track(replace(track, promises=promises, version=happened.sequence))


EVOLVE: dict[type, Callable[[Draft, Any, Happened], None]] = {
    e.DeliverableAdded: deliverable_added,
    e.DeliverableReworded: deliverable_reworded,
    e.DeliverableRemoved: deliverable_removed,
    e.DeliverableMet: deliverable_met,
    e.DeliverableWithdrawn: deliverable_withdrawn,
}
