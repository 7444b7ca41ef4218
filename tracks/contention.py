"""Where somebody may not hold what they want because others do: found, told in words, refused."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from tracks.errors import PathsAreHeld
from tracks.facts import Facts
from tracks.holding import holder_of
from tracks.holds import Clash, clashes
from tracks.paths import readable
from tracks.plan import Plan
from tracks.work import Task, split

MOST_NAMED = 5


def clashes_of_task(plan: Plan, task: Task, agent: str) -> list[Clash]:
    """What others hold of all that goes with a task, were it `agent`'s: the paths it declares, and those reserved for it."""
    reserved = [plan.reservations[key] for key in plan.reserved.get(task.ref, ())]
    own = {task.ref, *(one.ref for one in reserved)}
    found = list(clashes(plan, plan.holds, agent, readable(task.paths)))
    for one in reserved:
        found += clashes(plan, plan.holds, agent, one.paths, one.mode)
    return [clash for clash in found if clash.hold.holder not in own]


def check_free_paths(plan: Plan, found: Iterable[Clash], facts: Facts) -> None:
    """Refuses what others keep somebody from, in favour of those who came first."""
    several = list(found)
    if several:
        raise PathsAreHeld(**told(plan, several, facts))


def told(plan: Plan, found: list[Clash], facts: Facts) -> dict[str, Any]:
    """What a refusal says of the first of these, and how many there are beside it."""
    first = found[0]
    others = len({clash.hold.holder for clash in found}) - 1
    return {
        "ours": first.ours, "theirs": first.theirs, "agent": first.hold.agent, "has": what_it_has(plan, first.hold.holder),
        "since": f"{since(plan, first.hold.holder):%H:%M:%S} UTC", "until": until(plan, first.hold.holder, facts),
        "holder": first.hold.holder, "others": f"; beside it {others} more" if others else "",
        **how_alive(plan, first.hold.holder, facts),
    }


def how_alive(plan: Plan, holder: str, facts: Facts) -> dict[str, Any]:
    """The verdict on whoever keeps a hold by its beats; nothing is known of one that only the clock ends."""
    kind, key = split(holder)
    task = plan.tasks.get(plan.reservations[key].task if kind == "reservation" else key)
    return {"held": holder_of(task, facts)} if task else {}


def what_it_has(plan: Plan, holder: str) -> str:
    kind, key = split(holder)
    if kind == "task":
        return f"works on {key}, which is about {listed(plan.tasks[key].paths)},"
    reservation = plan.reservations[key]
    shared = " for reading" if reservation.mode == "shared" else ""
    reason = f" ({reservation.reason[:200]})" if reservation.reason else ""
    return f"has reserved {listed(reservation.paths)}{shared}{reason}"


def listed(paths: tuple[str, ...]) -> str:
    more = f" and {len(paths) - MOST_NAMED} more" if len(paths) > MOST_NAMED else ""
    return ", ".join(paths[:MOST_NAMED]) + more


def since(plan: Plan, holder: str) -> datetime:
    kind, key = split(holder)
    if kind == "reservation":
        return plan.reservations[key].since
    lease = plan.tasks[key].lease
    assert lease is not None, f"{key} holds paths without a lease"
    return lease.granted_at


def until(plan: Plan, holder: str, facts: Facts | None = None) -> str:
    """Until when, in words: a lease goes on as long as it is kept."""
    kind, key = split(holder)
    if kind == "reservation":
        reservation = plan.reservations[key]
        if reservation.until:
            return f"until {reservation.until:%H:%M} UTC"
        key = reservation.task
    pulse = facts.pulses.get(key) if facts else None
    lease = plan.tasks[key].lease
    if pulse is None or lease is None or pulse.fence != lease.fence:
        return f"until its lease on {key} ends"
    return f"until its lease on {key} ends, at {pulse.until:%H:%M:%S} UTC if it is not kept"
