"""Why an agent was given this task, or none: in words and in figures, from what the plan has counted already."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from agents.plan import Agent
from tracks.blockers import waiting_word
from tracks.choices import NO_GROUPS, Group, place_of
from tracks.contention import clashes_of_task, until
from tracks.persistent import Ranked
from tracks.plan import Plan
from tracks.work import Rank, Task, split

MOST_REASONS = 3  # of each sort
MOST_LOOKED_AT = 1_000  # tasks of the tracks that were asked for


@dataclass(frozen=True, slots=True)
class Waiting:
    """`count` tasks cannot be taken because of one thing. `sort`: gate, capability or path; `what` names it.

    `holder` is the agent that works on it or has it; `until` says until when, in words.
    """

    sort: str
    count: int
    what: str
    holder: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Why there is nothing to take: `code` for programs, `detail` and `next` in words, `waiting` what holds up how many."""

    code: str
    detail: str
    next: str
    waiting: tuple[Waiting, ...] = ()


NEXT = {
    "capability_missing": "Register the capability, or let another agent take them.",
    "paths_are_held": "Ask again when the paths are free; `wait` waits for it.",
    "nothing_ready": "Ask again when something is finished; `wait` waits for it.",
}


def why_nothing(plan: Plan, name: str, tracks: tuple[str, ...] = (), capabilities: tuple[str, ...] | None = None) -> Nothing:
    """Why `claim_next` gave nothing to this agent, in words a person and an agent can act on."""
    agent = plan.agents[name]
    if not agent.has_room:
        held = ", ".join(task.key for task in plan.leased_tasks(name)[:20])
        return Nothing("agent_is_full", f"{name} holds {agent.load} of {agent.capacity} tasks: {held}.",
                       "Finish or release one of them first.")
    tally = plan.tally("tasks")
    if not tally.total:
        return Nothing("no_tasks", "This project has no tasks.", "Import a plan or add tasks.")
    if tally.is_settled:
        return Nothing("all_done", "Every task is done.", "There is nothing left to do here.")
    gates = list(gates_in(plan, tracks) if tracks else worst_gates(plan))
    lacking = list(lacking_in(plan, agent.capabilities if capabilities is None else capabilities, tracks))
    held_up = list(held_in(plan, agent, agent.capabilities if capabilities is None else capabilities, tracks))
    code = "capability_missing" if lacking else "paths_are_held" if held_up else "nothing_ready"
    waiting = (*gates, *lacking, *held_up)
    words = [sentence(one, waiting[:place]) for place, one in enumerate(waiting)]
    if not tracks:
        words += rest(plan)
    return Nothing(code, "; ".join(words) + "." if words else "Nothing is ready.", NEXT[code], waiting)


def sentence(one: Waiting, said: tuple[Waiting, ...]) -> str:
    """`3 tasks wait for B.1, held by ada`; what follows says no more than it must: `2 need rust`."""
    count = str(one.count) if said else f"{one.count} {'tasks' if one.count > 1 else 'task'}"
    if one.sort == "capability":
        return f"{count} {'need' if one.count > 1 else 'needs'} {one.what}"
    waits = "wait" if one.count > 1 else "waits"
    holder = f", {one.holder}" if one.holder else ""
    return f"{count} {waits} for {one.what}{holder}{f' {one.until}' if one.until else ''}"


def rest(plan: Plan) -> list[str]:
    tally = plan.tally("tasks")
    running, blocked = tally.of("claimed", "in_progress"), tally.of("blocked", "failed")
    words = [f"{running} {'are' if running > 1 else 'is'} being worked on"] if running else []
    return [*words, *([f"{blocked} blocked or failed"] if blocked else [])]


# What pending tasks wait for -----------------------------------------------------------------------------------------


def worst_gates(plan: Plan) -> Iterator[Waiting]:
    for count, gate in islice(plan.worst, MOST_REASONS):
        yield waiting_for(plan, gate, -count)


def gates_in(plan: Plan, tracks: tuple[str, ...]) -> list[Waiting]:
    """The same for some tracks: counted among their first tasks, so that it costs the same in any plan."""
    counts: dict[str, int] = {}
    for task in islice(tasks_within(plan, [f"track/{key}" for key in tracks]), MOST_LOOKED_AT):
        for gate in task.awaits:
            counts[gate] = counts.get(gate, 0) + 1
    worst = sorted(counts.items(), key=lambda gate: (-gate[1], gate[0]))[:MOST_REASONS]
    return [waiting_for(plan, gate, count) for gate, count in worst]


def tasks_within(plan: Plan, groups: list[str]) -> Iterator[Task]:
    while groups:
        for key in plan.members.get(groups.pop(), ()):
            yield plan.tasks[key]
            if plan.has_subtasks(key):
                groups.append(f"task/{key}")


def waiting_for(plan: Plan, gate: str, count: int) -> Waiting:
    kind, key = split(gate)
    task: Task | None = plan.tasks.get(key) if kind == "task" else None
    holder = task.lease.agent if task and task.lease else ""
    return Waiting("gate", count, waiting_word(gate), f"held by {holder}" if holder else "")


# What is ready, but not for this agent -------------------------------------------------------------------------------


def groups_of(plan: Plan, tracks: tuple[str, ...]) -> Iterable[tuple[Group, Ranked[Rank]]]:
    places = [f"track/{key}" for key in dict.fromkeys(tracks)] or [""]
    return chain.from_iterable(plan.choices.get(place, NO_GROUPS).items() for place in places)


def lacking_in(plan: Plan, offered: tuple[str, ...], tracks: tuple[str, ...]) -> list[Waiting]:
    counts: dict[tuple[str, ...], int] = {}
    for (needed, _), ranks in groups_of(plan, tracks):
        if missing := tuple(need for need in needed if need not in offered):
            counts[missing] = counts.get(missing, 0) + len(ranks)
    worst = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:MOST_REASONS]
    return [Waiting("capability", count, " and ".join(f"`{one}`" for one in missing)) for missing, count in worst]


def held_in(plan: Plan, agent: Agent, offered: tuple[str, ...], tracks: tuple[str, ...]) -> list[Waiting]:
    """Tasks that would fit, by who holds their paths; the best of each stands for the others."""
    found = [
        (len(ranks), next(iter(ranks))) for (needed, held), ranks in groups_of(plan, tracks)
        if set(needed) <= set(offered) and set(held) - {agent.name}
    ]
    worst = sorted(found, key=lambda one: (-one[0], one[1]))[:MOST_REASONS]
    return [held_back(plan, count, best[3], agent.name) for count, best in worst]


def held_back(plan: Plan, count: int, key: str, agent: str) -> Waiting:
    clash = clashes_of_task(plan, plan.tasks[key], agent)[0]
    kind, held = split(clash.hold.holder)
    how = f"reserved by {clash.hold.agent}" if kind == "reservation" else f"held by {clash.hold.agent} with {held}"
    what = clash.ours if count == 1 else f"paths such as {clash.ours}"
    has_end = kind == "reservation" and plan.reservations[held].until
    return Waiting("path", count, what, how, until(plan, clash.hold.holder) if has_end else "")


# Why this one --------------------------------------------------------------------------------------------------------


def because(plan: Plan, task: Task, agent: Agent, tracks: tuple[str, ...] = ()) -> str:
    """Why `agent` was given `task` and not another, as seen right after: `critical path of 14 h; avoids src/x.py held by bob`."""
    words = [f"critical path of {hours(task.tail)}"]
    if task.priority in ("critical", "high"):
        words.append(f"{task.priority} priority")
    avoided = better(plan, place_of(task), agent, tracks)
    for count, key in avoided[:1]:
        clash = clashes_of_task(plan, plan.tasks[key], agent.name)[0]
        more = f" and {count - 1} more" if count > 1 else ""
        words.append(f"avoids {clash.ours} held by {clash.hold.agent} ({key}{more} skipped)")
    return "; ".join(words)


def better(plan: Plan, place: Rank, agent: Agent, tracks: tuple[str, ...]) -> list[tuple[int, str]]:
    """The tasks that would have come first, had others not held their paths: how many (100 at most) and the best of them."""
    found = []
    for (needed, held), ranks in groups_of(plan, tracks):
        if set(held) - {agent.name} and agent.offers(needed):
            before = list(islice(ranks.between((), place), 100))
            if before:
                found.append((before[0], len(before)))
    return [(count, best[3]) for best, count in sorted(found)]


def hours(minutes: int) -> str:
    if minutes < 90:
        return f"{minutes} min"
    return f"{minutes / 60:.0f} h" if minutes >= 600 else f"{minutes / 60:.1f} h".replace(".0 h", " h")
