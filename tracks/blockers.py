"""What holds things back, in words."""

from tracks.measurements import holds
from tracks.meeting import Standing, SyncPoint
from tracks.plan import Plan
from tracks.work import SETTLED, Task, Track, split


def track_status(plan: Plan, track: Track) -> str:
    """not_started, ready, in_progress, blocked or done: what the tally of the track's tasks amounts to."""
    tally = plan.tally(f"track/{track.key}")
    if not tally.total:
        return track.declared or "not_started"
    if tally.is_settled:
        return "done"
    if tally.of("claimed", "in_progress", "in_review"):
        return "in_progress"
    if tally.of("ready"):
        return "in_progress" if tally.of("done") else "ready"
    return "blocked" if tally.of("pending", "blocked", "failed") else "not_started"


def waiting_word(reference: str) -> str:
    """How people say what holds something back: `B.1`, `Track A`, `sync point 1`."""
    kind, key = split(reference)
    return {"track": f"Track {key}", "sync": f"sync point {key}"}.get(kind, key)


def blockers_of_task(plan: Plan, task: Task) -> list[str]:
    """Why a task cannot go on, in words; empty when it can."""
    if task.status in SETTLED:
        return []
    words = [f"Blocked by {waiting_word(gate)}" for gate in plan.unmet(task)] if task.lease is None else []
    if task.state == "blocked":
        words.append(blocked_word(task))
    return words


def blocked_word(task: Task) -> str:
    until = f" until {', '.join(map(waiting_word, task.waits_for))}" if task.waits_for else ""
    return f"Blocked{until}: {task.reason}" if task.reason else f"Blocked{until}"


def blockers_of_track(plan: Plan, track: Track) -> list[str]:
    """What a track waits for, in words: its own dependencies, then whatever holds all that is left of it."""
    if track_status(plan, track) == "done":
        return []
    words = [f"Blocked by {waiting_word(gate)}" for gate in track.depends_on if not plan.is_settled(gate)]
    if not words and track_status(plan, track) == "blocked":
        for task in plan.members_of(f"track/{track.key}"):
            words.extend(blockers_of_task(plan, task))
    return list(dict.fromkeys(words))[:10]


def early_words(plan: Plan, point: SyncPoint) -> list[str]:
    """What comes before a sync point and is not done."""
    return [waiting_word(reference) for reference in point.after if not plan.is_settled(reference)]


def failing_words(plan: Plan, point: SyncPoint, looking: bool = False) -> list[str]:
    """The checks of a sync point that do not hold, in words. `looking`: a person answers the open text checks just now."""
    return [
        f"check {number} ({standing.check.said}) {failing_word(plan, standing)}"
        for number, standing in enumerate(point.checks, 1)
        if not check_holds(plan, standing)
        and not (looking and standing.check.kind == "text" and standing.answer is None)
    ]


def check_holds(plan: Plan, standing: Standing) -> bool:
    if standing.check.kind != "metric":
        return standing.answer is not None and standing.answer.holds
    measured = newest(plan, standing.check.metric)
    return bool(measured) and holds(measured, standing.check.comparison, standing.check.value)


def failing_word(plan: Plan, standing: Standing) -> str:
    if standing.check.kind == "metric":
        measured = newest(plan, standing.check.metric)
        return f"is not met: {measured}" if measured else "is not measured yet"
    if standing.answer is None:
        return "is open"
    return "does not hold" if standing.answer.exit_status is None else f"ended with {standing.answer.exit_status}"


def newest(plan: Plan, name: str) -> str:
    measurement = plan.measurements.get(name)
    return measurement.latest.value if measurement and measurement.latest else ""


def blockers_of_sync_point(plan: Plan, point: SyncPoint) -> list[str]:
    """What keeps a sync point closed, in words; empty once it is passed or may be."""
    if point.passed:
        return []
    return [f"Waits for {word}" for word in early_words(plan, point)] + [
        words[0].upper() + words[1:] for words in failing_words(plan, point)
    ]
