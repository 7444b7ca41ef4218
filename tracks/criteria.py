"""Whether a plan has come to what it shall come to, read off the plan as it is. Nobody sets a state but that of a text."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from tracks.blockers import newest, track_status
from tracks.contention import clashes_of_task
from tracks.criterion import Criterion
from tracks.measurements import holds
from tracks.plan import Plan
from tracks.work import Task

BEGUN = ("claimed", "in_progress", "in_review", "done")
GROUPS = ("tasks", "subtasks", "tracks")
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """`state`: met, unmet or unknown (there is nothing yet that could tell). `now` is the figure, `wanted` what it should be."""

    state: str
    words: str
    now: str = ""
    wanted: str = ""


def verdict(plan: Plan, criterion: Criterion) -> Verdict:
    return EVALUATE[criterion.kind](plan, criterion)


def completion(plan: Plan, criterion: Criterion) -> Verdict:
    done, counted = done_of(plan, criterion.of)
    wanted = f"{criterion.comparison} {criterion.value} %"
    if not counted:
        return Verdict("unknown", f"there are no {criterion.of} yet", "", wanted)
    enough = holds(str(100 * done), criterion.comparison, f"{Decimal(criterion.value) * counted:f}")
    return Verdict(stated(enough), f"{done} of {counted} {counted_word(criterion.of)} done", percent(done, counted), wanted)


def done_of(plan: Plan, group: str) -> tuple[int, int]:
    """How many of a group are done, of how many that were not cancelled."""
    if group == "tracks":
        statuses = [track_status(plan, track) for track in plan.tracks.values()]
        return statuses.count("done"), len(statuses)
    tally = plan.tally(group)
    return tally.of("done"), tally.total - tally.of("cancelled")


def counted_word(group: str) -> str:
    return group if group in GROUPS else f"tasks of {group.replace('/', ' ')}"


def percent(done: int, counted: int) -> str:
    share = (Decimal(100 * done) / counted).quantize(Decimal("0.01"), ROUND_DOWN)
    return f"{share.normalize():f} %"


def assigned(plan: Plan, criterion: Criterion) -> Verdict:
    """Every task that somebody has: by name, or because somebody owns its track."""
    theirs = [task for task in leaves(plan) if task.status != "cancelled" and is_assigned(plan, task)]
    if not theirs:
        return Verdict("unknown", "no task is assigned yet")
    done = sum(task.status == "done" for task in theirs)
    return Verdict(
        stated(done == len(theirs)), f"{done} of {len(theirs)} assigned tasks done", percent(done, len(theirs)), "100 %"
    )


def is_assigned(plan: Plan, task: Task) -> bool:
    return bool(task.assignee or task.lease or (task.track and plan.tracks[task.track].owner))


def no_duplicates(plan: Plan, criterion: Criterion) -> Verdict:
    """Two tasks are double when both have begun, stand in the same track or parent and are called the same; or when
    two agents work on overlapping paths at once.
    """
    found = [*same_titles(plan), *same_paths(plan)]
    if found:
        more = f" and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
        return Verdict("unmet", f"{'; '.join(found[:MOST_NAMED])}{more}", str(len(found)), "0")
    return Verdict("met", "no two begun tasks are the same, no two agents work on the same paths", "0", "0")


def same_titles(plan: Plan) -> Iterator[str]:
    called: dict[tuple[str, str], list[str]] = {}
    for task in leaves(plan):
        if task.status in BEGUN:
            title = " ".join(re.findall(r"\w+", task.title.casefold())) or task.title
            called.setdefault((task.container, title), []).append(task.key)
    for keys in called.values():
        if len(keys) > 1:
            yield f"{' and '.join(sorted(keys)[:MOST_NAMED])} are called the same"


def same_paths(plan: Plan) -> Iterator[str]:
    """Each pair once, and only what happens: a reservation that nobody works under is no work."""
    for name in sorted(plan.agents):
        for task in plan.leased_tasks(name):
            others = {clash.hold.holder.removeprefix("task/") for clash in clashes_of_task(plan, task, name)}
            for other in sorted(others & set(plan.tasks)):
                if task.key < other and plan.tasks[other].lease:
                    yield f"{task.key} and {other} touch the same paths"


def integration_points(plan: Plan, criterion: Criterion) -> Verdict:
    points = list(plan.integration_points.values())
    enough = ("integrated",) if criterion.value == "integrated" else ("ready", "integrated")
    return all_of([point.title for point in points if point.status not in enough], len(points), "integration points",
                  criterion.value)


def sync_points(plan: Plan, criterion: Criterion) -> Verdict:
    points = list(plan.sync_points.values())
    return all_of([point.title for point in points if not point.passed], len(points), "sync points", "passed")


def all_of(missing: list[str], total: int, things: str, word: str) -> Verdict:
    if not total:
        return Verdict("unknown", f"there are no {things} yet", "", f"all {word}")
    now = f"{total - len(missing)} of {total}"
    if not missing:
        return Verdict("met", f"all {total} {things} {word}", now, f"all {word}")
    more = f" and {len(missing) - MOST_NAMED} more" if len(missing) > MOST_NAMED else ""
    return Verdict("unmet", f"not {word}: {', '.join(missing[:MOST_NAMED])}{more}", now, f"all {word}")


def no_blocked(plan: Plan, criterion: Criterion) -> Verdict:
    """Blocked is what somebody has called so; what merely waits for its turn is not."""
    blocked = plan.tally("tasks").of("blocked") + plan.tally("subtasks").of("blocked")
    words = "nothing is blocked" if not blocked else f"{blocked} task{'s are' if blocked > 1 else ' is'} blocked"
    return Verdict(stated(not blocked), words, str(blocked), "0")


def metric(plan: Plan, criterion: Criterion) -> Verdict:
    measured = newest(plan, criterion.of)
    wanted = f"{criterion.comparison} {criterion.value}"
    if not measured:
        return Verdict("unknown", f"{criterion.of} is not measured yet", "", wanted)
    met = holds(measured, criterion.comparison, criterion.value)
    return Verdict(stated(met), f"{criterion.of}: {measured}", measured, wanted)


def text(plan: Plan, criterion: Criterion) -> Verdict:
    if criterion.met:
        return Verdict("met", f"{criterion.by} has seen it" if criterion.by else "the document says so")
    return Verdict("unmet", "nobody has said that it holds")


def stated(met: bool) -> str:
    return "met" if met else "unmet"


def leaves(plan: Plan) -> Iterator[Task]:
    return (task for task in plan.tasks.values() if not plan.has_subtasks(task.key))


EVALUATE: dict[str, Callable[[Plan, Criterion], Verdict]] = {
    "completion": completion,
    "assigned": assigned,
    "no_duplicates": no_duplicates,
    "integration_points": integration_points,
    "sync_points": sync_points,
    "no_blocked": no_blocked,
    "metric": metric,
    "text": text,
}
