"""Whatever two agents ask for, in any order: what one of them holds for itself the other does not hold as well."""

from datetime import timedelta
from itertools import combinations
from typing import Any

from hypothesis import given as given_any
from hypothesis import settings
from hypothesis import strategies as st

from tests.support.given import NOON, PROJECT, given, task
from tests.support.recount import assert_follows
from tracks import commands as c
from tracks.conflicts import actual
from tracks.decider import decide
from tracks.errors import PathsAreHeld, Refusal
from tracks.evolve import evolve
from tracks.facts import Facts
from tracks.happened import Happened
from tracks.paths import overlap
from tracks.plan import Plan

PATHS = {"1": ("src/a.py",), "2": ("src/*.py",), "3": ("docs",), "4": ("**/a.py",)}
agents = st.sampled_from(["ada", "bob"])
keys = st.sampled_from(sorted(PATHS))
patterns = st.sampled_from(["src", "src/a.py", "src/*.py", "docs/x", "**/a.py"])
asked = st.one_of(
    st.tuples(st.just("reserve"), agents, patterns, st.sampled_from(["exclusive", "shared"])),
    st.tuples(st.just("reserve for"), agents, patterns, keys),
    st.tuples(st.just("claim"), agents, keys, st.none()),
    st.tuples(st.just("claim next"), agents, st.integers(1, 3), st.none()),
    st.tuples(st.just("complete"), agents, keys, st.none()),
    st.tuples(st.just("hand over"), agents, keys, st.none()),
    st.tuples(st.just("let go"), agents, st.integers(0, 3), st.none()),
)


def command(plan: Plan, what: str, agent: str, on: Any, how: Any) -> Any:
    held = plan.tasks.get(how if what == "reserve for" else on) if isinstance(on, str) else None
    fence = held.lease.fence if held and held.lease else 1
    if what == "reserve":
        return c.ReservePaths(project=PROJECT, agent=agent, paths=(on,), mode=how)
    if what == "reserve for":
        return c.ReservePaths(project=PROJECT, agent=agent, paths=(on,), task=how, fence=fence)
    if what == "claim":
        return c.ClaimTask(project=PROJECT, key=on, agent=agent)
    if what == "claim next":
        return c.ClaimNext(project=PROJECT, agent=agent, count=on)
    if what == "let go":
        mine = sorted(plan.reserved.get(f"agent/{agent}", ()))
        return c.ReleaseReservation(project=PROJECT, key=mine[on % len(mine)] if mine else "none")
    verb = c.HandOverTask(project=PROJECT, key=on, fence=fence, to=agent) if what == "hand over" else None
    return verb or c.CompleteTask(project=PROJECT, key=on, fence=fence)


@settings(max_examples=200, deadline=None)
@given_any(st.lists(asked, max_size=25))
def test_no_two_agents_ever_hold_the_same_paths_unless_they_share_them(wishes: list[tuple[str, str, Any, Any]]) -> None:
    plan = given(*(task(key, paths=paths) for key, paths in PATHS.items())).plan
    for number, wish in enumerate(wishes):
        now = NOON + timedelta(seconds=number)
        facts = Facts(now, f"agent/{wish[1]}", may_step_in=True)
        try:
            events = decide(plan, command(plan, *wish), facts)
        except Refusal as refusal:
            assert not isinstance(refusal, PathsAreHeld) or refusal.facts["agent"] in ("ada", "bob")
            continue
        for event in events:
            plan = evolve(plan, Happened(event, plan.sequence + 1, now, facts.actor))
        assert_follows(plan)
        assert not actual(plan), f"{wish} led to a conflict"
        for one, other in combinations(plan.reservations.values(), 2):
            apart = one.agent == other.agent or one.mode == other.mode == "shared"
            assert apart or not any(overlap(mine, theirs) for mine in one.paths for theirs in other.paths)
