"""Undo: puts back what one command did, or all that one cause did, where nothing was built on it since.

Walks from right before it to now, command by command. Whatever altered the same things later, or was done on the
strength of them, is the cone of what followed: alone it stands in the way, asked for it is undone along with it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from tracks import events as e
from tracks.commands import Undo
from tracks.draft import Changes
from tracks.errors import MuchFollowed, NothingToUndo
from tracks.evolve import fold
from tracks.facts import Facts
from tracks.happened import Done
from tracks.plan import Plan
from tracks.restoring import DESCRIBED, Aim, Restored, is_other, needs_of
from tracks.rolling_back import check_head, check_leases, keys, put_back_whole
from tracks.things import DEPENDENCIES, WAY_OF
from tracks.work import Task, ref

FIELDS = {
    False: tuple(name for name in WAY_OF["tasks"].restored if name in DESCRIBED),
    True: (*(name for name in WAY_OF["tasks"].restored if name not in DESCRIBED), "lease"),
}
BUILT_ON = ("claimed", "in_progress", "in_review", "done")  # states that a task only comes to once its gates are open


class Part(NamedTuple):
    """A thing, or of a task what it is (`life` False) or how far it is."""

    kind: str
    key: str
    life: bool = False


@dataclass(slots=True)
class Cone:
    """What is to be undone, found command by command. `before` is the plan right before a part was first altered."""

    undone: list[Done] = field(default_factory=list)
    followed: list[Done] = field(default_factory=list)
    before: dict[Part, Plan] = field(default_factory=dict)
    come: set[str] = field(default_factory=set)
    opened: set[str] = field(default_factory=set)

    def take(self, parts: list[Part], before: Plan, after: Plan, changes: Changes) -> None:
        for part in parts:
            self.before.setdefault(part, before)
        for kind, word in (("tracks", "track"), ("tasks", "task"), ("sync_points", "sync")):
            for key in changes.of_kind.get(kind, ()):
                reference = ref(word, key)
                if after.exists(reference):
                    was_there = before.exists(reference)
                    self.come |= set() if was_there else {reference}
                    if after.is_settled(reference) and not (was_there and before.is_settled(reference)):
                        self.opened.add(reference)

    def holds(self, parts: list[Part], after: Plan) -> bool:
        """Whether what alters these parts builds on what is to be undone."""
        return any(part in self.before or self.rests_on_it(part, after) for part in parts)

    def rests_on_it(self, part: Part, after: Plan) -> bool:
        thing = getattr(after, part.kind).get(part.key)
        if thing is None:
            return False
        if part.kind == "tasks" and part.life:
            return thing.state in BUILT_ON and not self.opened.isdisjoint(after.gates(thing))
        if part.kind == "tasks":
            return not self.come.isdisjoint({ref("task", thing.parent), ref("track", thing.track)})
        if part.kind == DEPENDENCIES:
            return not self.come.isdisjoint({thing.item, thing.needs})
        if part.kind == "sync_points":
            return not self.come.isdisjoint(thing.after) or (thing.passed and not self.opened.isdisjoint(thing.after))
        return False


def undo(plan: Plan, command: Undo, facts: Facts) -> list[Any]:
    check_head(plan, command.expected_head)
    cone, found = undone(plan, command, facts)
    check_followed(cone, command.with_what_followed)
    check_leases(found, command.despite_leases)
    commands = sorted((one.first, one.last) for one in (*cone.undone, *cone.followed))
    return [*found.events, e.CommandUndone(
        undone=tuple(commands), changes=tuple(found.changes.items()), ended=keys(found.ended)
    )]


def undone(plan: Plan, command: Undo, facts: Facts) -> tuple[Cone, Restored]:
    """What undoing would do, with all that followed; raises NothingToUndo."""
    cone = cone_of(command, facts)
    if not cone.undone:
        raise NothingToUndo(reason="no command there fits what you said")
    reason = f"what was done in #{cone.undone[0].first} was undone"
    found = put_back_whole(plan, aim_before(plan, cone), facts, reason, is_part=True)
    if not found.events:
        raise NothingToUndo(reason="it is as it was before, or cannot be put back")
    return cone, found


def cone_of(command: Undo, facts: Facts) -> Cone:
    assert facts.then is not None, "the plan before it arrives with the command"
    cone, before = Cone(), facts.then
    for one in facts.since:
        after, changes = fold(before, one.happened)
        parts = list(altered(before, after, changes))
        if is_meant(command, one):
            cone.undone.append(one)
            cone.take(parts, before, after, changes)
        elif cone.undone and cone.holds(parts, after):
            cone.followed.append(one)
            cone.take(parts, before, after, changes)
        before = after
    return cone


def is_meant(command: Undo, one: Done) -> bool:
    if command.correlation or command.actor:
        return command.correlation in ("", one.correlation) and command.actor in ("", one.actor)
    return one.first <= command.sequence <= one.last


def altered(before: Plan, after: Plan, changes: Changes) -> Iterator[Part]:
    """What became different of what can be put back, not what follows from it."""
    for kind, values in changes.of_kind.items():
        there = getattr(before, kind)
        for key, new in values.items():
            old = there.get(key)
            if kind == "tasks":
                yield from altered_parts(key, old, new)
            elif kind == DEPENDENCIES or (kind in WAY_OF and is_other(WAY_OF[kind], old, new)):
                yield Part(kind, key)


def altered_parts(key: str, old: Task | None, new: Task | None) -> Iterator[Part]:
    for life, names in FIELDS.items():
        if (old is None) != (new is None) or any(getattr(old, one) != getattr(new, one) for one in names):
            yield Part("tasks", key, life)


def aim_before(plan: Plan, cone: Cone) -> Aim:
    """Each part as it was right before it was first altered by what is undone."""
    aim = Aim()
    for part, before in cone.before.items():
        value = getattr(before, part.kind).get(part.key)
        if part.kind == "tasks" and value is not None:
            now = aim.value(plan, "tasks", part.key)
            value = replace(now, **{name: getattr(value, name) for name in FIELDS[part.life]}) if now else value
        aim.of(part.kind)[part.key] = value
        if part.kind == DEPENDENCIES:
            item = part.key.partition("\t")[0]
            aim.orders.setdefault(item, needs_of(before, item))
    return aim


def check_followed(cone: Cone, with_what_followed: bool) -> None:
    if cone.followed and not with_what_followed:
        first = cone.followed[0]
        raise MuchFollowed(count=len(cone.followed), sequence=first.first, type=first.type, actor=first.actor)


DECIDE: dict[type, Callable[[Plan, Any, Facts], list[Any]]] = {
    Undo: undo,
}
