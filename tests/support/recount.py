"""What follows from a plan's tasks, worked out again the slow and plain way: the yardstick for the incremental one."""

from typing import Any

from tracks.plan import DEFAULT_ESTIMATE, PRIORITIES, SETTLED, STATUSES, Plan, Tally, Task, split


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
            for need in point.after:
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
    held: dict[str, set[str]] = {}
    for task in plan.tasks.values():
        if task.lease:
            held.setdefault(f"agent/{task.lease.agent}", set()).add(task.key)
    assert {group: set(keys) for group, keys in plan.members.items()} == {
        **{group: {task.key for task in tasks} for group, tasks in recount.inside.items() if group}, **held,
    }
    groups = [f"track/{key}" for key in plan.tracks] + [f"sync/{key}" for key in plan.sync_points]
    assert dict(plan.heads) == {group: tail for group in groups if (tail := recount.tail(group))}
    assert list(plan.ready) == recount.ready()
    assert {task.key: task.rank for task in plan.tasks.values() if task.rank} == {rank[3]: rank for rank in plan.ready}
    assert {name: agent.load for name, agent in plan.agents.items()} == {
        name: len(held.get(f"agent/{name}", ())) for name in plan.agents
    }
    assert set(plan.dependencies) == {
        f"{item}\t{need}"
        for kind, things in (("task", plan.tasks), ("track", plan.tracks)) for key, thing in things.items()
        for item in [f"{kind}/{key}"] for need in thing.depends_on
    }


def nonempty(tallies: dict[str, Tally]) -> dict[str, Any]:
    return {group: tally for group, tally in tallies.items() if tally.total}
