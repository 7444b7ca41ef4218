"""The checks of a sync point: who may say that they hold, what shows it, and what happens while one does not."""

import pytest

from tests.support.given import Given, given
from tracks.commands import AnswerCheck, PassSyncPoint, ReviseSyncPoint, WithdrawCheck
from tracks.errors import CheckIsMeasured, ChecksDoNotHold, InvalidField, NotAllowed, UnknownCheck, UnknownSyncPoint
from tracks.events import (
    MeasurementRecorded, SyncPointAdded, SyncPointChecked, SyncPointChecksSet, SyncPointCheckWithdrawn, SyncPointForced,
    SyncPointPassed, SyncPointReopened, SyncPointRevised,
)
from tracks.meeting import Check

DIGEST = "ab" * 32
FAILED = SyncPointChecked(key="1", number=1, holds=False, exit_status=2, digest=DIGEST)
READ, RUN, COUNT = Check("text", "all have read it"), Check("command", "make check"), Check("metric", "", "errors", "<=", "0")
gate = SyncPointAdded(key="1", title="Gate", position=1)


def checked_by(*checks: Check) -> Given:
    return given(gate, SyncPointChecksSet(key="1", checks=checks, auto=False))


def test_a_person_answers_a_text_check() -> None:
    asked = checked_by(READ)
    outcome = asked.when(AnswerCheck, operator=True, key="1", number=1, text="on Monday")
    after = outcome.then(SyncPointChecked(key="1", number=1, holds=True, text="on Monday"))
    answer = after.plan.sync_points["1"].checks[0].answer
    assert answer and (answer.actor, answer.text, answer.sequence) == ("maria", "on Monday", 7)
    asked.when(AnswerCheck, key="1", number=1).then_refused(NotAllowed, role="operator")
    asked.when(AnswerCheck, operator=True, key="1", number=1, exit_status=0).then_refused(InvalidField)


def test_the_result_of_a_command_says_by_itself_whether_the_check_holds() -> None:
    asked = checked_by(RUN)
    asked.when(AnswerCheck, key="1", number=1, exit_status=0, digest=DIGEST, text="12 passed").then(
        SyncPointChecked(key="1", number=1, holds=True, text="12 passed", exit_status=0, digest=DIGEST)
    )
    asked.when(AnswerCheck, key="1", number=1, holds=True, exit_status=2, digest=DIGEST).then(
        SyncPointChecked(key="1", number=1, holds=False, exit_status=2, digest=DIGEST)
    )
    asked.when(AnswerCheck, key="1", number=1).then_refused(InvalidField, field="exit_status")
    for digest in ("", "ab", "AB" * 32, "x" * 64):
        asked.when(AnswerCheck, key="1", number=1, exit_status=0, digest=digest).then_refused(InvalidField, field="digest")


def test_nobody_answers_for_a_measurement() -> None:
    checked_by(COUNT).when(AnswerCheck, operator=True, key="1", number=1).then_refused(CheckIsMeasured, metric="errors")


def test_the_same_answer_again_changes_nothing() -> None:
    answered = SyncPointChecked(key="1", number=1, holds=True, text="seen")
    again = given(gate, SyncPointChecksSet(key="1", checks=(READ,), auto=False), answered)
    again.when(AnswerCheck, operator=True, key="1", number=1, text="seen").then_nothing()
    again.when(AnswerCheck, operator=True, key="1", number=1, holds=False, text="seen").then(
        SyncPointChecked(key="1", number=1, holds=False, text="seen")
    )


def test_a_check_that_is_not_there_is_named_by_its_number() -> None:
    for number in (0, 2, 99):
        checked_by(READ).when(AnswerCheck, operator=True, key="1", number=number).then_refused(UnknownCheck, count=1)
    given().when(AnswerCheck, key="9", number=1).then_refused(UnknownSyncPoint)


def test_what_was_found_can_be_withdrawn() -> None:
    run = SyncPointChecked(key="1", number=1, holds=True, exit_status=0, digest=DIGEST)
    answered = given(gate, SyncPointChecksSet(key="1", checks=(RUN,), auto=False), run)
    outcome = answered.when(WithdrawCheck, operator=True, key="1", number=1, reason="wrong branch")
    outcome.then(SyncPointCheckWithdrawn(key="1", number=1, reason="wrong branch"))
    assert outcome.plan.sync_points["1"].checks[0].answer is None
    answered.when(WithdrawCheck, key="1", number=1).then_refused(NotAllowed, role="operator")
    checked_by(RUN).when(WithdrawCheck, key="1", number=1).then_nothing()


@pytest.mark.parametrize(
    ("check", "found", "words"),
    [
        (RUN, [], "check 1 (make check) is open"),
        (RUN, [FAILED], "check 1 (make check) ended with 2"),
        (READ, [SyncPointChecked(key="1", number=1, holds=False)], "check 1 (all have read it) does not hold"),
        (COUNT, [], "check 1 (errors <= 0) is not measured yet"),
        (COUNT, [MeasurementRecorded(name="errors", value="3")], "check 1 (errors <= 0) is not met: 3"),
    ],
)
def test_a_gate_stays_closed_while_a_check_does_not_hold(check: Check, found: list[object], words: str) -> None:
    shut = given(gate, SyncPointChecksSet(key="1", checks=(check,), auto=False), *found)
    shut.when(PassSyncPoint, operator=True, key="1").then_refused(ChecksDoNotHold, checks=words)
    forced = shut.when(PassSyncPoint, operator=True, key="1", despite="the show is tonight")
    forced.then(SyncPointForced(key="1", reason="the show is tonight", failing=(words,)))
    assert (forced.plan.sync_points["1"].passed, forced.plan.sync_points["1"].despite) == (True, "the show is tonight")


def test_a_gate_is_passed_once_every_check_holds() -> None:
    given(
        gate, SyncPointChecksSet(key="1", checks=(READ, RUN, COUNT), auto=False),
        SyncPointChecked(key="1", number=2, holds=True, exit_status=0, digest=DIGEST),
        MeasurementRecorded(name="errors", value="3"), MeasurementRecorded(name="errors", value="0.0"),
    ).when(PassSyncPoint, operator=True, key="1", note="seen").then(SyncPointPassed(key="1", note="seen"))


def test_whoever_passes_a_gate_answers_its_open_text_checks_by_that() -> None:
    plan = checked_by(READ).when(PassSyncPoint, operator=True, key="1", note="seen").plan
    answer = plan.sync_points["1"].checks[0].answer
    assert answer and (answer.holds, answer.text, answer.actor) == (True, "seen", "maria")


def test_a_gate_that_is_closed_again_asks_all_its_checks_anew() -> None:
    plan = given(
        gate, SyncPointChecksSet(key="1", checks=(READ,), auto=False), SyncPointChecked(key="1", number=1, holds=True),
        SyncPointPassed(key="1"), SyncPointReopened(key="1"),
    ).plan
    point = plan.sync_points["1"]
    assert (point.checks[0].answer, point.passed, point.reopened, point.passed_by) == (None, False, True, "")


def test_a_check_that_is_said_again_keeps_what_was_found() -> None:
    plan = given(
        gate, SyncPointChecksSet(key="1", checks=(READ, RUN), auto=False), SyncPointChecked(key="1", number=1, holds=True)
    ).when(ReviseSyncPoint, key="1", checks=(COUNT, READ)).plan
    assert [(one.check, one.answer is not None) for one in plan.sync_points["1"].checks] == [(COUNT, False), (READ, True)]


def test_the_text_of_a_document_is_the_first_text_check() -> None:
    told = SyncPointAdded(key="1", title="Gate", position=1, check="all reviewed")
    assert [one.check for one in given(told).plan.sync_points["1"].checks] == [Check("text", "all reviewed")]
    more = [told, SyncPointChecksSet(key="1", checks=(COUNT, Check("text", "all reviewed")), auto=False)]
    another = SyncPointRevised(key="1", title="Gate", position=1, check="all tested")
    assert [one.check for one in given(*more, another).plan.sync_points["1"].checks] == [COUNT, Check("text", "all tested")]
    none = SyncPointRevised(key="1", title="Gate", position=1)
    assert [one.check for one in given(*more, none).plan.sync_points["1"].checks] == [COUNT]
