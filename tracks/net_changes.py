"""What changed since a moment, as somebody who read the plan then needs to hear it: one line a thing, its net effect."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tracks.difference import ONE_OF, Change, changed, difference
from tracks.draft import Changes
from tracks.evolve import fold
from tracks.happened import Done
from tracks.plan import ARCHIVED, KINDS, Plan
from tracks.restoring import DESCRIBED
from tracks.things import WAY_OF
from tracks.work import split

# What was said and read, whom the log is told to, and reports: these have lists of their own.
NEVER_TOLD = frozenset({*ARCHIVED, "imports", "webhooks"})


@dataclass(frozen=True, slots=True)
class Step:
    """A status that a task came to, and by whom; nobody where it followed from something else."""

    status: str
    actor: str = ""


@dataclass(frozen=True, slots=True)
class Net:
    """What became of one thing. `path` are the statuses of a task from then to now, `fields` what else is different."""

    kind: str
    key: str
    title: str
    fate: str
    path: tuple[Step, ...] = ()
    fields: tuple[str, ...] = ()
    last: int = 0

    @property
    def words(self) -> str:
        """`B.1: ready → in_progress (ada) → done`."""
        what = self.key if self.kind == "tasks" else f"{ONE_OF.get(self.kind, self.kind)} {self.key}"
        what = what.replace("\t", " waits for ")
        if self.fate != "changed":
            ended = f", {self.path[-1].status}" if self.path and self.fate == "added" else ""
            return f"{what} {'new' if self.fate == 'added' else 'removed'}{ended}: {self.title}".removesuffix(": ")
        told = [" → ".join(said(self.path))] if len(self.path) > 1 else []
        return f"{what}: " + "; ".join([*told, *([f"{', '.join(self.fields)} changed"] if self.fields else [])])


def said(path: Iterable[Step]) -> Iterator[str]:
    """Whoever brings a task to several statuses in a row is named once."""
    before = ""
    for step in path:
        actor = step.actor.removeprefix("agent/")
        yield f"{step.status} ({actor})" if actor and actor != before else step.status
        before = actor or before


def walked(then: Plan, done: Iterable[Done]) -> tuple[Plan, list[Net]]:
    """Command by command. Costs as much as there were events, however large the plan is."""
    now = then
    touched: dict[tuple[str, str], int] = {}
    paths: dict[str, list[Step]] = {}
    for one in done:
        before = now
        now, changes = fold(now, one.happened)
        follow(paths, before, now, changes, one)
        for kind, values in changes.of_kind.items():
            touched |= {(kind, key): one.last for key in values}
    found = [net_of(kind, key, then, now, paths.get(key), last) for (kind, key), last in touched.items()]
    return now, in_order(one for one in found if one)


def follow(paths: dict[str, list[Step]], before: Plan, now: Plan, changes: Changes, one: Done) -> None:
    named = {happened.event.subject for happened in one.happened}
    for key in changes.of_kind.get("tasks", ()):
        old, new = before.tasks.get(key), now.tasks.get(key)
        if new and (old is None or old.status != new.status):
            path = paths.setdefault(key, [Step(old.status)] if old else [])
            path.append(Step(new.status, one.actor if f"task/{key}" in named else ""))


def net_of(kind: str, key: str, then: Plan, now: Plan, path: list[Step] | None, last: int) -> Net | None:
    if kind in NEVER_TOLD:
        return None
    change = changed(kind, key, getattr(then, kind).get(key), getattr(now, kind).get(key))
    return net(change, path, last) if change else None


def compared(then: Plan, now: Plan) -> list[Net]:
    """From the two plans alone: says what is different, not on which way it became so."""
    return in_order(
        net(change, ends(change, then, now), version_of(now, change)) for change in difference(then, now)
        if change.kind not in NEVER_TOLD
    )


def ends(change: Change, then: Plan, now: Plan) -> list[Step] | None:
    if change.kind != "tasks":
        return None
    statuses = [task.status for plan in (then, now) if (task := plan.tasks.get(change.key))]
    return [Step(status) for status in dict.fromkeys(statuses)]


def version_of(now: Plan, change: Change) -> int:
    found: int = getattr(getattr(now, change.kind).get(change.key), "version", 0)
    return found


def net(change: Change, path: list[Step] | None, last: int) -> Net:
    moved = len(path or ()) > 1  # then the way says what became of its life
    fields = tuple(one.name for one in change.fields if not moved or one.name in DESCRIBED)
    return Net(change.kind, change.key, change.title, change.fate, tuple(path or ()), fields, last)


def in_order(found: Iterable[Net]) -> list[Net]:
    """Tasks first, then kind by kind, what changed last before what changed first."""
    places = {kind: place for place, kind in enumerate(("tasks", *(kind for kind in KINDS if kind != "tasks")))}
    return sorted(found, key=lambda one: (places[one.kind], -one.last, one.key))


# Whom it concerns ----------------------------------------------------------------------------------------------------


def about(found: Iterable[Net], reference: str, *plans: Plan) -> list[Net]:
    """Those about one thing: itself, what is in it, and what waits for it or what it waits for."""
    inside = {member for plan in plans for member in within(plan, reference)}
    return [one for one in found if refers(one) & inside]


def within(plan: Plan, reference: str) -> Iterator[str]:
    waiting = [reference]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += [f"task/{key}" for key in plan.members.get(one, ())]


def refers(one: Net) -> set[str]:
    if one.kind == "dependencies":
        return set(one.key.split("\t"))
    return {f"{WAY_OF[one.kind].word}/{one.key}"} if one.kind in WAY_OF else set()


def concerning(found: Iterable[Net], agent: str, then: Plan, now: Plan) -> list[Net]:
    """Those an agent has to know: what it holds, held or is meant for, what that waits for, and what it may take now."""
    held = [(plan, task) for plan in (then, now) for task in plan.leased_tasks(agent)]
    mine = {f"agent/{agent}", *(reference for plan, task in held for reference in (task.ref, *plan.gates(task)))}
    return [one for one in found if refers(one) & mine or is_meant(one, agent, then, now) or may_take(one, agent, now)]


def is_meant(one: Net, agent: str, *plans: Plan) -> bool:
    """Whether it is about a task that is meant for the agent, or about what such a task waits for."""
    items = {item for plan in plans for reference in refers(one) for item in (reference, *plan.dependents.get(reference, ()))}
    keys = [key for kind, key in map(split, items) if kind == "task"]
    return any(plan.tasks[key].assignee == agent for plan in plans for key in keys if key in plan.tasks)


def may_take(one: Net, agent: str, now: Plan) -> bool:
    if one.kind != "tasks" or agent not in now.agents:
        return False
    task = now.tasks.get(one.key)
    return bool(task and task.status == "ready" and now.agents[agent].offers(task.capabilities))


def is_known(plan: Plan, reference: str) -> bool:
    kind, key = split(reference)
    return plan.exists(reference) or (kind == "agent" and key in plan.agents)
