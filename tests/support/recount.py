"""What follows from a plan's tasks, worked out again the slow and plain way: the yardstick for the incremental one."""

from collections import Counter
from typing import Any

from tracks.paths import overlap, prefix_of, readable
from tracks.plan import Plan
from tracks.tally import Tally
from tracks.work import DEFAULT_ESTIMATE, PRIORITIES, SETTLED, STATUSES, Task, split


class Recount:
    """The same questions as a plan answers, each from the facts alone."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.inside: dict[str, list[Task]] = {}
        self.waiting: dict[str, list[str]] = {}
        for task in plan.tasks.values():
            self.inside.setdefault(task.container, []).append(task)
            for need in task.depends_on:
                self.waiting.setdefault(need, []).append(task.ref)
        for track in plan.tracks.values():
            for need in track.depends_on:
                self.waiting.setdefault(need, []).append(f"track/{track.key}")
        for point in plan.sync_points.values():
            for need in (*point.after, *(f"measurement/{name}" for name in point.metrics)):
                self.waiting.setdefault(need, []).append(f"sync/{point.key}")
        self._tails: dict[str, int] = {}

    def status(self, task: Task) -> str:
        subtasks = self.inside.get(task.ref)
        if subtasks:
            return summed_up([self.status(one) for one in subtasks])
        if task.state != "open":
            return task.state
        return "ready" if all(self.is_settled(gate) for gate in self.gates(task)) else "pending"

    def percent(self, task: Task) -> int:
        subtasks = self.inside.get(task.ref)
        if subtasks:
            return self.tally(subtasks).percent
        if task.state == "done":
            return 100
        steps = 100 * sum(step.done for step in task.steps) // len(task.steps) if task.steps else 0
        return min(99, max(task.reported, steps))

    def gates(self, task: Task) -> list[str]:
        gates = list(task.depends_on)
        while task.parent:
            task = self.plan.tasks[task.parent]
            gates.extend(task.depends_on)
        return gates + (list(self.plan.tracks[task.track].depends_on) if task.track else [])

    def is_settled(self, reference: str) -> bool:
        kind, key = split(reference)
        if kind == "task":
            return self.status(self.plan.tasks[key]) in SETTLED
        if kind == "sync":
            return self.plan.sync_points[key].passed
        tasks = self.inside.get(reference, [])
        if not tasks:
            return self.plan.tracks[key].declared == "done"
        return all(self.status(task) in SETTLED for task in tasks)

    def tally(self, tasks: list[Task]) -> Tally:
        statuses = [self.status(task) for task in tasks]
        return Tally(tuple(statuses.count(status) for status in STATUSES), sum(map(self.percent, tasks)))

    def tail(self, reference: str) -> int:
        """Fails with RecursionError where the plan has a cycle."""
        if reference not in self._tails:
            self._tails[reference] = self._tail(reference)
        return self._tails[reference]

    def _tail(self, reference: str) -> int:
        inside = self.inside.get(reference)
        if inside:
            return max(self.tail(task.ref) for task in inside)
        kind, key = split(reference)
        waiting = list(self.waiting.get(reference, []))
        weight = 0
        if kind == "task":
            task = self.plan.tasks[key]
            weight = DEFAULT_ESTIMATE if task.estimate is None else task.estimate
            container = task.container
            while container:
                waiting.extend(self.waiting.get(container, []))
                container = self.plan.tasks[split(container)[1]].container if container.startswith("task/") else ""
        return weight + max(map(self.tail, waiting), default=0)

    def ready(self) -> list[tuple[int, int, int, str]]:
        return sorted(
            (-self.tail(task.ref), PRIORITIES.index(task.priority), task.position, task.key)
            for task in self.plan.tasks.values()
            if task.lease is None and task.state in ("open", "in_progress") and not self.inside.get(task.ref)
            and all(map(self.is_settled, self.gates(task)))
        )


    def holds(self) -> list[tuple[str, str, str]]:
        """Who holds which paths: the agent, the pattern, exclusive or shared."""
        leases = [(task.lease.agent, path, "exclusive") for task in self.plan.tasks.values() if task.lease
                  for path in readable(task.paths)]
        return leases + [(one.agent, path, one.mode) for one in self.plan.reservations.values() for path in one.paths]

    def held(self, task: Task) -> tuple[str, ...]:
        return tuple(sorted({
            agent for agent, theirs, _ in self.holds() for ours in readable(task.paths) if overlap(ours, theirs)
        }))

    def awaits(self, task: Task) -> tuple[str, ...]:
        if task.state != "open" or self.inside.get(task.ref):
            return ()
        return tuple(gate for gate in dict.fromkeys(self.gates(task)) if not self.is_settled(gate))


def summed_up(statuses: list[str]) -> str:
    if set(statuses) <= set(SETTLED):
        return "done" if "done" in statuses else "cancelled"
    if set(statuses) & {"claimed", "in_progress", "in_review", "done"}:
        return "in_progress"
    return next(status for status in ("ready", "failed", "blocked", "pending", "deferred") if status in statuses)


def assert_follows(plan: Plan) -> None:
    """Everything derived in the plan is what follows from its facts."""
    recount = Recount(plan)
    assert {key: (task.status, task.percent, task.tail) for key, task in plan.tasks.items()} == {
        key: (recount.status(task), recount.percent(task), recount.tail(task.ref)) for key, task in plan.tasks.items()
    }
    assert dict(plan.tallies) == nonempty({
        **{group: recount.tally(tasks) for group, tasks in recount.inside.items() if group},
        "tasks": recount.tally([task for task in plan.tasks.values() if not task.parent]),
        "subtasks": recount.tally([task for task in plan.tasks.values() if task.parent]),
    })
    assert {group: set(keys) for group, keys in plan.dependents.items()} == {
        group: set(items) for group, items in recount.waiting.items()
    }
    lifts: dict[str, set[str]] = {}
    for task in plan.tasks.values():
        for reference in task.waits_for if task.state == "blocked" else ():
            lifts.setdefault(reference, set()).add(task.key)
    assert {reference: set(keys) for reference, keys in plan.lifts.items()} == lifts
    assert set(plan.self_opening) == {key for key, point in plan.sync_points.items() if point.opens_itself}
    held: dict[str, set[str]] = {}
    for task in plan.tasks.values():
        if task.lease:
            held.setdefault(f"agent/{task.lease.agent}", set()).add(task.key)
    assert {group: set(keys) for group, keys in plan.members.items()} == {
        **{group: {task.key for task in tasks} for group, tasks in recount.inside.items() if group}, **held,
    }
    groups = [f"track/{key}" for key in plan.tracks] + [f"sync/{key}" for key in plan.sync_points]
    assert dict(plan.heads) == {group: tail for group in groups if (tail := recount.tail(group))}
    assert plan.ready == recount.ready()
    assert {task.key: task.rank for task in plan.tasks.values() if task.rank} == {rank[3]: rank for rank in plan.ready}
    assert_offers_follow(plan, recount)
    assert {name: agent.load for name, agent in plan.agents.items()} == {
        name: len(held.get(f"agent/{name}", ())) for name in plan.agents
    }
    stuck = {key for key, task in plan.tasks.items() if task.status in ("blocked", "failed", "in_review")}
    assert set(plan.promised) == {
        key for key, task in plan.tasks.items()
        if task.status == "pending" and task.assignee and f"task/{key}" not in recount.inside
    }
    assert set(plan.stuck) == {key for key in stuck if f"task/{key}" not in recount.inside}
    pending: dict[str, set[str]] = {}
    for delivery in plan.deliveries.values():
        pending.setdefault(delivery.recipient, set()).add(delivery.message)
    assert {name: set(keys) for name, keys in plan.inboxes.items()} == pending
    unread = [delivery.message for delivery in plan.deliveries.values()]
    assert {key: message.unread for key, message in plan.messages.items()} == {key: unread.count(key) for key in plan.messages}
    assert not any(message.is_over for message in plan.messages.values())
    assert set(plan.unsettled) == {key for key, message in plan.messages.items() if message.is_open}
    assert set(plan.dependencies) == {
        f"{item}\t{need}"
        for kind, things in (("task", plan.tasks), ("track", plan.tracks)) for key, thing in things.items()
        for item in [f"{kind}/{key}"] for need in thing.depends_on
    }


def nonempty(tallies: dict[str, Tally]) -> dict[str, Any]:
    return {group: tally for group, tally in tallies.items() if tally.total}


def assert_offers_follow(plan: Plan, recount: Recount) -> None:
    """Who holds which paths, and which ready tasks are open to whom."""
    offers: dict[str, dict[Any, list[Any]]] = {}
    held = {rank[3]: recount.held(plan.tasks[rank[3]]) for rank in plan.ready}
    for rank in plan.ready:
        task = plan.tasks[rank[3]]
        for place in ["", f"track/{task.track}"] if task.track else [""]:
            group = tuple(sorted(set(task.capabilities))), held[task.key]
            offers.setdefault(place, {}).setdefault(group, []).append(rank)
    assert {place: {group: list(ranks) for group, ranks in groups.items()} for place, groups in plan.choices.items()} == offers
    assert dict(plan.held) == {key: agents for key, agents in held.items() if agents}
    leases = [(path, task.ref) for task in plan.tasks.values() if task.lease for path in readable(task.paths)]
    reserved = [(path, one.ref) for one in plan.reservations.values() for path in one.paths]
    assert list(plan.holds) == sorted((prefix_of(path), path, holder) for path, holder in leases + reserved)
    wanted = [(path, rank[3]) for rank in plan.ready for path in readable(plan.tasks[rank[3]].paths)]
    assert list(plan.wanted) == sorted((prefix_of(path), path, key) for path, key in wanted)
    awaits = {key: recount.awaits(task) for key, task in plan.tasks.items()}
    assert {key: task.awaits for key, task in plan.tasks.items()} == awaits
    counts = Counter(gate for gates in awaits.values() for gate in gates)
    assert dict(plan.awaited) == counts
    assert list(plan.worst) == sorted((-count, gate) for gate, count in counts.items())
    whose = [(f"agent/{one.agent}", one.key) for one in plan.reservations.values()]
    whose += [(f"task/{one.task}", one.key) for one in plan.reservations.values() if one.task]
    assert {(whom, key) for whom, keys in plan.reserved.items() for key in keys} == set(whose)
    for one in plan.reservations.values():
        assert (one.until is None) == bool(one.task)
        if one.task:
            lease = plan.tasks[one.task].lease
            assert lease and lease.agent == one.agent, "a reservation outlived the lease it was made for"
