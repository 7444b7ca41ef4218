"""Which ready tasks are open to whom: kept up to date as the plan changes, so that nobody has to look through them.

Ready tasks stand in groups: those that ask for the same capabilities and whose paths the same agents hold. A claim looks
at the groups and takes the best of those that are open to it, however many tasks are not.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tracks.holds import Entry, clashes, entries, held_by_task, near
from tracks.paths import readable
from tracks.persistent import Map, Ranked
from tracks.reservation import Reservation
from tracks.work import PRIORITIES, Rank, Task

if TYPE_CHECKING:
    from tracks.draft import Draft

Group = tuple[tuple[str, ...], tuple[str, ...]]  # the capabilities asked for; the agents that hold the paths
Groups = Map[Group, Ranked[Rank]]
EVERYWHERE = ""  # the place whose groups hold all ready tasks; those of one track stand in track/<key> as well
PLACE_OF_PRIORITY = {priority: place for place, priority in enumerate(PRIORITIES)}
NO_GROUPS: Groups = Map()
NOBODY: tuple[str, ...] = ()


def update(draft: "Draft", settled: Iterable[str]) -> None:
    """Ranks the `settled` tasks anew, moves on who holds which paths, and with them which tasks are open to whom."""
    moved = move_holds(draft, settled)
    ranked = rank(draft, settled)
    for pattern in moved:
        ranked.update(dict.fromkeys(key for _, _, key in near(draft.wanted, pattern)))
    regroup(draft, ranked)


def move_holds(draft: "Draft", settled: Iterable[str]) -> dict[str, None]:
    """Brings `holds` up to date; answers the patterns that others have or are rid of."""
    gone: set[Entry] = set()
    come: set[Entry] = set()
    moved: dict[str, None] = {}
    origin = draft.origin
    for key in settled:
        before, after = origin.tasks.get(key), draft.tasks.get(key)
        old, new = entries(f"task/{key}", held_by_task(before)), entries(f"task/{key}", held_by_task(after))
        exchange(old, new, holder_of_task(before) != holder_of_task(after), gone, come, moved)
    for key, reservation in draft.reservations.changes().items():
        earlier: Reservation | None = origin.reservations.get(key)
        holder = f"reservation/{key}"
        old = entries(holder, earlier.paths if earlier else ())
        new = entries(holder, reservation.paths if reservation else ())
        exchange(old, new, bool(earlier and reservation and earlier.agent != reservation.agent), gone, come, moved)
    draft.holds = origin.holds.changed(gone, come)
    return moved


def exchange(
    old: frozenset[Entry], new: frozenset[Entry], hands: bool, gone: set[Entry], come: set[Entry], moved: dict[str, None]
) -> None:
    """`hands`: they are in other hands than before."""
    gone |= old - new
    come |= new - old
    moved.update((pattern, None) for _, pattern, _ in (old | new if hands else old ^ new))


def holder_of_task(task: Task | None) -> str:
    return task.lease.agent if task and task.lease else ""


def rank(draft: "Draft", settled: Iterable[str]) -> dict[str, None]:
    """Gives each of these tasks its place among the ready ones; answers those that have or had one."""
    ranked: dict[str, None] = {}
    gone: set[Entry] = set()
    come: set[Entry] = set()
    for key in settled:
        before: Task | None = draft.origin.tasks.get(key)
        task: Task | None = draft.tasks.get(key)
        place = rank_of(draft, task) if task else None
        if task and task.rank != place:
            task = draft.tasks.edit(key, rank=place)
        if place or (before and before.rank):
            ranked[key] = None
            old, new = wants(before), wants(task)
            gone |= old - new
            come |= new - old
    draft.wanted = draft.origin.wanted.changed(gone, come)
    return ranked


def rank_of(draft: "Draft", task: Task) -> Rank | None:
    if not task.is_free or draft.has_subtasks(task.key) or (task.status != "ready" and draft.unmet(task)):
        return None
    return place_of(task)


def place_of(task: Task) -> Rank:
    """Best first: the longest path of work behind it, then priority, then plan order."""
    return -task.tail, PLACE_OF_PRIORITY[task.priority], task.position, task.key


def wants(task: Task | None) -> frozenset[Entry]:
    return entries(task.key, readable(task.paths)) if task and task.rank and task.paths else frozenset()


def regroup(draft: "Draft", keys: Iterable[str]) -> None:
    """Moves these tasks from the groups they were in to those they belong in now."""
    gone: dict[tuple[str, Group], list[Rank]] = {}
    come: dict[tuple[str, Group], list[Rank]] = {}
    known: dict[tuple[str, ...], tuple[str, ...]] = {(): NOBODY}
    for key in keys:
        before: Task | None = draft.origin.tasks.get(key)
        task: Task | None = draft.tasks.get(key)
        old = (before.rank, before.track, group_of(before, draft.origin.held.get(key, NOBODY))) if before else None
        if task is None or task.rank is None:
            draft.held.discard(key)
            new = None
        else:
            if task.paths not in known:
                known[task.paths] = holders_of(draft, task)
            held = known[task.paths]
            if held != draft.held.get(key, NOBODY):
                note_held(draft, key, held)
            new = (task.rank, task.track, group_of(task, held))
        if old != new:
            put(gone, old)
            put(come, new)
    apply(draft, gone, come)


def holders_of(draft: "Draft", task: Task) -> tuple[str, ...]:
    """The agents that hold what this ready task would touch, in order."""
    return tuple(sorted({clash.hold.agent for clash in clashes(draft, draft.holds, "", readable(task.paths))}))


def note_held(draft: "Draft", key: str, held: tuple[str, ...]) -> None:
    if held:
        draft.held[key] = held
    else:
        draft.held.discard(key)


def group_of(task: Task, held: tuple[str, ...]) -> Group:
    capabilities = task.capabilities
    return tuple(sorted(set(capabilities))) if len(capabilities) > 1 else capabilities, held


def put(moves: dict[tuple[str, Group], list[Rank]], one: tuple[Rank | None, str, Group] | None) -> None:
    if one is None:
        return
    place, track, group = one
    if place:
        moves.setdefault((EVERYWHERE, group), []).append(place)
        if track:
            moves.setdefault((f"track/{track}", group), []).append(place)


def apply(draft: "Draft", gone: dict[tuple[str, Group], list[Rank]], come: dict[tuple[str, Group], list[Rank]]) -> None:
    for place, group in dict.fromkeys((*gone, *come)):
        groups: Groups = draft.choices.get(place, NO_GROUPS)
        before: Ranked[Rank] = groups.get(group, Ranked())
        after = before.changed(gone.get((place, group), ()), come.get((place, group), ()))
        groups = groups.having(group, after) if len(after) else groups.without(group)
        if groups:
            draft.choices[place] = groups
        else:
            draft.choices.discard(place)
