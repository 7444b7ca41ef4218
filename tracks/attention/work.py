"""What of the work itself needs a person: what is stuck, offered, ready to be passed, owned by nobody, or in doubt."""

from collections.abc import Callable, Iterator
from functools import partial

from tracks.attention.items import Action, Item, patch, post
from tracks.attention.weights import behind_it, consequence, counted, waits
from tracks.blockers import early_words, failing_words, track_status
from tracks.meeting import SyncPoint
from tracks.offers import OPEN, Offer
from tracks.plan import Plan
from tracks.texts import ImportRecord
from tracks.work import Task, Track, split

Drawn = tuple[int, str, Callable[[int, str], Item]]
AN_HOUR = 60


def stuck_tasks(plan: Plan) -> Iterator[Drawn]:
    """Blocked, failed for good, or waiting for a review. What is tried again by itself needs nobody yet."""
    for key in plan.stuck:
        task = plan.tasks[key]
        if task.state == "failed" and task.retry_at:
            continue
        yield task.tail, task.ref, partial(stuck, plan, task)


def stuck(plan: Plan, task: Task, holds_up: int, id: str) -> Item:
    said = task.summary if task.status == "in_review" else task.reason
    holder = f"agent/{task.lease.agent}" if task.lease else f"agent/{task.held[-1][1]}" if task.held else ""
    return Item(
        id, task.status, task.ref, f"{task.title}: {said}" if said else task.title, consequence(plan, task),
        task.changed_at, holder, holds_up, ANSWERS[task.status](task),
    )


def of_blocked(task: Task) -> tuple[Action, ...]:
    unblock = post("Unblock", "tasks", task.key, "unblock", step_in=True, note="")
    if task.lease is None:
        return (unblock, *ways_out(task))
    write = post("Write to its holder", "messages", to=f"agent/{task.lease.agent}", about=task.ref, text="")
    return (unblock, write, *ways_out(task, step_in=True))


def of_failed(task: Task) -> tuple[Action, ...]:
    return (post("Try again", "tasks", task.key, "retry"), *ways_out(task))


def of_review(task: Task) -> tuple[Action, ...]:
    return (
        post("Approve", "tasks", task.key, "approve", note=""),
        post("Send back", "tasks", task.key, "reject", reason=""),
    )


def ways_out(task: Task, **more: bool) -> tuple[Action, ...]:
    return (
        post("Defer", "tasks", task.key, "defer", reason="", **more),
        post("Cancel", "tasks", task.key, "cancel", reason="", **more),
    )


ANSWERS: dict[str, Callable[[Task], tuple[Action, ...]]] = {
    "blocked": of_blocked, "failed": of_failed, "in_review": of_review,
}


def offered_results(plan: Plan) -> Iterator[Drawn]:
    """Work that came too late and that nobody has accepted or dismissed."""
    for offer in plan.offers.values():
        task = plan.tasks.get(offer.task)
        if offer.state == OPEN and task:
            yield task.tail, f"offer/{offer.key}", partial(offered, plan, offer, task)


def offered(plan: Plan, offer: Offer, task: Task, holds_up: int, id: str) -> Item:
    said = f": {offer.summary}" if offer.summary else ""
    step_in = {"step_in": True} if task.lease else {}
    return Item(
        id, "offer", task.ref, f"{offer.agent} finished {task.title} after its lease was over{said}",
        consequence(plan, task), offer.offered_at, f"agent/{offer.agent}", holds_up,
        (
            post("Accept", "tasks", task.key, "offers", offer.key, "accept", **step_in),
            post("Dismiss", "tasks", task.key, "offers", offer.key, "dismiss", reason="", **step_in),
        ),
    )


def ready_points(plan: Plan) -> Iterator[Drawn]:
    """Sync points whose time has come; what opens by itself waits for nobody."""
    for point in plan.sync_points.values():
        if not point.passed and not early_words(plan, point) and point.key not in plan.self_opening:
            reference = f"sync/{point.key}"
            yield plan.heads.get(reference, 0), reference, partial(ready_point, plan, point)


def ready_point(plan: Plan, point: SyncPoint, holds_up: int, id: str) -> Item:
    failing = failing_words(plan, point, looking=True)
    reason = f"{point.title}: all before it is done" + (f"; {', '.join(failing)}" if failing else "")
    despite = {"despite": ""} if failing else {}
    label = "Pass it all the same" if failing else "Pass"
    return Item(
        id, "sync", id, reason, behind_it(holds_up), None, "", holds_up,
        (post(label, "sync-points", point.key, "pass", note="", **despite),),
    )


def unowned_tracks(plan: Plan) -> Iterator[Drawn]:
    """Unfinished tracks without an owner for which others wait, or a task of theirs."""
    waiting: dict[str, set[str]] = {}
    for track in plan.tracks.values():
        for need in track.depends_on:
            kind, key = split(need)
            needed = key if kind == "track" else plan.tasks[key].track if kind == "task" else ""
            if needed and needed != track.key:
                waiting.setdefault(needed, set()).add(track.key)
    for key, others in waiting.items():
        track = plan.tracks[key]
        if not track.owner and track_status(plan, track) != "done":
            yield AN_HOUR * len(others), f"unowned/track/{key}", partial(unowned_track, track, sorted(others))


def unowned_track(track: Track, others: list[str], holds_up: int, id: str) -> Item:
    return Item(
        id, "unowned", f"track/{track.key}", f"Nobody owns track {track.key}, {track.title}",
        f"{'Track' if len(others) == 1 else 'Tracks'} {', '.join(others)} {waits(len(others))} for it", None, "", holds_up,
        (patch("Give it an owner", "tracks", track.key, owner=""),),
    )


def unowned_tasks(plan: Plan) -> Iterator[Drawn]:
    """Ready tasks at the head of the longest path of all, which nobody holds, is meant for, or owns the track of."""
    longest = longest_path(plan)
    for rank in plan.ready:
        task = plan.tasks[rank[3]]
        if task.tail < longest or not longest:
            return
        is_owned = task.assignee or (task.track and plan.tracks[task.track].owner)
        if not is_owned and plan.dependents.get(task.ref):
            yield task.tail, f"unowned/{task.ref}", partial(unowned_task, plan, task)


def longest_path(plan: Plan) -> int:
    """The longest of what is left. It begins with something that is ready, held, or stuck."""
    ready = next((-rank[0] for rank in plan.ready), 0)
    held = (task.tail for name in plan.agents for task in plan.leased_tasks(name))
    return max(ready, *held, *(plan.tasks[key].tail for key in plan.stuck), 0)


def unowned_task(plan: Plan, task: Task, holds_up: int, id: str) -> Item:
    return Item(
        id, "unowned", task.ref, f"Nobody has {task.title}, which begins the longest path of all", consequence(plan, task),
        task.changed_at, "", holds_up, (patch("Say whom it is meant for", "tasks", task.key, assignee=""),),
    )


def doubtful_import(plan: Plan) -> Iterator[Drawn]:
    """The newest import, if something in it should be looked at; the rest is only worth knowing."""
    newest = max(plan.imports.values(), key=lambda one: one.version, default=None)
    count = sum(severity in ("error", "warning") for _, _, _, severity in newest.problems) if newest else 0
    if newest and count:
        yield 0, f"import/{newest.key}", partial(in_doubt, newest, count)


def in_doubt(record: ImportRecord, count: int, holds_up: int, id: str) -> Item:
    lines = f"{counted(count, 'line')} of {record.filename or 'the imported plan'}"
    return Item(
        id, "import", id, f"{lines} {'is' if count == 1 else 'are'} in doubt",
        "Nothing waits for it; what was guessed may be wrong", record.recorded_at, record.actor, holds_up,
    )
