"""What is wrong with a plan, with a way to mend each: work nobody owns, files two will touch, weeks that cannot be.

Every check is a function from an outlook to findings; the table names them all.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from tracks.ahead.network import in_plan_order
from tracks.ahead.outlook import Outlook
from tracks.ahead.picture import home_of, needs_of
from tracks.ahead.schedule import is_settled
from tracks.ahead.team import Team
from tracks.blockers import waiting_word
from tracks.holds import entries, near
from tracks.paths import readable
from tracks.persistent import Ranked
from tracks.plan import Plan
from tracks.work import SETTLED, Task, ref, split

MOST = 200  # findings of each check
MOST_LOOKED = 5_000  # tasks walked through to see whether two come one after the other
MOST_LOOKS = 20_000  # patterns that meet, looked at in all


@dataclass(frozen=True, slots=True)
class Finding:
    """`code` says which check found it, `severity` (error: something can never go on; warning; advice) how bad it is,
    `about` what it is about, `detail` what is wrong and `fix` what to do."""

    code: str
    severity: str
    about: tuple[str, ...]
    detail: str
    fix: str


def lint(seen: Outlook, team: Team) -> list[Finding]:
    """The worst first, then in the order of the checks and of the plan."""
    found = [finding for check in CHECKS for finding in islice(check(seen, team), MOST)]
    return sorted(found, key=lambda one: ("error", "warning", "advice").index(one.severity))


def waits_for_nothing(seen: Outlook, team: Team) -> Iterator[Finding]:
    """What waits for a track without any work, or for a task that was put off: neither will ever be done by itself."""
    plan = seen.plan
    for needs in sorted(plan.dependents):
        kind, key = split(needs)
        if kind == "track" and not plan.tally(needs).total and not plan.is_settled(needs):
            for item in waiting(plan, needs):
                detail = f"{waiting_word(item)} waits for track {key}, which has no tasks and so is never done."
                fix = f"Add the tasks of track {key}, or let {waiting_word(item)} not wait for it."
                yield Finding("waits_for_nothing", "error", (item, needs), detail, fix)
        elif kind == "task" and plan.tasks[key].status == "deferred":
            for item in waiting(plan, needs):
                detail = f"{waiting_word(item)} waits for {key}, which was deferred."
                fix = f"Reopen {key}, or let {waiting_word(item)} not wait for it."
                yield Finding("waits_for_nothing", "warning", (item, needs), detail, fix)


def waiting(plan: Plan, needs: str) -> list[str]:
    """What is held back by it, in the order of references."""
    return [item for item in sorted(plan.dependents[needs]) if not plan.is_settled(item)]


def nobody_can(seen: Outlook, team: Team) -> Iterator[Finding]:
    """Open tasks whose capabilities no agent has. Says nothing while nobody is registered."""
    if team.basis == "assumed":
        return
    for task in open_tasks(seen):
        if not any(hand.can(task.capabilities) for hand in team.hands):
            needed = ", ".join(task.capabilities) or "somebody"
            detail = f"{task.key} needs {needed}; no agent can do that."
            yield Finding("nobody_can", "error", (task.ref,), detail, f"Register an agent that can do {needed}, or change "
                          f"what {task.key} needs.")


def unowned(seen: Outlook, team: Team) -> Iterator[Finding]:
    """Tracks without owner whose open tasks are not meant for anybody either; and such tasks without a track."""
    free: dict[str, list[Task]] = {}
    for task in open_tasks(seen):
        home = seen.net.home[seen.net.numbers[task.ref]]
        if task.lease is None and not task.assignee and not (home and seen.plan.tracks[home].owner):
            free.setdefault(home, []).append(task)
    for home, tasks in free.items():
        count = f"{len(tasks)} open {'task' if len(tasks) == 1 else 'tasks'}"
        about = (ref("track", home),) if home else tuple(task.ref for task in tasks[:5])
        where = f"Track {home} has no owner and {count}" if home else f"No track and nobody has {count}"
        yield Finding("unowned", "advice", about, f"{where} that nobody is meant to do.",
                      f"Give track {home} an owner." if home else "Put them into a track, or say who is to do them.")


def impossible_weeks(seen: Outlook, team: Team) -> Iterator[Finding]:
    """Tracks planned to be done before something they wait for is."""
    plan = seen.plan
    ends = {ref("track", key): max(track.weeks) for key, track in plan.tracks.items() if track.weeks}
    told: set[tuple[str, str]] = set()
    for reference in seen.net.numbers if len(set(ends.values())) > 1 else ():
        item = home_of(seen, reference)
        for other in needs_of(plan, reference) if item in ends else ():
            needs = home_of(seen, other)
            if needs in ends and ends[item] < ends[needs] and (item, needs) not in told and not plan.is_settled(other):
                told.add((item, needs))
                late, early = split(item)[1], split(needs)[1]
                detail = (f"Track {late} is planned to be done in week {ends[item]}, but waits for track {early}, planned "
                          f"until week {ends[needs]}.")
                fix = f"Plan track {late} until week {ends[needs]} or later."
                yield Finding("impossible_weeks", "warning", (item, needs), detail, fix)


def orphan_deliverables(seen: Outlook, team: Team) -> Iterator[Finding]:
    """Deliverables that are not there although nothing is left to do for them."""
    for track in in_plan_order(seen.plan)[1]:
        missing = [one.text for one in track.deliverables if not one.done]
        tally = seen.plan.tally(ref("track", track.key))
        if missing and tally.of(*SETTLED) == tally.total:
            why = "all its tasks are done" if tally.total else "it has no tasks"
            detail = f"Track {track.key} still owes “{missing[0]}”{more(len(missing))}, but {why}."
            yield Finding("orphan_deliverable", "warning", (ref("track", track.key),), detail,
                          "Say that it is delivered, or add the task that makes it.")


def same_files(seen: Outlook, team: Team) -> Iterator[Finding]:
    """Open tasks that may run at the same time and declare paths that meet."""
    naming = {task.ref: task for task in open_tasks(seen) if task.paths}
    index = Ranked(entry for task in naming.values() for entry in entries(task.ref, readable(task.paths)))
    told: set[frozenset[str]] = set()
    looks = 0
    for one in naming.values():
        for path in readable(one.paths):
            for _, _, whose in near(index, path):
                looks += 1
                if looks > MOST_LOOKS:
                    return
                other, pair = naming[whose], frozenset((one.ref, whose))
                if len(pair) == 2 and pair not in told and may_run_together(seen, one, other):
                    told.add(pair)
                    detail = f"{one.key} and {other.key} both touch {path} and may run at the same time."
                    fix = f"Let {other.key} wait for {one.key}, or reserve {path} for one of them."
                    yield Finding("same_files", "warning", (one.ref, other.ref), detail, fix)


def may_run_together(seen: Outlook, one: Task, other: Task) -> bool:
    """Whether neither comes after the other, as far as a walk of bounded length tells."""
    first, second = seen.net.numbers[one.ref], seen.net.numbers[other.ref]
    return not (comes_after(seen, second, first) or comes_after(seen, first, second))


def comes_after(seen: Outlook, node: int, wanted: int) -> bool:
    inside, known = [node], {node}
    while inside and len(known) < MOST_LOOKED:
        for need in seen.net.before[inside.pop()]:
            if need == wanted:
                return True
            if need not in known:
                known.add(need)
                inside.append(need)
    return False


def open_tasks(seen: Outlook) -> Iterator[Task]:
    """Leaves with work left, in plan order."""
    return (task for task in seen.net.tasks if task is not None and not is_settled(task) and task.status != "deferred")


def more(count: int) -> str:
    return f" and {count - 1} more" if count > 1 else ""


CHECKS: tuple[Callable[[Outlook, Team], Iterator[Finding]], ...] = (
    waits_for_nothing, nobody_can, impossible_weeks, same_files, orphan_deliverables, unowned,
)

