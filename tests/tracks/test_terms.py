"""What is demanded before work counts as done: a check, a review by somebody else, deliverables, measurements."""

from typing import Any

import pytest

from tests.support.given import HELD, claimed, given, task, track
from tracks.commands import ApproveTask, CompleteTask, SetTaskTerms, SetTrackTerms, SubmitTask
from tracks.errors import InvalidField, ReviewIsOwn, TermsNotMet, UnknownTask, UnknownTrack
from tracks.events import (
    MeasurementRecorded, TaskApproved, TaskCompleted, TaskReopened, TaskSubmitted, TaskTermsSet, TrackRevised, TrackTermsSet,
)
from tracks.terms import Metric, Retry, Terms
from tracks.work import Deliverable, Evidence

passed = Evidence("command", "make test", 0, "a" * 64)
held = [task("1"), claimed("1")]
NO_ERRORS = Metric("errors", "<=", "0")


def terms(**wanted: Any) -> TaskTermsSet:
    return TaskTermsSet(key="1", terms=Terms(**wanted))


def refused(*events: Any, command: type = CompleteTask, **said: Any) -> list[str]:
    """The terms that a command does not meet."""
    outcome = given(*held, *events).when(command, key="1", fence=HELD, **said)
    outcome.then_refused(TermsNotMet)
    assert outcome.refusal
    missing: Any = outcome.refusal.facts["missing"]
    assert all(one["detail"] and one["send"] for one in missing)
    return [one["term"] for one in missing]


def test_terms_are_set_once_and_taken_away_again() -> None:
    wanted = Terms(check="make test", metrics=(Metric("errors", "<=", "0"),), retry=Retry(3, 60, 2))
    given(task("1")).when(SetTaskTerms, key="1", terms=wanted).then(TaskTermsSet(key="1", terms=wanted))
    given(task("1"), TaskTermsSet(key="1", terms=wanted)).when(SetTaskTerms, key="1", terms=wanted).then_nothing()
    given(task("1"), TaskTermsSet(key="1", terms=wanted)).when(SetTaskTerms, key="1", terms=Terms()).then(
        TaskTermsSet(key="1", terms=Terms())
    )
    given().when(SetTrackTerms, key="web", terms=Terms(review=True)).then(TrackTermsSet(key="web", terms=Terms(review=True)))


@pytest.mark.parametrize(
    "wanted",
    [
        Terms(check=" make"), Terms(check="x" * 2_001), Terms(metrics=(NO_ERRORS,) * 21),
        Terms(metrics=(Metric("", "<=", "0"),)), Terms(metrics=(Metric("errors", "~", "0"),)),
        Terms(metrics=(Metric("errors", "<=", "none"),)), Terms(retry=Retry(0)), Terms(retry=Retry(101)),
        Terms(retry=Retry(2, -1)), Terms(retry=Retry(2, 0, 11)),
    ],
)
def test_terms_make_sense(wanted: Terms) -> None:
    given(task("1")).when(SetTaskTerms, key="1", terms=wanted).then_refused(InvalidField)
    given().when(SetTrackTerms, key="web", terms=wanted).then_refused(InvalidField)


def test_terms_are_those_of_something() -> None:
    given().when(SetTaskTerms, key="9", terms=Terms()).then_refused(UnknownTask)
    given().when(SetTrackTerms, key="none", terms=Terms()).then_refused(UnknownTrack)


def test_a_check_must_have_ended_well_and_left_a_digest() -> None:
    demanded = terms(check="make test")
    assert refused(demanded) == ["check"]
    for other in (
        Evidence("text", "make test"), Evidence("command", "make test", 1, "a" * 64), Evidence("command", "make test", 0),
        Evidence("command", "make", 0, "a" * 64),
    ):
        assert refused(demanded, evidence=(other,)) == ["check"]
    outcome = given(*held, demanded).when(CompleteTask, key="1", fence=HELD, evidence=(passed,))
    outcome.then(TaskCompleted(key="1", evidence=(passed,)))
    assert outcome.task("1").verified


def test_a_measurement_must_have_come_to_what_is_wanted() -> None:
    demanded = terms(metrics=(NO_ERRORS,))
    assert refused(demanded) == ["metrics"]
    assert refused(demanded, MeasurementRecorded(name="errors", value="3")) == ["metrics"]
    measured = MeasurementRecorded(name="errors", value="0")
    assert given(*held, demanded, measured).when(CompleteTask, key="1", fence=HELD).task("1").verified


def test_the_deliverables_of_the_track_must_be_met() -> None:
    owed = TrackRevised(key="web", title="Web", position=1, deliverables=(Deliverable("a list"), Deliverable("docs", True)))
    assert refused(owed, terms(deliverables=True)) == ["deliverables"]
    met = TrackRevised(key="web", title="Web", position=1, deliverables=(Deliverable("a list", True), Deliverable("docs", True)))
    assert given(*held, met, terms(deliverables=True)).when(CompleteTask, key="1", fence=HELD).events


def test_where_a_review_is_demanded_completing_is_not_enough() -> None:
    demanded = terms(review=True)
    assert refused(demanded) == ["review"]
    given(*held, demanded).when(SubmitTask, key="1", fence=HELD).then(TaskSubmitted(key="1"))


def test_what_is_sent_for_review_is_shown_with_it() -> None:
    assert refused(terms(review=True, check="make test"), command=SubmitTask) == ["check"]
    given(*held, terms(review=True, check="make test")).when(SubmitTask, key="1", fence=HELD, evidence=(passed,)).then(
        TaskSubmitted(key="1", evidence=(passed,))
    )


def test_nobody_approves_their_own_work() -> None:
    """Maria recorded that Ada's task was submitted; so both of them did it."""
    submitted = given(*held, terms(review=True), TaskSubmitted(key="1"))
    submitted.when(ApproveTask, key="1", operator=True).then_refused(ReviewIsOwn, actor="maria")


def test_where_none_is_demanded_a_review_by_oneself_leaves_it_claimed() -> None:
    now = given(*held, TaskSubmitted(key="1"), TaskApproved(key="1")).plan.tasks["1"]
    assert (now.status, now.verified) == ("done", False)


def test_everything_that_is_missing_is_said_at_once() -> None:
    assert refused(terms(check="make test", review=True, metrics=(NO_ERRORS,))) == ["check", "metrics", "review"]


def test_a_track_demands_the_same_of_all_its_tasks() -> None:
    demanded = TrackTermsSet(key="web", terms=Terms(check="make test"))
    assert refused(demanded, terms(check="make lint")) == ["check", "check"]
    revised = TrackRevised(key="web", title="Web pages", position=1)
    assert refused(demanded, revised) == ["check"], "an edit of the track does away with its terms"
    assert given(task("1", track="data"), track("data"), demanded).when(CompleteTask, key="1", operator=True).events


def test_dividing_a_task_does_not_do_away_with_its_terms() -> None:
    family = [task("1"), terms(check="make test"), task("2", parent="1")]
    given(*family).when(CompleteTask, key="2", operator=True).then_refused(TermsNotMet)


def test_without_terms_a_word_is_enough_and_is_shown_as_such() -> None:
    assert not given(*held).when(CompleteTask, key="1", fence=HELD, evidence=(passed,)).task("1").verified


def test_what_is_opened_again_is_verified_no_more() -> None:
    done = [*held, terms(check="make test"), TaskCompleted(key="1", evidence=(passed,))]
    assert given(*done).plan.tasks["1"].verified
    assert not given(*done, TaskReopened(key="1")).plan.tasks["1"].verified
