"""Makes a `Document` of a draft: settles what stood open until everything was known, then freezes it."""

from collections.abc import Iterable

from tracks.document import AgentEntry, Document, TaskEntry, TrackEntry

from ..inline import folded
from .belonging import assignee_of, settle_parents, track_of_tasks
from .comparisons import compare_counters, compare_track, percent_done
from .draft import INFO, WARNING, Draft
from .entities import AgentDraft, TaskDraft, TrackDraft
from .linking import compare_drawings, link_dependencies, link_points, names_of
from .names import read_owner
from .standing import stand_of_tasks, stand_of_track

_SHORT = 80


def settle(draft: Draft) -> Document:
    """The finished document, without format and digest."""
    settle_parents(draft)
    _title_tracks(draft)
    _title_tasks(draft)
    tracks = track_of_tasks(draft)
    stands = stand_of_tasks(draft)
    names, inside = names_of(draft), _inside(draft, tracks)
    dependencies, order = link_dependencies(draft, names, inside)
    link_points(draft, names)
    compare_drawings(draft, names, order, dependencies)
    standing = {track.key: stand_of_track(track, draft) for track in draft.tracks.values()}
    statuses = {key: status for key, (status, _) in stands.items()}
    for stated in draft.stated:
        track = stated.track
        members = [task for task in draft.tasks.values() if tracks[task.key] is track]
        needed = {entry.needs for entry in dependencies if entry.item == track.reference}
        compare_track(draft, stated, standing[track.key][0], percent_done(members, statuses), needed, names)
    compare_counters(draft, statuses)
    _tell_made_up(draft)
    agents = _agents(draft, tracks)
    if not draft.tasks:
        draft.problem(1 if draft.lines and draft.lines[0].strip() else 0, "No tasks were found in this document", WARNING)
    in_order = sorted(draft.tasks.values(), key=lambda task: task.line)
    return Document(
        format="markdown",
        digest="",
        title=draft.title,
        tracks=tuple(_track(track, *standing[track.key]) for track in draft.tracks.values()),
        tasks=tuple(_task(draft, task, tracks[task.key], *stands[task.key]) for task in in_order),
        dependencies=tuple(sorted(dependencies, key=lambda entry: entry.line)),
        agents=tuple(agents),
        sync_points=tuple(draft.sync_points),
        conflict_areas=tuple(draft.conflict_areas),
        integration_points=tuple(draft.integration_points),
        allocations=tuple(sorted(draft.allocations, key=lambda entry: entry.line)),
        notes=tuple(sorted(draft.notes, key=lambda note: note.line)),
        problems=tuple(sorted(draft.problems, key=lambda problem: problem.line)),
    )


def _inside(draft: Draft, tracks: dict[str, TrackDraft | None]) -> dict[str, str]:
    """What each task is part of: its parent, else its track."""
    found = {}
    for task in draft.tasks.values():
        track = tracks[task.key]
        if task.parent:
            found[task.reference] = f"task/{task.parent}"
        elif track:
            found[task.reference] = track.reference
    return found


def _title_tracks(draft: Draft) -> None:
    """A track without a title is called by what it is for, if that is short."""
    for track in draft.tracks.values():
        choices = (track.title, track.role, "; ".join(track.focus), track.name)
        track.title = next(choice for choice in choices if choice and (len(choice) <= _SHORT or choice == track.title))


def _title_tasks(draft: Draft) -> None:
    """A task that is only named somewhere has no title; told once for each line that names such tasks."""
    untitled: dict[int, list[str]] = {}
    for task in draft.tasks.values():
        if not task.title:
            task.title = f"Task {task.key}"
            untitled.setdefault(task.line, []).append(task.key)
    for line, keys in untitled.items():
        tasks = "These tasks are" if len(keys) > 1 else "This task is"
        draft.problem(line, f"{tasks} only named, never described: {', '.join(keys[:20])}", INFO)


def _tell_made_up(draft: Draft) -> None:
    """Once for each owner: which keys are not the document's own."""
    for prefix, last in draft.made_up.items():
        made = [task for number in range(1, last + 1) if (task := draft.task(f"{prefix}.{number}")) and task.is_made_up]
        if made:
            keys = f"{made[0].key} to {made[-1].key}" if len(made) > 1 else made[0].key
            tasks = f"{len(made)} tasks have" if len(made) > 1 else "This task has"
            draft.problem(made[0].line, f"{tasks} no key in the document; called {keys} here", INFO)


def _agents(draft: Draft, tracks: dict[str, TrackDraft | None]) -> Iterable[AgentEntry]:
    for track in draft.tracks.values():
        _add_owner(draft, track)
        if track.agent and track.key not in track.agent.tracks:
            track.agent.tracks.append(track.key)
    assigned: dict[str, list[str]] = {}
    for task in draft.tasks.values():
        assigned.setdefault(folded(assignee_of(task)), []).append(task.key)
    for agent in draft.agents.values():
        yield _agent(agent, assigned.get(folded(agent.name), []))


def _add_owner(draft: Draft, track: TrackDraft) -> None:
    """An owner with the name of an agent (`Coder Agent`) is one. What an allocation gives it stays as it is."""
    for name in track.owner.replace(" + ", " / ").replace(", ", " / ").replace(" & ", " / ").split(" / "):
        owner = read_owner(name)
        if owner and owner.is_worker and not owner.title and not owner.about:
            agent = draft.agents.setdefault(owner.name.casefold(), AgentDraft(owner.name, owner.key, track.line))
            if agent.is_allocated and track.key not in agent.tracks:
                reason = f"{track.name} is owned by {agent.name} here, but line {agent.line} does not allocate it so"
                draft.problem(track.owner_line or track.line, reason, INFO)
            elif track.key not in agent.tracks:
                agent.tracks.append(track.key)


def _track(track: TrackDraft, status: str, word: str) -> TrackEntry:
    return TrackEntry(
        key=track.key,
        title=track.title,
        focus="; ".join(track.focus),
        owner=track.owner,
        status_word=word,
        status=status,
        weeks=tuple(sorted(track.weeks)),
        parallelizable=track.parallelizable,
        key_files=tuple(track.key_files),
        working_directory=track.working_directory,
        deliverables=tuple(track.deliverables),
        notes="\n".join(track.notes),
        line=track.line,
    )


def _task(draft: Draft, task: TaskDraft, track: TrackDraft | None, status: str, word: str) -> TaskEntry:
    is_sequential = track is not None and track.key in draft.sequential
    return TaskEntry(
        key=task.key,
        title=task.title,
        track=track.key if track else "",
        parent=task.parent,
        status_word=word,
        status=status,
        priority=task.priority or (track.priority if track else "") or "medium",
        percent=task.percent,
        estimate=task.estimate,
        assignee=assignee_of(task),
        parallel=task.parallel if task.parallel is not None else not is_sequential,
        capabilities=tuple(task.capabilities),
        paths=tuple(task.paths),
        steps=tuple(task.steps),
        notes="\n".join(task.notes),
        line=task.line,
    )


def _agent(agent: AgentDraft, tasks: list[str]) -> AgentEntry:
    return AgentEntry(
        name=agent.name,
        title=agent.title,
        role=agent.role,
        focus=tuple(agent.focus),
        working_directory=agent.working_directory,
        key_files=tuple(agent.key_files),
        tracks=tuple(agent.tracks),
        tasks=tuple(tasks),
        notes="\n".join(agent.notes),
        line=agent.line,
    )
