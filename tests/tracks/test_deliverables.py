"""Deliverables: what a track promises, whether it is there, and whether that is somebody's word or shown."""

from typing import Any

from tests.support.given import given
from tracks import document as d
from tracks.commands import (
    AddDeliverable, ImportDocument, MeetDeliverable, RemoveDeliverable, ReviseTrack, RewordDeliverable, WithdrawDeliverable,
)
from tracks.delivering import MOST_DELIVERABLES
from tracks.errors import InvalidField, NotAllowed, UnknownDeliverable, UnknownTrack
from tracks.events import (
    DeliverableAdded, DeliverableMet, DeliverableRemoved, DeliverableReworded, DeliverableWithdrawn, TrackAdded,
)
from tracks.plan import Plan
from tracks.work import Deliverable, Evidence

RUN = Evidence("command", "make board", 0, "ab" * 32)
board, graph = (DeliverableAdded(key="web", number=number, text=text) for number, text in ((1, "the board"), (2, "the graph")))


def promises(plan: Plan, track: str = "web") -> list[tuple[int, str, bool, bool]]:
    return [(one.number, one.text, one.done, one.verified) for one in plan.tracks[track].promises]


def test_each_gets_the_next_number_and_no_number_is_given_twice() -> None:
    given().when(AddDeliverable, key="web", text="the board").then(board)
    given(board, graph, DeliverableRemoved(key="web", number=2)).when(AddDeliverable, key="web", text="a guide").then(
        DeliverableAdded(key="web", number=3, text="a guide")
    )


def test_what_cannot_be_promised_is_refused() -> None:
    given().when(AddDeliverable, key="none", text="x").then_refused(UnknownTrack)
    given().when(AddDeliverable, key="web", text=" ").then_refused(InvalidField, field="text")
    many = [DeliverableAdded(key="web", number=number, text="x") for number in range(1, MOST_DELIVERABLES + 1)]
    given(*many).when(AddDeliverable, key="web", text="x").then_refused(InvalidField, field="text")
    for command in (RewordDeliverable, RemoveDeliverable, MeetDeliverable, WithdrawDeliverable):
        fields: dict[str, Any] = {"text": "x"} if command is RewordDeliverable else {}
        given(board).when(command, key="web", number=2, **fields).then_refused(UnknownDeliverable, number=2)


def test_the_word_of_an_agent_is_a_claim() -> None:
    outcome = given(board).when(MeetDeliverable, key="web", number=1, note="see there")
    outcome.then(DeliverableMet(key="web", number=1, note="see there"))
    assert promises(outcome.plan) == [(1, "the board", True, False)]


def test_a_command_that_ended_well_and_a_person_verify_it() -> None:
    for how in ({"evidence": (RUN,)}, {"operator": True}):
        claimed = given(board, DeliverableMet(key="web", number=1))
        assert promises(claimed.when(MeetDeliverable, key="web", number=1, **how).plan) == [(1, "the board", True, True)]


def test_evidence_without_a_result_verifies_nothing_and_a_failure_shows_nothing() -> None:
    for weak in (Evidence("text", "see there"), Evidence("command", "make board", 0), Evidence("command", "make board")):
        assert not promises(given(board).when(MeetDeliverable, key="web", number=1, evidence=(weak,)).plan)[0][3]
    failed = Evidence("command", "make board", 2, "ab" * 32)
    given(board).when(MeetDeliverable, key="web", number=1, evidence=(failed,)).then_refused(InvalidField, field="evidence")


def test_what_is_verified_stays_so_whatever_is_claimed_later() -> None:
    met = DeliverableMet(key="web", number=1, evidence=(RUN,), verified=True)
    given(board, met).when(MeetDeliverable, key="web", number=1, note="again").then_nothing()
    given(board, met).when(MeetDeliverable, key="web", number=1, evidence=(RUN,)).then_nothing()


def test_an_operator_withdraws_and_others_only_what_they_said_themselves() -> None:
    met = given(board, DeliverableMet(key="web", number=1))
    outcome = met.when(WithdrawDeliverable, operator=True, key="web", number=1, reason="it fell over")
    outcome.then(DeliverableWithdrawn(key="web", number=1, reason="it fell over"))
    assert promises(outcome.plan) == [(1, "the board", False, False)]
    met.when(WithdrawDeliverable, key="web", number=1).then_refused(NotAllowed, role="operator")
    given(board).when(WithdrawDeliverable, key="web", number=1).then_nothing()


def test_other_words_keep_the_number_and_what_shows_it() -> None:
    outcome = given(board, DeliverableMet(key="web", number=1, verified=True)).when(
        RewordDeliverable, key="web", number=1, text="the board, live"
    )
    outcome.then(DeliverableReworded(key="web", number=1, text="the board, live"))
    assert promises(outcome.plan) == [(1, "the board, live", True, True)]
    given(board).when(RewordDeliverable, key="web", number=1, text="the board").then_nothing()
    given(board).when(RemoveDeliverable, key="web", number=1).then(DeliverableRemoved(key="web", number=1))


def test_stated_anew_as_a_list_what_stays_keeps_its_number_and_what_shows_it() -> None:
    met = [board, graph, DeliverableMet(key="web", number=2, evidence=(RUN,), verified=True)]
    stated = (Deliverable("the graph", True), Deliverable("a guide"), Deliverable("the graph"))
    outcome = given(*met).when(ReviseTrack, operator=True, key="web", deliverables=stated)
    assert promises(outcome.plan) == [(2, "the graph", True, True), (3, "a guide", False, False), (4, "the graph", False, False)]
    plan = given(*met).when(ReviseTrack, operator=True, key="web", deliverables=(Deliverable("the graph"),)).plan
    assert (promises(plan), plan.tracks["web"].promises[0].evidence) == ([(2, "the graph", False, False)], ())


def test_what_a_document_calls_done_is_a_claim() -> None:
    plan = given(TrackAdded(key="A", title="A", position=2, deliverables=(Deliverable("docs", True),))).plan
    assert promises(plan, "A") == [(1, "docs", True, False)]
    assert plan.tracks["A"].promises[0].actor == "maria"


def test_an_edited_document_takes_nothing_back_that_was_met_since() -> None:
    def document(focus: str) -> Any:
        track = d.TrackEntry("A", "A", focus=focus, deliverables=(d.DeliverableEntry("docs", False),))
        return d.Document(format="markdown", digest=focus.ljust(64, "0"), title="Plan", tracks=(track,))

    first = given().when(ImportDocument, operator=True, document=document("one"))
    met = given(*first.events, DeliverableMet(key="A", number=1, evidence=(RUN,), verified=True))
    again = met.when(ImportDocument, operator=True, document=document("two"))
    assert (again.plan.tracks["A"].focus, promises(again.plan, "A")) == ("two", [(1, "docs", True, True)])
