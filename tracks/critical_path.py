"""How much work lies on the longest path behind each task: its `tail`, in minutes, kept up to date as the plan changes.

A leaf weighs its estimate; a parent or track passes on the longest of its members. Only the shape of the plan counts,
not progress, so tails change when people edit the plan and never while agents work it off.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from tracks.plan import DEFAULT_ESTIMATE, Task, split

if TYPE_CHECKING:
    from tracks.draft import Draft

# Beyond this many edits at once (an import) one ordered pass over everything is cheaper than following each.
BULK = 200


def update(draft: "Draft", restructured: Iterable[str]) -> dict[str, None]:
    """Brings tails and heads up to date after edits at `restructured`; answers the keys of tasks to rank anew."""
    edited = [reference for reference in restructured if exists(draft, reference)]
    seeds = dict.fromkeys(leaf for reference in edited for leaf in sources(draft, reference))
    changed = {reference: None for reference in seeds if reference.startswith("task/")}
    if len(seeds) > BULK:
        for reference in cone(draft, seeds):
            if refresh(draft, reference):
                changed[reference] = None
    else:
        while seeds:
            reference = next(iter(seeds))
            del seeds[reference]
            if refresh(draft, reference):
                changed[reference] = None
                seeds.update(dict.fromkeys(ahead(draft, reference)))
    return {split(reference)[1]: None for reference in changed if reference.startswith("task/")}


def refresh(draft: "Draft", reference: str) -> bool:
    """Works out one tail anew; whether it became another."""
    tail = longest(draft, reference)
    if tail == tail_of(draft, reference):
        return False
    kind, key = split(reference)
    if kind == "task":
        draft.tasks[key] = replace(draft.tasks[key], tail=tail)
    else:
        draft.heads[reference] = tail
    return True


def longest(draft: "Draft", reference: str) -> int:
    """The longest path that begins with `reference`, given those of everything behind it."""
    kind, key = split(reference)
    members = draft.members.get(reference)
    if members:
        return max(draft.tasks[member].tail for member in members)
    if kind == "task":
        task = draft.tasks[key]
        weight = DEFAULT_ESTIMATE if task.estimate is None else task.estimate
        return weight + max((tail_of(draft, item) for item in behind(draft, task)), default=0)
    return max((tail_of(draft, item) for item in draft.dependents.get(reference, ())), default=0)


def behind(draft: "Draft", task: Task) -> Iterator[str]:
    """What waits for a leaf: its own dependents and those of everything it is part of."""
    yield from draft.dependents.get(task.ref, ())
    container = task.container
    while container:
        yield from draft.dependents.get(container, ())
        kind, key = split(container)
        container = draft.tasks[key].container if kind == "task" else ""


def tail_of(draft: "Draft", reference: str) -> int:
    kind, key = split(reference)
    tail: int = draft.tasks[key].tail if kind == "task" else draft.heads.get(reference, 0)
    return tail


def exists(draft: "Draft", reference: str) -> bool:
    kind, key = split(reference)
    return key in {"task": draft.tasks, "track": draft.tracks, "sync": draft.sync_points}.get(kind, ())


def sources(draft: "Draft", reference: str) -> Iterator[str]:
    """The leaves whose path an edit at `reference` can change, and `reference` itself."""
    yield reference
    for member in draft.members.get(reference, ()):
        yield from sources(draft, f"task/{member}")


def ahead(draft: "Draft", reference: str) -> Iterator[str]:
    """What has `reference` directly behind it: the things it waits for and the group that passes its tail on."""
    kind, key = split(reference)
    if kind == "task":
        task = draft.tasks[key]
        needs, container = task.depends_on, task.container
    elif kind == "track":
        needs, container = draft.tracks[key].depends_on, ""
    else:
        needs, container = draft.sync_points[key].after, ""
    for need in needs:
        yield from sources(draft, need)
    if container:
        yield container


def cone(draft: "Draft", seeds: Iterable[str]) -> list[str]:
    """Everything upstream of `seeds`, each after all that is behind it: depth-first, without recursion."""
    order: list[str] = []
    seen: set[str] = set()
    for seed in seeds:
        if seed in seen:
            continue
        seen.add(seed)
        stack = [(seed, iter(list(ahead(draft, seed))))]
        while stack:
            reference, rest = stack[-1]
            for upstream in rest:
                if upstream not in seen:
                    seen.add(upstream)
                    stack.append((upstream, iter(list(ahead(draft, upstream)))))
                    break
            else:
                order.append(reference)
                stack.pop()
    order.reverse()
    return order
