"""What a document changes in a plan: compares the two and states the difference as events.

Matches by key. What agents did since the last import stays, a lease is never broken, and what cannot be taken over
becomes a problem that names its line.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from hashlib import sha256
from typing import Any

from agents import events as agent_events
from tracks import document as d
from tracks import events as e
from tracks.commands import ImportDocument
from tracks.facts import Facts
from tracks.graph import find_cycle
from tracks.plan import PRIORITIES, Deliverable, Plan, Source, Step, Task, ref, split, waiting_word
from tracks.planning import LONGEST_KEY, LONGEST_TITLE, next_position

STATE_OF = {
    d.TODO: "open", d.IN_PROGRESS: "in_progress", d.IN_REVIEW: "in_review", d.DONE: "done", d.BLOCKED: "blocked",
    d.FAILED: "failed", d.CANCELLED: "cancelled", d.DEFERRED: "deferred",
}
DECLARED_OF = {d.DONE: "done", d.IN_PROGRESS: "in_progress", d.IN_REVIEW: "in_progress", d.BLOCKED: "blocked"}
LONGEST_NOTE = 8_000  # characters, so that an event stays well below its 64 KiB
MOST_REPORTED = 150


@dataclass(slots=True)
class Comparison:
    """What applying a document would do: the events, how many items of each fate, and what needs a person."""

    events: list[Any] = field(default_factory=list)
    changes: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("added", "changed", "removed", "unchanged"), 0))
    problems: list[d.Problem] = field(default_factory=list)

    def saw(self, fate: str, *events: Any) -> None:
        self.changes[fate] += 1
        self.events.extend(events)

    def problem(self, line: int, text: str, reason: str, severity: str = "warning") -> None:
        self.problems.append(d.Problem(line, text[:200], reason, severity))


def import_document(plan: Plan, command: ImportDocument, facts: Facts) -> list[Any]:
    comparison = compare(plan, command.document)
    newest = max(plan.imports.values(), key=lambda one: one.version, default=None)
    if not comparison.events and newest and newest.digest == command.document.digest:
        return []
    return [*comparison.events, applied(command, comparison)]


def applied(command: ImportDocument, comparison: Comparison) -> e.ImportApplied:
    document = command.document
    return e.ImportApplied(
        format=document.format, filename=command.filename[:300], digest=document.digest,
        counts=tuple(document.counts().items()), changes=tuple(comparison.changes.items()),
        problems=tuple(
            (one.line, one.text[:160], one.reason[:200], one.severity) for one in comparison.problems[:MOST_REPORTED]
        ),
        repairs=tuple(
            (one.line, one.before[:60], one.after[:60], one.how[:60]) for one in document.repairs[:MOST_REPORTED]
        ),
    )


def compare(plan: Plan, document: d.Document) -> Comparison:
    """The difference between `document` and `plan`, as events in an order in which they can be folded."""
    found = Comparison(problems=list(document.problems))
    stamp = Stamp(document)
    tracks = {one.key: one for one in kept(document.tracks, found)}
    tasks = {one.key: one for one in ordered(document.tasks, tracks, plan, found)}
    compare_tracks(plan, tracks, stamp, found)
    compare_tasks(plan, tasks, document, stamp, found)
    for kind in OTHERS:
        compare_others(plan, kind, document, stamp, found)
    compare_dependencies(plan, document, tracks, tasks, stamp, found)
    remove_what_is_gone(plan, tracks, tasks, stamp, found)
    return found


class Stamp:
    """Digests of entries: eight digits for the document (its title stands for it), sixteen for what the entry says."""

    def __init__(self, document: d.Document) -> None:
        self.prefix = sha256((document.title or document.format).encode()).hexdigest()[:8]

    def of(self, entry: Any) -> str:
        said = repr([getattr(entry, one.name) for one in fields(entry) if one.name != "line"])
        return self.prefix + sha256(said.encode("utf-8", "backslashreplace")).hexdigest()[:16]

    def made(self, digest: str) -> bool:
        return digest.startswith(self.prefix)


# Tracks and tasks ----------------------------------------------------------------------------------------------------


def kept(entries: Iterable[Any], found: Comparison) -> Iterator[Any]:
    """The entries whose key can be used."""
    seen: set[str] = set()
    for entry in entries:
        if entry.key in seen:
            found.problem(entry.line, entry.title, f"{entry.key} stands twice; the first one counts", "error")
        elif not entry.key or len(entry.key) > LONGEST_KEY or not entry.key.isprintable():
            found.problem(entry.line, entry.title, f"its key must be 1 to {LONGEST_KEY} printable characters", "error")
        else:
            seen.add(entry.key)
            yield entry


def ordered(
    entries: Iterable[d.TaskEntry], tracks: dict[str, d.TrackEntry], plan: Plan, found: Comparison
) -> Iterator[d.TaskEntry]:
    """The tasks, parents before their subtasks, each in a track and under a parent that exist."""
    waiting = list(kept(entries, found))
    known = set(plan.tasks)
    while waiting:
        later = []
        for entry in waiting:
            if entry.track and entry.track not in tracks and entry.track not in plan.tracks:
                found.problem(entry.line, entry.title, f"its track {entry.track} is not there; it is left without one")
                entry = replace(entry, track="")
            if not entry.parent or (entry.parent in known and entry.parent != entry.key):
                known.add(entry.key)
                yield entry
            else:
                later.append(entry)
        if len(later) == len(waiting):
            for entry in later:
                found.problem(entry.line, entry.title, f"its parent {entry.parent} is not there; it stands on its own")
            later = [replace(entry, parent="") for entry in later]
        waiting = later


def compare_tracks(plan: Plan, tracks: dict[str, d.TrackEntry], stamp: Stamp, found: Comparison) -> None:
    position = next_position(plan.tracks.values())
    for entry in tracks.values():
        before = plan.tracks.get(entry.key)
        digest = stamp.of(entry)
        if before and before.source.digest == digest:
            found.saw("unchanged")
            continue
        notes, overflow = split_notes(ref("track", entry.key), entry.notes)
        values: dict[str, Any] = dict(
            key=entry.key, title=entry.title[:LONGEST_TITLE] or entry.key, focus=entry.focus, owner=entry.owner[:200],
            weeks=entry.weeks, parallelizable=entry.parallelizable[:200], key_files=entry.key_files,
            working_directory=entry.working_directory[:500], notes=notes,
            deliverables=tuple(Deliverable(one.text, one.done) for one in entry.deliverables),
            declared=DECLARED_OF.get(entry.status, ""),
            source=Source(entry.line, digest, entry.status, entry.status_word[:200]),
        )
        if before:
            found.saw("changed", e.TrackRevised(position=before.position, **values), *overflow)
        else:
            found.saw("added", e.TrackAdded(position=position, **values), *overflow)
            position += 1


def compare_tasks(
    plan: Plan, tasks: dict[str, d.TaskEntry], document: d.Document, stamp: Stamp, found: Comparison
) -> None:
    explained = {dependency.item for dependency in document.dependencies}
    position = next_position(plan.tasks.values())
    for entry in tasks.values():
        before: Task | None = plan.tasks.get(entry.key)
        digest = stamp.of(entry)
        if before and before.source.digest == digest:
            found.saw("unchanged")
            continue
        # "Blocked" beside a stated dependency says no more than the dependency does.
        state = STATE_OF[entry.status]
        if state == "blocked" and ref("task", entry.key) in explained:
            state = "open"
        if before is None:
            found.saw("added", *added(entry, digest, state, position))
            position += 1
        else:
            found.saw("changed", *revised(before, entry, digest, state, found))


def added(entry: d.TaskEntry, digest: str, state: str, position: int) -> list[Any]:
    values, overflow = said(entry, digest)
    percent = entry.percent or 0
    task = e.TaskAdded(position=position, parent=entry.parent, state=state, percent=percent, **values)
    return [task, *overflow]


def revised(before: Task, entry: d.TaskEntry, digest: str, state: str, found: Comparison) -> list[Any]:
    values, overflow = said(entry, digest)
    done = {step.text for step in before.steps if step.done}
    values["steps"] = tuple(Step(step.text, step.done or step.text in done) for step in values["steps"])
    events: list[Any] = [e.TaskRevised(position=before.position, **values), *overflow]
    if entry.parent != before.parent:
        found.problem(entry.line, entry.title, f"the document moved it under {entry.parent or 'no parent'}; it stays "
                      f"under {before.parent or 'none'}")
    if entry.status == before.source.status:
        return events
    if before.lease is None and before.attempts == 0 and before.state == STATE_OF.get(before.source.status, "open"):
        events.append(e.TaskRestated(key=entry.key, state=state, percent=entry.percent or 0))
    elif before.status != entry.status:
        found.problem(entry.line, entry.title, f"the document says {entry.status_word or entry.status}, but it was "
                      f"worked on since and is {before.status}; that stays", "info")
    return events


def said(entry: d.TaskEntry, digest: str) -> tuple[dict[str, Any], list[Any]]:
    """A task's own fields as its entry states them, and the notes that did not fit."""
    whole = entry.notes if len(entry.title) <= LONGEST_TITLE else f"{entry.title}\n\n{entry.notes}"
    notes, overflow = split_notes(ref("task", entry.key), whole)
    return dict(
        key=entry.key, title=entry.title[:LONGEST_TITLE] or entry.key, track=entry.track,
        priority=entry.priority if entry.priority in PRIORITIES else "medium", estimate=entry.estimate,
        capabilities=entry.capabilities, paths=entry.paths, parallel=entry.parallel, assignee=entry.assignee[:160],
        steps=tuple(Step(step.text, step.done) for step in entry.steps), notes=notes,
        source=Source(entry.line, digest, entry.status, entry.status_word[:200]),
    ), overflow


def split_notes(about: str, text: str) -> tuple[str, list[Any]]:
    """As much of a text as an event holds, and notes for the rest, so that nothing is cut off."""
    pieces = [text[i : i + LONGEST_NOTE] for i in range(0, len(text), LONGEST_NOTE)] or [""]
    rest = [
        e.NoteAdded(key=f"{about} {place}", kind="note", text=piece, about=about, position=place)
        for place, piece in enumerate(pieces[1:], 1)
    ]
    return pieces[0], rest


# Dependencies --------------------------------------------------------------------------------------------------------


class ImportedShape:
    """The shape the plan would have: what is there, overlaid with what the document says."""

    def __init__(self, plan: Plan, tasks: dict[str, d.TaskEntry]) -> None:
        self.needed: dict[str, list[str]] = {}
        for dependency in plan.dependencies.values():
            self.needed.setdefault(dependency.item, []).append(dependency.needs)
        self.containers = {task.ref: task.container for task in plan.tasks.values()}
        for entry in tasks.values():
            where = ref("task", entry.parent) if entry.parent else ref("track", entry.track) if entry.track else ""
            self.containers[ref("task", entry.key)] = where
        self.inside: dict[str, list[str]] = {}
        for reference, container in self.containers.items():
            self.inside.setdefault(container, []).append(reference)

    def needs(self, reference: str) -> Iterable[str]:
        return self.needed.get(reference, ())

    def container(self, reference: str) -> str:
        return self.containers.get(reference, "")

    def members(self, reference: str) -> Iterable[str]:
        return self.inside.get(reference, ())


def compare_dependencies(
    plan: Plan, document: d.Document, tracks: dict[str, d.TrackEntry], tasks: dict[str, d.TaskEntry], stamp: Stamp,
    found: Comparison,
) -> None:
    shape = ImportedShape(plan, tasks)
    points = {one.key for one in document.sync_points}
    wanted: dict[str, d.DependencyEntry] = {}
    for entry in document.dependencies:
        lost = [one for one in (entry.item, entry.needs) if not is_there(plan, one, tracks, tasks, points)]
        if lost or entry.item == entry.needs:
            reason = f"{waiting_word(lost[0])} is not there" if lost else "it cannot wait for itself"
            found.problem(entry.line, entry.text, reason, "error")
        elif f"{entry.item} {entry.needs}" not in wanted:
            wanted[f"{entry.item} {entry.needs}"] = entry
    new = {key: entry for key, entry in wanted.items() if key not in plan.dependencies}
    for entry in new.values():
        shape.needed.setdefault(entry.item, []).append(entry.needs)
    while cycle := find_cycle(shape, [entry.item for entry in new.values()]):
        closing = closing_edge(cycle, new)
        entry = new.pop(closing)
        wanted.pop(closing)
        shape.needed[entry.item].remove(entry.needs)
        spelled = " -> ".join(waiting_word(step) for step in [*cycle, cycle[0]])
        found.problem(entry.line, entry.text, f"it would close the cycle {spelled}; left out", "error")
    for key, dependency in plan.dependencies.items():
        if key not in wanted and dependency.line and is_said(plan, dependency.item, stamp):
            found.saw("removed", e.DependencyRemoved(item=dependency.item, needs=dependency.needs))
    for key, entry in wanted.items():
        if key in new:
            text = entry.text[:300]
            found.saw("added", e.DependencyAdded(item=entry.item, needs=entry.needs, text=text, line=entry.line))
        else:
            found.saw("unchanged")


def closing_edge(cycle: list[str], new: dict[str, d.DependencyEntry]) -> str:
    """The dependency of the cycle that the document states last: that one is left out."""
    around = set(cycle)
    return max(
        (key for key, entry in new.items() if entry.item in around and entry.needs in around),
        key=lambda key: new[key].line,
        default=next(reversed(new)),
    )


def is_there(plan: Plan, reference: str, tracks: Any, tasks: Any, points: Any) -> bool:
    kind, key = split(reference)
    return key in {"task": tasks, "track": tracks, "sync": points}.get(kind, ()) or plan.exists(reference)


def is_said(plan: Plan, reference: str, stamp: Stamp) -> bool:
    """Whether an item came from this very document, so that what the document drops is dropped."""
    kind, key = split(reference)
    return stamp.made((plan.tasks if kind == "task" else plan.tracks)[key].source.digest)


def remove_what_is_gone(
    plan: Plan, tracks: dict[str, d.TrackEntry], tasks: dict[str, d.TaskEntry], stamp: Stamp, found: Comparison
) -> None:
    going = {
        task.key for task in plan.tasks.values()
        if task.key not in tasks and stamp.made(task.source.digest) and not was_touched(task)
    }
    for task in plan.tasks.values():
        if task.key not in tasks and stamp.made(task.source.digest) and task.key not in going:
            found.problem(0, task.title, f"{task.key} is gone from the document, but it was worked on; it stays", "info")
    going = {key for key in going if all_below(plan, key) <= going}
    cut = {(event.item, event.needs) for event in found.events if isinstance(event, e.DependencyRemoved)}
    for dependency in plan.dependencies.values():
        ends = {split(one)[1] for one in (dependency.item, dependency.needs) if one.startswith("task/")}
        if ends & going and (dependency.item, dependency.needs) not in cut:
            found.events.append(e.DependencyRemoved(item=dependency.item, needs=dependency.needs))
    for key in sorted(going, key=lambda key: -depth(plan, key)):
        found.saw("removed", e.TaskRemoved(key=key))
    staying = {task.track for task in plan.tasks.values() if task.key not in going} | {one.track for one in tasks.values()}
    for track in plan.tracks.values():
        if track.key in tracks or not stamp.made(track.source.digest) or track.key in staying:
            continue
        for item in plan.dependents.get(ref("track", track.key), ()):
            if (item, ref("track", track.key)) not in cut and not item.startswith("sync/"):
                found.events.append(e.DependencyRemoved(item=item, needs=ref("track", track.key)))
        found.saw("removed", e.TrackRemoved(key=track.key))


def was_touched(task: Task) -> bool:
    return task.attempts > 0 or task.state != STATE_OF.get(task.source.status, "open")


def all_below(plan: Plan, key: str) -> set[str]:
    below = set(plan.members.get(ref("task", key), ()))
    return below.union(*(all_below(plan, member) for member in below))


def depth(plan: Plan, key: str) -> int:
    parent = plan.tasks[key].parent
    return 1 + depth(plan, parent) if parent else 0


# Everything else -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Other:
    """How entries of one kind become events: their key, what they say, and the three events of such a thing."""

    entries: str
    plan_map: str
    events: tuple[Any, Any, Any]
    key: Any
    says: Any
    names: str = "key"


def compare_others(plan: Plan, kind: Other, document: d.Document, stamp: Stamp, found: Comparison) -> None:
    there = getattr(plan, kind.plan_map)
    add, revise, remove = kind.events
    seen: set[str] = set()
    position = next_position(there.values()) if kind.names == "key" else 0
    for entry in getattr(document, kind.entries):
        key = distinct(kind.key(entry), seen)
        before, digest = there.get(key), stamp.of(entry)
        if before and before.digest == digest:
            found.saw("unchanged")
            continue
        values = {kind.names: key, **kind.says(entry), "digest": digest, "line": entry.line}
        if kind.names == "key":
            values["position"] = before.position if before else position
            position += 1
        if kind.plan_map == "sync_points":
            values["after"] = tuple(one for one in entry.after if stands(one, plan, document))
        if kind.plan_map == "agents":
            values["joined"] = bool(before and before.joined)
        found.saw("changed" if before else "added", (revise if before else add)(**values))
    for key, gone in there.items():
        if key not in seen and stamp.made(gone.digest) and not (kind.plan_map == "agents" and gone.joined):
            if kind.plan_map == "sync_points" and plan.dependents.get(ref("sync", key)):
                continue
            found.saw("removed", remove(**{kind.names: key}))


def stands(reference: str, plan: Plan, document: d.Document) -> bool:
    kind, key = split(reference)
    entries = document.tracks if kind == "track" else document.tasks if kind == "task" else ()
    return any(entry.key == key for entry in entries) or plan.exists(reference)


def distinct(key: str, seen: set[str]) -> str:
    """`key`, numbered where it was used before in this document."""
    wanted, number = key[:120], 1
    while wanted in seen:
        number += 1
        wanted = f"{key[:110]} ({number})"
    seen.add(wanted)
    return wanted


def note_key(entry: d.NoteEntry) -> str:
    return sha256(f"{entry.kind}|{entry.about}|{entry.date}|{entry.text}".encode("utf-8", "backslashreplace")).hexdigest()[:16]


OTHERS = (
    Other(
        "agents", "agents", (agent_events.AgentRegistered, agent_events.AgentRevised, agent_events.AgentRemoved),
        lambda entry: entry.name,
        lambda entry: dict(
            kind="external", title=entry.title, role=entry.role, focus=entry.focus, key_files=entry.key_files,
            working_directory=entry.working_directory, tracks=entry.tracks, notes=entry.notes[:LONGEST_NOTE],
        ),
        names="name",
    ),
    Other(
        "sync_points", "sync_points", (e.SyncPointAdded, e.SyncPointRevised, e.SyncPointRemoved),
        lambda entry: entry.key,
        lambda entry: dict(title=entry.title[:LONGEST_TITLE], check=entry.check),
    ),
    Other(
        "conflict_areas", "conflict_areas", (e.ConflictAreaAdded, e.ConflictAreaRevised, e.ConflictAreaRemoved),
        lambda entry: entry.area,
        lambda entry: dict(area=entry.area, tracks=entry.tracks, resolution=entry.resolution, first=entry.first),
    ),
    Other(
        "integration_points", "integration_points",
        (e.IntegrationPointAdded, e.IntegrationPointRevised, e.IntegrationPointRemoved),
        lambda entry: entry.title,
        lambda entry: dict(
            title=entry.title[:LONGEST_TITLE], parties=entry.parties, items=entry.items, refs=entry.refs
        ),
    ),
    Other(
        "allocations", "allocations", (e.AllocationAdded, e.AllocationRevised, e.AllocationRemoved),
        lambda entry: f"{entry.scenario}: {entry.who}",
        lambda entry: dict(scenario=entry.scenario, who=entry.who, text=entry.text, tracks=entry.tracks),
    ),
    Other(
        "notes", "notes", (e.NoteAdded, e.NoteRevised, e.NoteRemoved),
        note_key,
        lambda entry: dict(kind=entry.kind, text=entry.text[:LONGEST_NOTE], about=entry.about, date=entry.date),
    ),
)
