"""Late work is not thrown away: it is kept as an offer that the new holder or an operator may accept."""

from typing import Any

import pytest

from tests.support.given import HELD, claimed, given, task
from tracks.commands import (
    AcceptOffer, CompleteTask, DismissOffer, FailTask, OfferResult, RemoveTask, ReportProgress, SubmitTask,
)
from tracks.errors import (
    FenceRequired, InvalidField, LeaseIsAlive, NotAllowed, OfferIsAccepted, TaskIsNotClaimed, UnknownLease, UnknownOffer,
    UnknownTask, WrongStatus,
)
from tracks.events import (
    LeaseExpired, ResultAccepted, ResultDismissed, ResultOffered, TaskCompleted, TaskHandedOver, TaskReleased, TaskReopened,
    TaskSubmitted,
)
from tracks.offering import offer_in
from tracks.offers import MOST_LEASES, MOST_OFFERS
from tracks.work import Evidence

passed = (Evidence("command", "pytest", 0, "a" * 64),)
expired = [task("1"), claimed("1"), LeaseExpired(key="1", agent="ada", fence=6)]
bobs = [*expired, claimed("1", by="bob")]
late: dict[str, Any] = dict(key="1", fence=6, verb="complete", summary="built", evidence=passed)
offered = ResultOffered(agent="ada", **late)


def test_what_a_silent_holder_did_is_kept_for_whoever_holds_the_task_now() -> None:
    outcome = given(*bobs).when(OfferResult, **late)
    outcome.then(offered)
    offer, now = outcome.plan.offers["6"], outcome.task("1")
    assert (offer.agent, offer.summary, offer.evidence, offer.state) == ("ada", "built", passed, "open")
    assert (now.offered, now.summary, now.lease and now.lease.agent) == ((6,), "", "bob")


def test_it_is_kept_also_where_nobody_holds_the_task() -> None:
    given(*expired).when(OfferResult, **late).then(offered)


def test_who_handed_the_task_over_may_be_late_too() -> None:
    given(task("1"), claimed("1"), TaskHandedOver(key="1", giver="ada", agent="bob", lease_until=claimed("1").lease_until)).when(
        OfferResult, **late
    ).then(offered)


def test_saying_it_again_is_no_second_offer_and_saying_more_replaces_it() -> None:
    once = given(*bobs, offered)
    once.when(OfferResult, **late).then_nothing()
    more = once.when(OfferResult, **late | {"summary": "built, with docs"})
    assert len(more.plan.offers) == 1 and more.plan.offers["6"].summary == "built, with docs"


def test_what_was_answered_is_not_offered_again() -> None:
    for answer in (ResultAccepted(key="1", fence=6), ResultDismissed(key="1", fence=6)):
        given(*bobs, offered, answer).when(OfferResult, **late | {"summary": "else"}).then_nothing()


def test_only_a_lease_that_was_granted_and_is_over_can_be_late() -> None:
    given(*bobs).when(OfferResult, **late | {"fence": 5}).then_refused(UnknownLease, fence=5)
    given(task("1"), claimed("1")).when(OfferResult, **late).then_refused(LeaseIsAlive)
    given().when(OfferResult, **late).then_refused(UnknownTask)
    given(*bobs).when(OfferResult, **late | {"summary": "", "evidence": ()}).then_refused(InvalidField)


def test_nobody_offers_under_the_lease_of_another() -> None:
    """Whoever asks here is Ada."""
    others = [task("1"), claimed("1", by="bob"), TaskReleased(key="1")]
    given(*others).when(OfferResult, **late).then_refused(NotAllowed)
    assert given(*others).when(OfferResult, **late, operator=True).events


def test_only_results_are_worth_keeping() -> None:
    sent = dict(project="site", key="1", fence=6)
    assert offer_in(CompleteTask(**sent, summary="built", evidence=passed)) == OfferResult(project="site", **late)  # type: ignore[arg-type]
    kept = offer_in(SubmitTask(**sent, summary="built"))  # type: ignore[arg-type]
    assert kept and kept.verb == "submit"
    for command in (CompleteTask(**sent), FailTask(**sent, reason="r"), ReportProgress(**sent, percent=90)):  # type: ignore[arg-type]
        assert offer_in(command) is None
    assert offer_in(CompleteTask(project="site", key="1", summary="built")) is None


def test_the_new_holder_accepts_and_it_is_the_result_of_the_task() -> None:
    given(*bobs, offered).when(AcceptOffer, key="1", offer=6, fence=HELD, operator=True).then(ResultAccepted(key="1", fence=6))
    accepted = given(*bobs, offered, ResultAccepted(key="1", fence=6))
    now = accepted.plan.tasks["1"]
    assert (now.summary, now.evidence, now.status, accepted.plan.offers["6"].state) == ("built", passed, "claimed", "accepted")
    accepted.when(CompleteTask, key="1", fence=HELD, operator=True).then(
        TaskCompleted(key="1", summary="built", evidence=passed)
    )
    accepted.when(SubmitTask, key="1", fence=HELD, operator=True).then(TaskSubmitted(key="1", summary="built", evidence=passed))
    accepted.when(CompleteTask, key="1", fence=HELD, operator=True, summary="my own").then(
        TaskCompleted(key="1", summary="my own")
    )


def test_what_was_accepted_counts_for_this_attempt_alone() -> None:
    reopened = given(*bobs, offered, ResultAccepted(key="1", fence=6), TaskCompleted(key="1", summary="built"),
                     TaskReopened(key="1"))
    reopened.when(CompleteTask, key="1", operator=True).then(TaskCompleted(key="1"))


def test_accepting_takes_the_fence_of_the_holder_or_an_operator_who_steps_in() -> None:
    given(*bobs, offered).when(AcceptOffer, key="1", offer=6).then_refused(FenceRequired, agent="bob")
    given(*bobs, offered).when(AcceptOffer, key="1", offer=6, fence=HELD).then_refused(NotAllowed)
    given(*bobs, offered).when(AcceptOffer, key="1", offer=6, step_in=True, operator=True).then(ResultAccepted(key="1", fence=6))
    given(*expired, offered).when(AcceptOffer, key="1", offer=6).then_refused(TaskIsNotClaimed)
    given(*expired, offered).when(AcceptOffer, key="1", offer=6, operator=True).then(ResultAccepted(key="1", fence=6))


def test_an_offer_may_be_put_aside_and_taken_after_all() -> None:
    given(*expired, offered).when(DismissOffer, key="1", offer=6, reason="anew", operator=True).then(
        ResultDismissed(key="1", fence=6, reason="anew")
    )
    aside = given(*expired, offered, ResultDismissed(key="1", fence=6, reason="anew"))
    aside.when(DismissOffer, key="1", offer=6, operator=True).then_nothing()
    aside.when(AcceptOffer, key="1", offer=6, operator=True).then(ResultAccepted(key="1", fence=6))


def test_what_is_accepted_stays() -> None:
    taken = given(*expired, offered, ResultAccepted(key="1", fence=6))
    taken.when(AcceptOffer, key="1", offer=6, operator=True).then_nothing()
    taken.when(DismissOffer, key="1", offer=6, operator=True).then_refused(OfferIsAccepted, offer=6)


def test_the_result_of_a_task_that_is_done_stands() -> None:
    done = given(*bobs, offered, TaskCompleted(key="1", summary="bob's"))
    done.when(AcceptOffer, key="1", offer=6, operator=True).then_refused(WrongStatus)
    assert done.when(DismissOffer, key="1", offer=6, operator=True).events


@pytest.mark.parametrize("command", [AcceptOffer, DismissOffer])
def test_an_offer_must_be_there_and_of_this_task(command: type) -> None:
    given(*bobs).when(command, key="1", offer=6, operator=True).then_refused(UnknownOffer, offer=6)
    given(*bobs, offered, task("2")).when(command, key="2", offer=6, operator=True).then_refused(UnknownOffer)
    given().when(command, key="9", offer=6, operator=True).then_refused(UnknownTask)


def test_a_task_keeps_the_last_offers_and_leases_alone() -> None:
    history: list[Any] = [task("1")]
    for _ in range(MOST_OFFERS + 3):
        fence = len(history) + 5
        history += [claimed("1"), LeaseExpired(key="1", agent="ada", fence=fence), ResultOffered(
            key="1", agent="ada", fence=fence, verb="complete", summary="built"
        )]
    plan = given(*history).plan
    assert len(plan.offers) == len(plan.tasks["1"].offered) == MOST_OFFERS
    assert len(plan.tasks["1"].held) == MOST_LEASES
    assert {str(fence) for fence in plan.tasks["1"].offered} == set(plan.offers)


def test_with_a_task_its_offers_go() -> None:
    assert not given(*expired, offered).when(RemoveTask, key="1", operator=True).plan.offers
