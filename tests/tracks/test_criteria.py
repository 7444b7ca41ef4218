"""Success criteria: read off the plan as it is, each with its state, its words and its numbers."""

from typing import Any

import pytest

from tests.support.given import Given, claimed, given, task, track
from tracks.commands import AddCriterion, RemoveCriterion, ReviseCriterion, TickCriterion
from tracks.criteria import EVALUATE, verdict
from tracks.criterion import Criterion
from tracks.errors import CriterionIsEvaluated, InvalidField, NotAllowed, UnknownCriterion, UnknownReference, VersionMismatch
from tracks.events import (
    CriterionAdded, CriterionRemoved, CriterionRevised, CriterionTicked, IntegrationPointAdded, IntegrationPointIntegrated,
    MeasurementRecorded, NoteAdded, NoteMarked, PartyReady, SyncPointAdded, SyncPointPassed, TaskBlocked, TaskCancelled,
    TaskCompleted, TrackAdded,
)

liked = CriterionAdded(key="5", kind="text", text="people like it", of="", comparison="", value="", position=5)


def done(key: str) -> list[Any]:
    return [claimed(key), TaskCompleted(key=key)]


def judged(world: Given, kind: str, **fields: Any) -> tuple[str, str, str]:
    found = verdict(world.plan, Criterion("k", kind, **fields))
    assert found.words
    return found.state, found.now, found.wanted


def completion(world: Given, of: str, comparison: str, value: str) -> tuple[str, str]:
    return judged(world, "completion", of=of, comparison=comparison, value=value)[:2]


def test_completion_counts_what_is_done_of_what_was_not_cancelled() -> None:
    world = given(*(task(str(number)) for number in range(1, 5)), *done("1"), *done("2"), TaskCancelled(key="4"))
    assert completion(world, "tasks", ">", "66") == ("met", "66.66 %")
    assert completion(world, "tasks", ">=", "66.67") == ("unmet", "66.66 %")
    assert completion(world, "track/web", ">=", "66") == ("met", "66.66 %")


def test_a_share_is_compared_exactly() -> None:
    half = given(task("1"), task("2"), *done("1"))
    assert [completion(half, "tasks", sign, "50")[0] for sign in ("<", "<=", "=", ">=", ">")] == [
        "unmet", "met", "met", "met", "unmet"
    ]


def test_tasks_subtasks_and_tracks_are_counted_apart() -> None:
    world = given(track("B", position=2), task("1"), task("2", parent="1"), task("3", parent="1"), *done("2"))
    assert completion(world, "subtasks", ">=", "50") == ("met", "50 %")
    assert completion(world, "tasks", ">=", "50") == ("unmet", "0 %")
    assert completion(world, "tracks", ">=", "100") == ("unmet", "0 %")
    assert completion(given(), "tasks", ">=", "0") == ("unknown", "")


def test_what_is_assigned_is_what_somebody_has() -> None:
    world = given(
        TrackAdded(key="owned", title="T", position=2, owner="Ada"), task("1", track="owned"), task("2", assignee="bob"),
        task("3"),
    )
    assert judged(world, "assigned") == ("unmet", "0 %", "100 %")
    assert judged(given(*world.events[4:], *done("1"), *done("2")), "assigned")[0] == "met"
    assert judged(given(task("1")), "assigned")[0] == "unknown"


def test_begun_tasks_that_are_called_the_same_are_double_work() -> None:
    twins = [task("1", title="Draw the Board!"), task("2", title="draw  the board")]
    assert judged(given(*twins), "no_duplicates")[0] == "met"
    assert judged(given(*twins, *done("1"), claimed("2", "bob")), "no_duplicates") == ("unmet", "1", "0")
    elsewhere = [track("B", position=2), task("1", title="Tests"), task("2", title="Tests", track="B")]
    assert judged(given(*elsewhere, *done("1"), *done("2")), "no_duplicates")[0] == "met"


def test_two_agents_on_the_same_paths_at_once_are_double_work() -> None:
    work = [task("1", paths=("src/**",)), task("2", paths=("src/board.py",))]
    assert judged(given(*work, claimed("1"), claimed("2", "bob")), "no_duplicates") == ("unmet", "1", "0")
    assert judged(given(*work, claimed("1"), claimed("2")), "no_duplicates")[0] == "met"
    assert judged(given(*work, *done("1"), claimed("2", "bob")), "no_duplicates")[0] == "met"


def test_integration_points_are_ready_or_integrated() -> None:
    meet = IntegrationPointAdded(key="i", title="Meet", position=1, parties=("A",))
    ready = [meet, PartyReady(key="i", party="A")]
    assert judged(given(), "integration_points", value="ready") == ("unknown", "", "all ready")
    assert judged(given(meet), "integration_points", value="ready") == ("unmet", "0 of 1", "all ready")
    assert judged(given(*ready), "integration_points", value="ready")[0] == "met"
    assert judged(given(*ready), "integration_points", value="integrated")[0] == "unmet"
    assert judged(given(*ready, IntegrationPointIntegrated(key="i")), "integration_points", value="integrated")[0] == "met"


def test_sync_points_are_passed() -> None:
    gate = SyncPointAdded(key="1", title="Gate", position=1)
    assert judged(given(), "sync_points")[0] == "unknown"
    assert judged(given(gate), "sync_points") == ("unmet", "0 of 1", "all passed")
    assert judged(given(gate, SyncPointPassed(key="1")), "sync_points") == ("met", "1 of 1", "all passed")


def test_what_somebody_called_blocked_is_blocked() -> None:
    assert judged(given(task("1")), "no_blocked") == ("met", "0", "0")
    assert judged(given(task("1"), TaskBlocked(key="1", reason="no key")), "no_blocked") == ("unmet", "1", "0")


def test_a_metric_is_its_newest_measurement() -> None:
    def errors(*values: str) -> str:
        world = given(*(MeasurementRecorded(name="errors", value=value) for value in values))
        return judged(world, "metric", of="errors", comparison="<=", value="0")[0]

    assert (errors(), errors("3"), errors("3", "0")) == ("unknown", "unmet", "met")


def test_a_text_holds_when_a_person_says_so() -> None:
    outcome = given(liked).when(TickCriterion, operator=True, key="5", note="asked ten")
    after = outcome.then(CriterionTicked(key="5", met=True, note="asked ten"))
    criterion = after.plan.criteria["5"]
    assert (verdict(after.plan, criterion).state, criterion.by) == ("met", "maria")
    assert verdict(given(liked).plan, given(liked).plan.criteria["5"]).state == "unmet"
    after.when(TickCriterion, operator=True, key="5", note="asked ten").then_nothing()
    given(liked).when(TickCriterion, key="5").then_refused(NotAllowed, role="operator")


def test_in_other_words_it_has_to_be_looked_at_anew() -> None:
    ticked = given(liked, CriterionTicked(key="5", met=True))
    outcome = ticked.when(ReviseCriterion, operator=True, key="5", text="all people like it")
    outcome.then(CriterionRevised(
        key="5", kind="text", text="all people like it", of="", comparison="", value="", position=5
    ))
    assert not outcome.plan.criteria["5"].met
    ticked.when(ReviseCriterion, key="5", text=liked.text).then_nothing()


def test_one_that_came_with_a_document_is_ticked_as_the_note_it_is() -> None:
    note = NoteAdded(key="n", kind="criterion", text="People like it", position=1)
    given(note).when(TickCriterion, operator=True, key="n").then(NoteMarked(key="n", state="met", owner="maria"))
    met = given(note, NoteMarked(key="n", state="met", owner="maria"))
    met.when(TickCriterion, operator=True, key="n", met=False).then(NoteMarked(key="n", state="open"))
    evaluated = NoteAdded(key="n", kind="criterion", text="No duplicate work", position=1)
    given(evaluated).when(TickCriterion, operator=True, key="n").then_refused(CriterionIsEvaluated, key="n")


def test_nobody_ticks_what_is_evaluated() -> None:
    blocked = CriterionAdded(key="5", kind="no_blocked", text="", of="", comparison="", value="", position=5)
    given(blocked).when(TickCriterion, operator=True, key="5").then_refused(CriterionIsEvaluated, said="no blocked")
    given().when(TickCriterion, operator=True, key="5").then_refused(UnknownCriterion)


def test_one_is_added_in_the_plainest_form_of_its_numbers() -> None:
    given().when(AddCriterion, kind="completion", of="tasks", comparison=">", value="080").then(
        CriterionAdded(key="5", kind="completion", text="", of="tasks", comparison=">", value="80", position=5)
    )
    given().when(AddCriterion, kind="integration_points").then(
        CriterionAdded(key="5", kind="integration_points", text="", of="", comparison="", value="integrated", position=5)
    )


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("kind", {"kind": "hope"}), ("text", {"kind": "text"}), ("text", {"kind": "text", "text": "x" * 2_001}),
        ("of", {"kind": "completion", "comparison": ">", "value": "1", "of": "all"}),
        ("value", {"kind": "completion", "comparison": ">", "value": "101", "of": "tasks"}),
        ("comparison", {"kind": "completion", "value": "1", "of": "tasks"}),
        ("of", {"kind": "metric", "comparison": ">", "value": "1"}), ("value", {"kind": "metric", "comparison": ">", "of": "e"}),
        ("value", {"kind": "integration_points", "value": "open"}), ("of", {"kind": "no_blocked", "of": "tasks"}),
        ("value", {"kind": "no_blocked", "value": "1"}), ("comparison", {"kind": "text", "text": "x", "comparison": ">"}),
    ],
)
def test_what_its_kind_cannot_mean_is_refused_by_name(field: str, fields: dict[str, Any]) -> None:
    given().when(AddCriterion, **fields).then_refused(InvalidField, field=field)


def test_what_is_not_there_is_named() -> None:
    given().when(AddCriterion, kind="completion", of="track/none", comparison=">", value="1").then_refused(UnknownReference)
    given().when(ReviseCriterion, key="9", text="x").then_refused(UnknownCriterion)
    given(liked).when(RemoveCriterion, key="5").then(CriterionRemoved(key="5"))
    given(liked).when(RemoveCriterion, key="5", expected_version=1).then_refused(VersionMismatch)


def test_every_kind_has_words_of_its_own() -> None:
    assert len({Criterion("k", kind, of="tasks", comparison=">", value="1").said for kind in EVALUATE}) == len(EVALUATE)
