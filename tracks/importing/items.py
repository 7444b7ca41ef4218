"""The tracks and tasks of a document: which of them can be taken over, and what they change."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from tracks import document as d
from tracks import events as e
from tracks.checks import LONGEST_KEY, LONGEST_TITLE, is_estimate, is_key, next_position
from tracks.importing.comparison import Comparison, Stamp, stated_anew
from tracks.plan import Plan
from tracks.planning import DEEPEST
from tracks.work import PRIORITIES, Deliverable, Source, Step, Task, ref

STATE_OF = {
    d.NOT_STARTED: "open", d.IN_PROGRESS: "in_progress", d.IN_REVIEW: "in_review", d.DONE: "done", d.BLOCKED: "blocked",
    d.FAILED: "failed", d.CANCELLED: "cancelled", d.DEFERRED: "deferred",
}
DECLARED_OF = {d.DONE: "done", d.IN_PROGRESS: "in_progress", d.IN_REVIEW: "in_progress", d.BLOCKED: "blocked"}
LONGEST_NOTE = 8_000  # characters, so that an event stays well below its 64 KiB

# Which entries count ------------------------------------------------------------------------------------------------


def kept_tracks(document: d.Document, found: Comparison) -> dict[str, d.TrackEntry]:
    return {entry.key: entry for entry in with_usable_keys(document.tracks, found)}


def kept_tasks(
    document: d.Document, tracks: dict[str, d.TrackEntry], plan: Plan, found: Comparison
) -> dict[str, d.TaskEntry]:
    """The tasks, parents before their subtasks, each in a track and under a parent that exist."""
    explained = {dependency.item for dependency in document.dependencies}
    entries = {}
    for entry in with_usable_keys(document.tasks, found):
        if entry.status == d.BLOCKED and ref("task", entry.key) in explained:
            # "Blocked" beside a stated dependency says no more than the dependency does.
            entry = replace(entry, status=d.NOT_STARTED)
        if entry.track and entry.track not in tracks and entry.track not in plan.tracks:
            found.problem(entry.line, entry.title, f"its track {entry.track} is not there; it is left without one")
            entry = replace(entry, track="")
        before: Task | None = plan.tasks.get(entry.key)
        if before and before.parent != entry.parent:
            found.problem(entry.line, entry.title, f"the document moved it under {entry.parent or 'no parent'}; it stays "
                          f"under {before.parent or 'none'}")
            entry = replace(entry, parent=before.parent)
        entries[entry.key] = entry
    ordered: dict[str, d.TaskEntry] = {}
    left_out: set[str] = set()
    for entry in families(entries, plan, found):
        parent: Task | None = plan.tasks.get(entry.parent) if entry.key not in plan.tasks else None
        if parent and parent.lease:
            reason = f"{parent.lease.agent} works on {parent.key}, which cannot be divided now; import again when it is free"
        elif entry.parent in left_out:
            reason = f"{entry.parent} is left out, and this with it"
        else:
            # A subtask is in the track of its parent, whatever is said.
            ordered[entry.key] = replace(entry, track="") if entry.parent else entry
            continue
        found.problem(entry.line, entry.title, reason)
        left_out.add(entry.key)
    return ordered


def with_usable_keys(entries: Iterable[Any], found: Comparison) -> Iterator[Any]:
    seen: set[str] = set()
    for entry in entries:
        if entry.key in seen:
            found.problem(entry.line, entry.title, f"{entry.key} stands twice; the first one counts", "error")
        elif not is_key(entry.key):
            found.problem(entry.line, entry.title, f"its key must be 1 to {LONGEST_KEY} printable characters", "error")
        else:
            seen.add(entry.key)
            yield entry


def families(entries: dict[str, d.TaskEntry], plan: Plan, found: Comparison) -> Iterator[d.TaskEntry]:
    """The entries in the document's order, save that no subtask comes before its parent."""
    depths: dict[str, int] = {}
    children: dict[str, list[d.TaskEntry]] = {}

    def tell(entry: d.TaskEntry) -> Iterator[d.TaskEntry]:
        waiting = [entry]
        while waiting:
            one = waiting.pop()
            depth = depth_of(one)
            if depth > DEEPEST and one.key not in plan.tasks:
                one, depth = alone(one, f"subtasks nest at most {DEEPEST} deep"), 0
            depths[one.key] = depth
            yield one
            waiting.extend(reversed(children.pop(one.key, [])))

    def depth_of(entry: d.TaskEntry) -> int:
        if not entry.parent:
            return 0
        return 1 + (depths[entry.parent] if entry.parent in depths else plan.depth(entry.parent))

    def alone(entry: d.TaskEntry, reason: str) -> d.TaskEntry:
        found.problem(entry.line, entry.title, f"{reason}; it stands on its own")
        return replace(entry, parent="")

    for entry in entries.values():
        if not entry.parent or entry.parent in depths or entry.parent in plan.tasks:
            yield from tell(entry)
        elif entry.parent in entries:
            children.setdefault(entry.parent, []).append(entry)
        else:
            yield from tell(alone(entry, f"its parent {entry.parent} is not there"))
    while children:
        entry = in_circle(entries, next(iter(children)))
        children[entry.parent].remove(entry)
        yield from tell(alone(entry, f"its parent {entry.parent} is part of it"))


def in_circle(entries: dict[str, d.TaskEntry], key: str) -> d.TaskEntry:
    """An entry that is its own ancestor, found by climbing from `key`."""
    seen: set[str] = set()
    while key not in seen:
        seen.add(key)
        key = entries[key].parent
    return entries[key]


# What they change ----------------------------------------------------------------------------------------------------


def compare_tracks(plan: Plan, tracks: dict[str, d.TrackEntry], stamp: Stamp, found: Comparison) -> None:
    position = next_position(plan.tracks.values())
    for entry in tracks.values():
        before = plan.tracks.get(entry.key)
        digest = stamp.of(entry)
        if before and before.source.digest == digest:
            found.saw("unchanged")
            continue
        notes, overflow = split_notes(plan, ref("track", entry.key), entry.notes)
        met = {one.text for one in before.promises if one.done} if before else set()
        values: dict[str, Any] = dict(
            key=entry.key, title=entry.title[:LONGEST_TITLE] or entry.key, focus=entry.focus, owner=entry.owner[:200],
            weeks=entry.weeks, parallelizable=entry.parallelizable[:200], key_files=entry.key_files,
            working_directory=entry.working_directory[:500], notes=notes,
            deliverables=tuple(Deliverable(one.text, one.done or one.text in met) for one in entry.deliverables),
            declared=DECLARED_OF.get(entry.status, ""),
            source=Source(entry.line, digest, entry.status, entry.status_word[:200]),
        )
        if before:
            found.saw("changed", e.TrackRevised(position=before.position, **values), *overflow)
        else:
            found.saw("added", e.TrackAdded(position=position, **values), *overflow)
            position += 1


def compare_tasks(plan: Plan, tasks: dict[str, d.TaskEntry], stamp: Stamp, found: Comparison) -> None:
    position = plan.last_position
    for entry in tasks.values():
        before: Task | None = plan.tasks.get(entry.key)
        values, overflow = said(plan, entry, stamp.of(entry))
        values["track"] = track_after(plan, tasks, entry.key, stamp)
        if before is None:
            position += 1
            added = e.TaskAdded(position=position, parent=entry.parent, **stated(entry), **values)
            found.saw("added", added, *overflow)
        elif before.source.digest == stamp.of(entry):
            found.saw("unchanged")
        else:
            found.saw("changed", *revised(before, entry, values, found), *overflow)
    for key in sorted(plan.tasks):
        task = plan.tasks[key]
        if task.parent and (key not in tasks or task.source.digest == stamp.of(tasks[key])):
            track = track_after(plan, tasks, key, stamp)
            found.events.extend([stated_anew(e.TaskRevised, task, track=track)] if track != task.track else [])


def track_after(plan: Plan, tasks: dict[str, d.TaskEntry], key: str, stamp: Stamp) -> str:
    """The track a task will be in: that of its uppermost parent. An entry that was not edited moves nothing."""
    while parent := tasks[key].parent if key in tasks else plan.tasks[key].parent:
        key = parent
    entry, before = tasks.get(key), plan.tasks.get(key)
    track: str = before.track if before and (entry is None or before.source.digest == stamp.of(entry)) else tasks[key].track
    return track


def revised(before: Task, entry: d.TaskEntry, values: dict[str, Any], found: Comparison) -> list[Any]:
    done = {step.text for step in before.steps if step.done}
    values["steps"] = tuple(Step(step.text, step.done or step.text in done) for step in values["steps"])
    events: list[Any] = [e.TaskRevised(position=before.position, **values)]
    if entry.status == before.source.status:
        return events
    if not was_touched(before):
        events.append(e.TaskRestated(key=entry.key, **stated(entry)))
    elif before.status != entry.status:
        found.problem(entry.line, entry.title, f"the document says {entry.status_word or entry.status}, but it was "
                      f"worked on since and is {before.status}; that stays", "info")
    return events


def was_touched(task: Task) -> bool:
    """Whether somebody worked on the task, or changed its status, since a document stated it."""
    return task.attempts > 0 or task.state != STATE_OF.get(task.source.status, "open")


def stated(entry: d.TaskEntry) -> dict[str, Any]:
    return {"state": STATE_OF[entry.status], "percent": min(100, max(0, entry.percent or 0))}


def said(plan: Plan, entry: d.TaskEntry, digest: str) -> tuple[dict[str, Any], list[Any]]:
    """A task's own fields as its entry states them, and the notes that did not fit."""
    whole = entry.notes if len(entry.title) <= LONGEST_TITLE else f"{entry.title}\n\n{entry.notes}"
    notes, overflow = split_notes(plan, ref("task", entry.key), whole)
    return dict(
        key=entry.key, title=entry.title[:LONGEST_TITLE] or entry.key, track=entry.track,
        priority=entry.priority if entry.priority in PRIORITIES else "medium",
        estimate=entry.estimate if entry.estimate is None or is_estimate(entry.estimate) else None,
        capabilities=entry.capabilities, paths=entry.paths, parallel=entry.parallel, assignee=entry.assignee[:160],
        steps=tuple(Step(step.text, step.done) for step in entry.steps), notes=notes,
        source=Source(entry.line, digest, entry.status, entry.status_word[:200]),
    ), overflow


def split_notes(plan: Plan, about: str, text: str) -> tuple[str, list[Any]]:
    """As much of a text as an event holds, and notes for the rest, so that nothing is cut off."""
    first, *more = pieces(text)
    events: list[Any] = []
    for place, piece in enumerate(more, 1):
        state = e.NoteRevised if rest_key(about, place) in plan.notes else e.NoteAdded
        events.append(state(key=rest_key(about, place), kind="note", text=piece, about=about, position=place))
    place = len(more) + 1
    while (key := rest_key(about, place)) in plan.notes:
        events.append(e.NoteRemoved(key=key))
        place += 1
    return first, events


def rest_key(about: str, place: int) -> str:
    """The key of the note that holds the rest of a text; those of other notes are digests, without a space."""
    return f"{about} {place}"


def pieces(text: str) -> list[str]:
    return [text[i : i + LONGEST_NOTE] for i in range(0, len(text), LONGEST_NOTE)] or [""]
