"""Adding, editing and removing tracks, and what their status follows from."""

from typing import Any

import pytest

from tests.support.given import claimed, given, task, track, web
from tracks.blockers import blockers_of_track, track_status
from tracks.commands import AddTrack, RemoveTrack, ReviseTrack
from tracks.errors import (
    DependsOnItself, InvalidField, StillNeeded, TrackExists, TrackHasTasks, UnknownReference, UnknownTrack,
    VersionMismatch,
)
from tracks.events import (
    DependencyAdded, DependencyRemoved, SyncPointAdded, TaskBlocked, TaskCompleted, TrackAdded, TrackRemoved, TrackRevised,
)
from tracks.plan import Plan
from tracks.work import Deliverable

data = track("data", position=2)


def status_of(plan: Plan, key: str) -> str:
    return track_status(plan, plan.tracks[key])


def test_a_track_comes_last_in_the_plan() -> None:
    given().when(
        AddTrack, key="data", title="Data", focus="tables", owner="Ada", weeks=(1, 2), key_files=("a.py",),
        working_directory="/srv", notes="n", deliverables=(Deliverable("schema"),),
    ).then(TrackAdded(
        key="data", title="Data", position=2, focus="tables", owner="Ada", weeks=(1, 2), key_files=("a.py",),
        working_directory="/srv", notes="n", deliverables=(Deliverable("schema"),),
    ))


def test_a_new_track_may_wait_for_others() -> None:
    outcome = given().when(AddTrack, key="data", title="Data", depends_on=("track/web", "track/web"))
    outcome.then(TrackAdded(key="data", title="Data", position=2), DependencyAdded(item="track/data", needs="track/web"))
    assert outcome.plan.tracks["data"].depends_on == ("track/web",)


def test_a_track_is_added_once() -> None:
    given().when(AddTrack, key="web", title="Web again").then_refused(TrackExists, key="web", title="Web")


def test_a_new_track_cannot_wait_for_itself_or_for_what_is_not_there() -> None:
    given().when(AddTrack, key="data", title="D", depends_on=("track/data",)).then_refused(DependsOnItself, item="track/data")
    given().when(AddTrack, key="data", title="D", depends_on=("task/9",)).then_refused(UnknownReference, reference="task/9")


@pytest.mark.parametrize("key", ["", " web", "we\tb", "\ud800", "x" * 101])
def test_a_key_must_be_usable(key: str) -> None:
    given().when(AddTrack, key=key, title="T").then_refused(InvalidField, field="key")


@pytest.mark.parametrize("title", ["", "   ", "x" * 501])
def test_a_track_needs_a_title(title: str) -> None:
    given().when(AddTrack, key="data", title=title).then_refused(InvalidField, field="title")


@pytest.mark.parametrize(("field", "longest"), [("owner", 200), ("working_directory", 500)])
def test_what_a_table_holds_has_an_end(field: str, longest: int) -> None:
    too_long: dict[str, Any] = {field: "x" * (longest + 1)}
    given().when(AddTrack, key="data", title="T", **too_long).then_refused(InvalidField, field=field)
    given().when(ReviseTrack, key="web", **too_long).then_refused(InvalidField, field=field)


def test_an_edit_leaves_alone_what_it_does_not_name() -> None:
    edited = track("web", title="Web", focus="pages", owner="Ada")
    outcome = given(edited).when(ReviseTrack, key="web", owner="Bob")
    outcome.then(TrackRevised(key="web", title="Web", position=1, focus="pages", owner="Bob"))
    assert outcome.plan.tracks["web"].version == 6


def test_an_edit_that_says_what_is_so_already_changes_nothing() -> None:
    given().when(ReviseTrack, key="web", title="Web").then_nothing()


def test_an_edit_keeps_what_the_track_waits_for() -> None:
    waits = DependencyAdded(item="track/web", needs="track/data")
    outcome = given(data, waits).when(ReviseTrack, key="web", title="Pages")
    assert outcome.plan.tracks["web"].depends_on == ("track/data",)


def test_an_edit_of_an_old_version_is_refused() -> None:
    given().when(ReviseTrack, key="web", title="Pages", expected_version=1).then_refused(VersionMismatch, version=2, expected=1)
    given().when(ReviseTrack, key="web", title="Pages", expected_version=2).then(
        TrackRevised(key="web", title="Pages", position=1)
    )


def test_an_edit_needs_a_title_if_any() -> None:
    given().when(ReviseTrack, key="web", title=" ").then_refused(InvalidField, field="title")


def test_an_unknown_track_cannot_be_edited_or_removed() -> None:
    given().when(ReviseTrack, key="data", title="D").then_refused(UnknownTrack, key="data")
    given().when(RemoveTrack, key="data").then_refused(UnknownTrack, key="data")


def test_an_empty_track_can_be_removed_with_what_it_waits_for() -> None:
    waits = DependencyAdded(item="track/web", needs="track/data")
    outcome = given(data, waits).when(RemoveTrack, key="web")
    outcome.then(DependencyRemoved(item="track/web", needs="track/data"), TrackRemoved(key="web"))
    assert "web" not in outcome.plan.tracks and not outcome.plan.dependencies


def test_a_track_with_tasks_stays() -> None:
    given(task("1"), task("2")).when(RemoveTrack, key="web").then_refused(TrackHasTasks, key="web", count=2)


def test_a_track_that_others_wait_for_stays() -> None:
    waits = DependencyAdded(item="track/data", needs="track/web")
    given(data, waits).when(RemoveTrack, key="web").then_refused(StillNeeded, reference="Track web", dependents="Track data")
    gate = SyncPointAdded(key="1", title="Gate", position=1, after=("track/web",))
    given(gate).when(RemoveTrack, key="web").then_refused(StillNeeded, dependents="sync point 1")


def test_a_track_added_again_begins_anew() -> None:
    waits = DependencyAdded(item="track/web", needs="track/data")
    gone = [DependencyRemoved(item="track/web", needs="track/data"), TrackRemoved(key="web")]
    plan = given(data, waits, *gone, web).plan
    assert plan.tracks["web"].depends_on == ()


def test_tracks_cannot_wait_for_each_other() -> None:
    waits = DependencyAdded(item="track/web", needs="track/data")
    given(data, waits, task("1")).when(
        AddTrack, key="third", title="T", depends_on=("track/web",)
    ).then(track("third", title="T", position=3), DependencyAdded(item="track/third", needs="track/web"))
    given(data, waits).when(AddTrack, key="data2", title="T", depends_on=("track/data2",)).then_refused(DependsOnItself)


def test_a_track_without_tasks_is_what_was_declared_of_it() -> None:
    assert status_of(given().plan, "web") == "not_started"
    assert status_of(given(track("web", declared="in_progress")).plan, "web") == "in_progress"


def test_a_tracks_status_follows_from_its_tasks() -> None:
    both = given(task("1"), task("2"))
    assert status_of(both.plan, "web") == "ready"
    assert status_of(given(task("1"), task("2"), claimed("1")).plan, "web") == "in_progress"
    half = given(task("1"), task("2"), claimed("1"), TaskCompleted(key="1"))
    assert status_of(half.plan, "web") == "in_progress"
    assert status_of(given(task("1", state="done")).plan, "web") == "done"
    assert status_of(given(task("1", state="cancelled")).plan, "web") == "done"
    assert status_of(given(task("1", state="deferred")).plan, "web") == "not_started"
    assert status_of(given(task("1"), TaskBlocked(key="1", reason="no key")).plan, "web") == "blocked"


def test_a_track_says_what_it_waits_for() -> None:
    plan = given(data, DependencyAdded(item="track/web", needs="track/data"), task("1")).plan
    assert blockers_of_track(plan, plan.tracks["web"]) == ["Blocked by Track data"]
    assert status_of(plan, "web") == "blocked"


def test_a_track_in_which_all_is_stuck_says_what_holds_its_tasks() -> None:
    plan = given(data, task("d", track="data"), task("1"), DependencyAdded(item="task/1", needs="task/d")).plan
    assert blockers_of_track(plan, plan.tracks["web"]) == ["Blocked by d"]
    stuck = given(task("1"), TaskBlocked(key="1", reason="no key"))
    assert blockers_of_track(stuck.plan, stuck.plan.tracks["web"]) == ["Blocked: no key"]


def test_a_finished_track_is_blocked_by_nothing() -> None:
    plan = given(data, DependencyAdded(item="track/web", needs="track/data"), task("1", state="done")).plan
    assert blockers_of_track(plan, plan.tracks["web"]) == []


def test_a_track_declared_done_stops_holding_others_only_while_it_has_no_tasks() -> None:
    """The first task of a finished track undoes what its finishing let go; the last to leave it restores that."""
    waiting = [track("data", position=2, declared="done"), DependencyAdded(item="track/web", needs="track/data"), task("1")]
    assert given(*waiting).plan.tasks["1"].status == "ready"
    assert given(*waiting, task("d", track="data")).plan.tasks["1"].status == "pending"
