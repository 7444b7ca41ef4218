"""How much work lies on the longest path behind each task: its `tail`, in minutes, kept up to date as the plan changes.

A leaf weighs its estimate; a parent or track passes on the longest of its members. Only the shape of the plan counts,
not progress, so tails change when people edit the plan and never while agents work it off.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tracks.work import DEFAULT_ESTIMATE, Task, split

if TYPE_CHECKING:
    from tracks.draft import Draft

# Beyond this many looks (an import; a long chain) one ordered pass over everything upstream is cheaper than following
# each edit by itself.
BULK = 500


def update(draft: "Draft", restructured: Iterable[str], regrouped: Iterable[str]) -> dict[str, None]:
    """Brings tails and heads up to date; answers the keys of the tasks to rank anew.

    `restructured` are the references whose weight, or what waits for them, was edited; `regrouped` the groups that
    gained their first member, or lost one that mattered.
    """
    stale = {reference: None for edited in restructured for reference in within(draft, edited)}
    stale.update({group: None for group in regrouped if draft.exists(group)})
    changed = dict.fromkeys(stale)
    looks = 0
    while stale and len(stale) + looks <= BULK:
        reference = next(iter(stale))
        del stale[reference]
        looks += 1
        for one in follow(draft, reference):
            changed[one] = None
            stale.update(dict.fromkeys(needed(draft, one)))
    for reference in upstream(draft, stale):
        if tail_of(draft, reference) != (tail := longest(draft, reference)):
            set_tail(draft, reference, tail)
            changed[reference] = None
    return {split(reference)[1]: None for reference in changed if reference.startswith("task/")}


def follow(draft: "Draft", reference: str) -> list[str]:
    """Works out one tail and those of the groups that pass it on; answers what became different."""
    became = []
    before, after = tail_of(draft, reference), longest(draft, reference)
    while True:
        if before != after:
            set_tail(draft, reference, after)
            became.append(reference)
        group = container_of(draft, reference)
        if not group:
            return became
        head = tail_of(draft, group)
        if after > head:
            longer = after
        elif before == head and after < head:
            longer = longest(draft, group)  # the leader fell back: only then must all the others be asked
        else:
            return became
        reference, before, after = group, head, longer


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
        container = container_of(draft, container)


def container_of(draft: "Draft", reference: str) -> str:
    kind, key = split(reference)
    return draft.tasks[key].container if kind == "task" else ""


def tail_of(draft: "Draft", reference: str) -> int:
    kind, key = split(reference)
    tail: int = draft.tasks[key].tail if kind == "task" else draft.heads.get(reference, 0)
    return tail


def set_tail(draft: "Draft", reference: str, tail: int) -> None:
    kind, key = split(reference)
    if kind == "task":
        draft.tasks.edit(key, tail=tail)
    elif tail:
        draft.heads[reference] = tail
    else:
        draft.heads.discard(reference)


def within(draft: "Draft", reference: str) -> Iterator[str]:
    """`reference` and all that is in it, at any depth: those whose path an edit there can change."""
    inside = [reference] if draft.exists(reference) else []
    while inside:
        reference = inside.pop()
        yield reference
        inside.extend(f"task/{member}" for member in draft.members.get(reference, ()))


def needed(draft: "Draft", reference: str) -> Iterator[str]:
    """What has `reference` directly behind it."""
    kind, key = split(reference)
    if kind == "task":
        needs = draft.tasks[key].depends_on
    elif kind == "track":
        needs = draft.tracks[key].depends_on
    else:
        needs = draft.sync_points[key].after
    for need in needs:
        yield from within(draft, need)


def upstream(draft: "Draft", stale: Iterable[str]) -> list[str]:
    """Everything whose tail may follow from those of `stale`, each after all that is behind it."""
    order: list[str] = []
    seen: set[str] = set()
    for start in stale:
        if start in seen:
            continue
        seen.add(start)
        stack = [(start, ahead(draft, start))]
        while stack:
            reference, rest = stack[-1]
            for further in rest:
                if further not in seen:
                    seen.add(further)
                    stack.append((further, ahead(draft, further)))
                    break
            else:
                order.append(reference)
                stack.pop()
    order.reverse()
    return order


def ahead(draft: "Draft", reference: str) -> Iterator[str]:
    """What takes its tail from that of `reference`: the things it waits for and the group that passes it on."""
    yield from needed(draft, reference)
    if container := container_of(draft, reference):
        yield container
