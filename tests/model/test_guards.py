"""Take any one guard out of the rules and some promise breaks: so the checker sees, and no guard is there for nothing."""

import pytest

from tests.model.explore import explore
from tests.model.mutants import Guard, all_guards, rewritten, without
from tests.model.promises import PROMISES
from tests.model.worlds import (
    A_CHAIN, A_FAMILY, A_GATE, DIVISION, GROWTH, HANDS, LINKS, LOST, ONE_TASK, PATHS, TERMS, WAITING,
)
from tracks.decider import decide

# About the shape of what is sent, not about who may do what when: each has a test of its own.
SHAPES = ("InvalidField", "VersionMismatch")

# Guards behind which another one stands, or that keep no promise of safety: they are there for a better answer.
FOR_A_BETTER_ANSWER = {
    "planning.create_project: ProjectExists": "no world is created twice: a second creation renames, and endangers no task",
    "planning.add_track: TrackExists": "a second track of the same key takes the place of the first, its tasks stay",
    "planning.check_need: DependsOnItself": "it would be a cycle too; this says it plainly",
    "reserving.reserve_paths: TooManyReservations": "it keeps the plan small, not safe",
    "claiming.check_free: TaskIsLeased": "a held task is not ready either; this says who holds it",
    "offering.offer_result: UnknownLease": "nobody could have held it, so it is nobody's to offer either",
    "offering.dismiss_offer: OfferIsAccepted": "what was accepted stays the result of the task",
}
# About what no world asks: how gates are made and checked, how long a hold lasts, what is known of an agent.
TRIED_ELSEWHERE = {
    "reserving.extend_reservation: ReservationFollowsItsTask", "gating.add_sync_point: SyncPointExists",
    "gating.answer_check: CheckIsMeasured", "gating.check_person: NotAllowed", "gating.pass_sync_point: ChecksDoNotHold",
    "gating.known_check: UnknownCheck", "joining.revise_agent: UnknownAgent",
}
NOT_SEEN_HERE = FOR_A_BETTER_ANSWER.keys() | TRIED_ELSEWHERE
# Where the guards of a module are missed soonest; only these worlds are asked, so that all guards can be.
SOONEST = {
    "checks": (GROWTH, LINKS),
    "planning": (GROWTH, LINKS),
    "guarding": (WAITING, ONE_TASK, A_FAMILY),
    "contention": (PATHS,),
    "claiming": (WAITING, A_CHAIN, A_FAMILY, LOST),
    "lifecycle": (WAITING, HANDS, ONE_TASK),
    "reserving": (PATHS,),
    "offering": (HANDS,),
    "gating": (A_GATE,),
    "joining": (LOST,),
    "being_there": (LOST,),
    "dividing": (DIVISION,),
    "proving": (TERMS,),
}
GUARDS = [guard for guard in all_guards() if guard.refusal not in SHAPES]


@pytest.mark.parametrize("guard", [guard for guard in GUARDS if str(guard) not in NOT_SEEN_HERE], ids=str)
def test_without_this_guard_a_promise_breaks(guard: Guard) -> None:
    decide_without = without(guard)
    worlds = SOONEST[guard.module]
    assert any(explore(world, decide_without, PROMISES).broken for world in worlds), f"{guard} guards nothing we promise"


@pytest.mark.parametrize(
    "module, before, after, promise",
    [
        ("claiming", "if offered.issuperset(needed)", "if True", "an_agent_takes_only_what_it_can_do"),
        ("claiming", "room = min(command.count, agent.capacity - agent.load)", "room = command.count",
         "nobody_holds_more_than_it_can"),
        ("guarding", "task.last_fence == command.fence", "True", "whoever_was_superseded_is_told"),
    ],
)
def test_without_this_condition_that_promise_breaks(module: str, before: str, after: str, promise: str) -> None:
    decide_otherwise = rewritten(module, before, after)
    found = [explore(world, decide_otherwise, PROMISES).broken for world in SOONEST[module]]
    assert promise in {broken.promise for broken in found if broken}


def test_what_is_listed_as_no_guard_is_one_that_stands_in_the_rules() -> None:
    assert set(map(str, GUARDS)) >= NOT_SEEN_HERE


def test_taking_guards_out_leaves_the_rules_as_they_are() -> None:
    before = decide
    without(GUARDS[0])
    from tracks.decider import decide as after

    assert after is before
