"""Declared conflict areas: what several tracks touch, how it is resolved, and the waits that a resolution makes."""

from typing import Any

import pytest

from tests.support.given import Given, given, task, track
from tracks.commands import (
    AddDependency, DeclareConflictArea, ImportDocument, RemoveConflictArea, RemoveDependency, ResolveConflictArea,
    ReviseConflictArea,
)
from tracks.document import ConflictAreaEntry, Document
from tracks.errors import (
    ConflictAreaExists, DependencyCycle, InvalidField, UnknownConflictArea, UnknownTrack, VersionMismatch,
)
from tracks.events import (
    ConflictAreaAdded, ConflictAreaRemoved, ConflictAreaResolved, ConflictAreaRevised, ConflictAreaScoped, DependencyAdded,
    DependencyRemoved,
)

AREA: dict[str, Any] = {"key": "schema", "area": "The tables", "tracks": ("web", "data", "ops")}


def world(*events: Any) -> Given:
    return given(track("data", position=2), track("ops", position=3), *events)


def area(*paths: str) -> list[Any]:
    added = ConflictAreaAdded(position=1, **AREA)
    return [added, *([ConflictAreaScoped(key="schema", paths=paths)] if paths else [])]


def waits(item: str, needs: str = "track/data") -> DependencyAdded:
    return DependencyAdded(item=item, needs=needs, text="The tables: track data goes first")


def test_an_area_is_declared_with_the_paths_it_is_about() -> None:
    world().when(DeclareConflictArea, paths=("./db/",), **AREA).then(*area("db"))
    world().when(DeclareConflictArea, **AREA).then(*area())
    assert world(*area()).plan.conflict_areas["schema"].status == "open"


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"tracks": ("web",)}, InvalidField), ({"tracks": ("web", "web")}, InvalidField), ({"area": " "}, InvalidField),
        ({"tracks": ("web", "moon")}, UnknownTrack), ({"paths": ("/etc",)}, InvalidField), ({"key": ""}, InvalidField),
    ],
)
def test_what_makes_no_sense_is_refused(fields: dict[str, Any], refusal: Any) -> None:
    world().when(DeclareConflictArea, **AREA | fields).then_refused(refusal)


def test_a_key_is_used_once() -> None:
    world(*area()).when(DeclareConflictArea, **AREA).then_refused(ConflictAreaExists, key="schema")


def test_a_resolution_in_words_orders_nothing() -> None:
    resolved = world(*area()).when(ResolveConflictArea, key="schema", resolution="Data draws them", first="data").then(
        ConflictAreaResolved(key="schema", resolution="Data draws them", first="data")
    )
    assert resolved.plan.conflict_areas["schema"].status == "resolved"
    resolved.when(ResolveConflictArea, key="schema", resolution="Data draws them", first="data").then_nothing()


def test_a_resolution_may_let_the_other_tracks_wait() -> None:
    ordered = world(*area()).when(ResolveConflictArea, key="schema", resolution="Data first", first="data", order=True).then(
        waits("track/web"), waits("track/ops"),
        ConflictAreaResolved(
            key="schema", resolution="Data first", first="data", ordered=True,
            waits=("track/web\ttrack/data", "track/ops\ttrack/data"),
        ),
    )
    assert ordered.plan.conflict_areas["schema"].status == "ordered"
    assert ordered.plan.tracks["web"].depends_on == ("track/data",)


def test_where_the_area_has_paths_only_the_tasks_that_touch_them_wait() -> None:
    tasks = [
        task("1", paths=("db/x.sql",)), task("2", paths=("src",)), task("3", parent="2", paths=("**/*.sql",)),
        task("4", paths=("db",), state="done"), task("5", track="data", paths=("db",)), task("6", track="ops"),
    ]
    world(*tasks, *area("db")).when(
        ResolveConflictArea, key="schema", resolution="", first="data", order=True
    ).then(
        waits("task/1"), waits("task/3"),
        ConflictAreaResolved(
            key="schema", resolution="", first="data", ordered=True, waits=("task/1\ttrack/data", "task/3\ttrack/data")
        ),
    )


def test_a_cycle_is_refused_and_spelled_out() -> None:
    circle = world(*area(), DependencyAdded(item="track/data", needs="track/ops"))
    circle.when(ResolveConflictArea, key="schema", resolution="", first="data", order=True).then_refused(
        DependencyCycle, cycle="Track ops -> Track data -> Track ops"
    )


def in_order() -> Given:
    outcome = world(*area()).when(ResolveConflictArea, key="schema", resolution="Data first", first="data", order=True)
    return Given([*outcome.before, *outcome.events])


def test_resolved_otherwise_the_waits_are_gone() -> None:
    gone = [DependencyRemoved(item=item, needs="track/data") for item in ("track/web", "track/ops")]
    in_order().when(ResolveConflictArea, key="schema", resolution="Divided").then(
        *gone, ConflictAreaResolved(key="schema", resolution="Divided")
    )
    in_order().when(RemoveConflictArea, key="schema").then(*gone, ConflictAreaRemoved(key="schema"))
    in_order().when(ResolveConflictArea, key="schema", resolution="Data first", first="data", order=True).then_nothing()
    other = in_order().when(ResolveConflictArea, key="schema", resolution="Web first", first="web", order=True)
    assert other.plan.tracks["ops"].depends_on == other.plan.tracks["data"].depends_on == ("track/web",)
    assert not other.plan.tracks["web"].depends_on


def test_what_people_made_wait_themselves_is_left_alone() -> None:
    own = world(*area(), DependencyAdded(item="track/web", needs="track/data", text="ours"))
    ordered = own.when(ResolveConflictArea, key="schema", resolution="", first="data", order=True)
    assert ordered.plan.conflict_areas["schema"].waits == ("track/ops\ttrack/data",)
    after = Given([*ordered.before, *ordered.events]).when(RemoveConflictArea, key="schema")
    assert after.plan.tracks["web"].depends_on == ("track/data",)


def test_a_wait_that_somebody_took_away_is_not_missed() -> None:
    without = in_order().when(RemoveDependency, item="track/web", needs="track/data")
    after = Given([*without.before, *without.events]).when(RemoveConflictArea, key="schema")
    assert after.events == [DependencyRemoved(item="track/ops", needs="track/data"), ConflictAreaRemoved(key="schema")]


def test_an_area_is_edited_and_put_in_order_anew() -> None:
    edited = in_order().when(ReviseConflictArea, key="schema", tracks=("web", "data"))
    assert not edited.plan.tracks["ops"].depends_on
    assert edited.plan.tracks["web"].depends_on == ("track/data",)
    plain = world(*area()).when(ReviseConflictArea, key="schema", area="Tables", paths=("db",))
    assert [type(event) for event in plain.events] == [ConflictAreaRevised, ConflictAreaScoped]
    world(*area()).when(ReviseConflictArea, key="schema", area="The tables").then_nothing()


def test_an_edit_of_what_somebody_else_changed_is_refused() -> None:
    edits: list[tuple[type, dict[str, Any]]] = [
        (ReviseConflictArea, {"area": "x"}), (ResolveConflictArea, {"resolution": "x"}), (RemoveConflictArea, {}),
    ]
    for command, fields in edits:
        world(*area()).when(command, key="schema", expected_version=1, **fields).then_refused(VersionMismatch)
        world().when(command, key="schema", **fields).then_refused(UnknownConflictArea)


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"first": "moon"}, "first"), ({"order": True}, "first"), ({"resolution": "x" * 8_001}, "resolution")],
)
def test_a_resolution_that_makes_no_sense_is_refused(fields: dict[str, Any], field: str) -> None:
    world(*area()).when(ResolveConflictArea, key="schema", **{"resolution": ""} | fields).then_refused(InvalidField, field=field)


def document(*areas: ConflictAreaEntry) -> Document:
    return Document(format="markdown", digest=str(len(areas)), title="Plan", conflict_areas=areas)


def test_an_area_of_a_document_is_resolved_like_any_other_and_stays_in_order_when_the_document_changes() -> None:
    entry = ConflictAreaEntry("settings", ("web", "data"), "A goes first", "web")
    imported = world().when(ImportDocument, document=document(entry))
    there = Given([*imported.before, *imported.events])
    assert there.plan.conflict_areas["settings"].status == "resolved"
    ordered = there.when(ResolveConflictArea, key="settings", resolution="A first", first="web", order=True)
    inorder = Given([*ordered.before, *ordered.events])
    reworded = inorder.when(ImportDocument, document=document(ConflictAreaEntry("settings", ("web", "data"), "as agreed", "web")))
    assert reworded.plan.conflict_areas["settings"].ordered
    left_out = inorder.when(ImportDocument, document=document())
    assert left_out.plan.conflict_areas["settings"].ordered, "an import does not take back what people have put in order"
    assert not there.when(ImportDocument, document=document()).plan.conflict_areas


def test_what_waits_because_of_an_area_waits_like_anything_else() -> None:
    waiting = in_order()
    waiting.when(AddDependency, item="track/data", needs="track/web").then_refused(DependencyCycle)
