"""What a document changes in a plan: added, changed, removed, left alone; leases hold and nothing is left hanging."""

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest

from agents.events import AgentRegistered, AgentRemoved, AgentRevised, AgentStopped
from tests.support.given import Given, Outcome, claimed, given_nothing, happenings, task, track
from tests.support.recount import assert_follows
from tracks import document as d
from tracks import events as e
from tracks.commands import ImportDocument
from tracks.evolve import evolve
from tracks.importing import MOST_REPORTED, compare
from tracks.importing.items import LONGEST_NOTE
from tracks.plan import Plan
from tracks.planning import DEEPEST
from tracks.work import Deliverable, Step

base = given_nothing()
base.events.append(e.ProjectCreated(slug="site", name="The site"))


def document(*tasks: d.TaskEntry, **fields: Any) -> d.Document:
    digest = sha256(repr((tasks, fields)).encode()).hexdigest()
    return d.Document(**{"format": "markdown", "digest": digest, "title": "The plan", "tasks": tasks, **fields})


def entry(key: str, **fields: Any) -> d.TaskEntry:
    return d.TaskEntry(**{"key": key, "title": f"Task {key}", "line": 10, **fields})


def waits(item: str, needs: str, line: int = 5) -> d.DependencyEntry:
    return d.DependencyEntry(item, needs, f"{item} after {needs}", line)


def importing(given_: Given, one: d.Document) -> Outcome:
    """Imports; whatever comes of it must be sound after each single event, and again must change nothing."""
    outcome = given_.when(ImportDocument, document=one, filename="plan.md")
    plan = given_.plan
    for happened in happenings(outcome.events, after=plan.sequence):
        plan = evolve(plan, happened)
        assert_follows(plan)
    Given([*outcome.before, *outcome.events]).when(ImportDocument, document=one, filename="plan.md").then_nothing()
    return outcome


def imported(*documents: d.Document, after: tuple[Any, ...] = ()) -> Given:
    """What stands once these documents were read in turn and `after` happened."""
    now = base
    for one in documents:
        now = Given([*now.events, *importing(now, one).events])
    return Given([*now.events, *after])


def problems(outcome: Outcome) -> list[str]:
    return [problem[2] for event in outcome.events if isinstance(event, e.ImportApplied) for problem in event.problems]


def changes(outcome: Outcome) -> dict[str, int]:
    return dict(outcome.events[-1].changes)


full = document(
    entry("1", track="A", status=d.DONE, status_word="Done", percent=100, priority="high", estimate=30, assignee="ada",
          capabilities=("python",), paths=("src/**",), steps=(d.StepEntry("one", True), d.StepEntry("two")), notes="n"),
    entry("1.1", track="A", parent="1", status=d.IN_PROGRESS),
    entry("2", track="B", status=d.BLOCKED),
    tracks=(
        d.TrackEntry("A", "Track A", focus="pages", owner="Ada", weeks=(1,), deliverables=(d.DeliverableEntry("site", True),)),
        d.TrackEntry("B", "Track B", status=d.DONE),
    ),
    dependencies=(waits("task/2", "track/A"), waits("track/B", "sync/1")),
    agents=(d.AgentEntry("cleo", "Instance C", role="tests", line=3),),
    sync_points=(d.SyncPointEntry("1", "Gate", ("track/A",), "all reviewed"),),
    conflict_areas=(d.ConflictAreaEntry("models.py", ("A", "B"), "A first", "A"),),
    integration_points=(d.IntegrationPointEntry("API", ("A", "B"), ("schema",), ("task/2",)),),
    allocations=(d.AllocationEntry("two developers", "Dev 1", "A, then B", ("A", "B")),),
    notes=(d.NoteEntry("risk", "It may rain", "track/A", "Monday"),),
    problems=(d.Problem(4, "???", "not understood", "warning"),),
    repairs=(d.Repair(6, "â†’", "→", "mojibake"),),
)


def test_a_document_becomes_a_plan() -> None:
    outcome = importing(base, full)
    plan = outcome.plan
    assert set(plan.tracks) == {"A", "B"} and set(plan.tasks) == {"1", "1.1", "2"}
    first = plan.tasks["1"]
    assert (first.track, first.priority, first.estimate, first.assignee, first.capabilities, first.paths) == (
        "A", "high", 30, "ada", ("python",), ("src/**",)
    )
    assert first.steps == (Step("one", True), Step("two"))
    assert (first.source.line, first.source.status_word) == (10, "Done")
    assert (plan.tasks["1.1"].parent, plan.tasks["1.1"].status) == ("1", "in_progress")
    assert plan.tracks["A"].deliverables == (Deliverable("site", True),)
    assert plan.agents["cleo"].state == "named"
    assert plan.sync_points["1"].after == ("track/A",)
    assert plan.conflict_areas["models.py"].first == "A"
    assert plan.integration_points["API"].items == ("schema",)
    assert plan.allocations["two developers: Dev 1"].tracks == ("A", "B")
    assert [note.text for note in plan.notes.values()] == ["It may rain"]


def test_the_log_tells_what_an_import_understood_and_left() -> None:
    applied = importing(base, full).events[-1]
    assert applied == e.ImportApplied(
        format="markdown", filename="plan.md", digest=full.digest, counts=tuple(full.counts().items()),
        changes=(("added", 13), ("changed", 0), ("removed", 0), ("unchanged", 0)),
        problems=((4, "???", "not understood", "warning"),), repairs=((6, "â†’", "→", "mojibake"),),
    )
    record = importing(base, full).plan.imports[str(importing(base, full).plan.sequence)]
    assert (record.filename, record.actor, record.version) == ("plan.md", "maria", int(record.key))


def test_endless_problems_are_told_as_far_as_an_event_holds() -> None:
    many = document(problems=tuple(d.Problem(line, "x" * 500, "y" * 500, "info") for line in range(500)))
    applied = importing(base, many).events[-1]
    assert len(applied.problems) == MOST_REPORTED and len(applied.problems[0][1]) == 160


def test_another_file_that_changes_nothing_is_noted_all_the_same() -> None:
    now = imported(full)
    [applied] = now.when(ImportDocument, document=replace(full, digest="b" * 64)).events
    assert isinstance(applied, e.ImportApplied) and applied.digest == "b" * 64


def test_blocked_beside_a_stated_dependency_says_no_more_than_the_dependency_does() -> None:
    assert imported(full).plan.tasks["2"].state == "open"
    assert imported(document(entry("2", status=d.BLOCKED))).plan.tasks["2"].state == "blocked"


def test_an_edited_document_applies_the_difference() -> None:
    edited = replace(full, tasks=(full.tasks[0], replace(full.tasks[1], title="New title"), entry("3", track="B")), notes=())
    outcome = importing(imported(full), edited)
    assert changes(outcome) == {"added": 1, "changed": 1, "removed": 3, "unchanged": 9}
    assert outcome.task("1.1").title == "New title"
    assert "2" not in outcome.plan.tasks and not outcome.plan.notes
    assert "task/2\ttrack/A" not in outcome.plan.dependencies


def test_every_kind_of_thing_can_be_edited_and_dropped() -> None:
    second = document(
        tracks=(d.TrackEntry("A", "Track A, edited"),),
        agents=(d.AgentEntry("cleo", "Another title"),),
        sync_points=(d.SyncPointEntry("1", "Gate", ("track/A",), "looked at"),),
        conflict_areas=(d.ConflictAreaEntry("models.py", (), "B first"),),
        integration_points=(d.IntegrationPointEntry("API", ("A",)),),
        allocations=(d.AllocationEntry("two developers", "Dev 1", "all of it"),),
        notes=(d.NoteEntry("risk", "It may snow"),),
    )
    plan = importing(imported(full), second).plan
    assert (plan.tracks["A"].title, plan.agents["cleo"].title, plan.sync_points["1"].check) == (
        "Track A, edited", "Another title", "looked at"
    )
    assert (plan.conflict_areas["models.py"].resolution, plan.integration_points["API"].parties) == ("B first", ("A",))
    assert plan.allocations["two developers: Dev 1"].text == "all of it"
    empty = importing(imported(full, second), document()).plan
    assert not any((
        empty.tracks, empty.tasks, empty.agents, empty.sync_points, empty.conflict_areas, empty.integration_points,
        empty.allocations, empty.notes, empty.dependencies, empty.dependents,
    ))


def test_every_event_of_an_import_has_been_seen_here() -> None:
    """Together the two imports above say everything an import can say, save what only a lease or a cycle brings about."""
    first, second = imported(full), document(tracks=(d.TrackEntry("A", "Edited"),), agents=(d.AgentEntry("cleo", "E"),))
    said = {type(event) for event in [*first.events, *importing(first, second).events]}
    assert {e.TrackAdded, e.TrackRevised, e.TrackRemoved, e.TaskAdded, e.TaskRemoved, AgentRegistered, AgentRevised} <= said
    assert {e.ConflictAreaAdded, e.ConflictAreaRemoved, e.IntegrationPointAdded, e.IntegrationPointRemoved} <= said
    assert {e.AllocationAdded, e.AllocationRemoved, e.NoteAdded, e.NoteRemoved, e.SyncPointAdded, e.SyncPointRemoved} <= said
    assert AgentRemoved in {type(event) for event in importing(first, document()).events}
    edited = document(
        conflict_areas=(d.ConflictAreaEntry("models.py"),), integration_points=(d.IntegrationPointEntry("API"),),
        allocations=(d.AllocationEntry("two developers", "Dev 1", "none"),),
    )
    said = {type(event) for event in importing(first, edited).events}
    assert {e.ConflictAreaRevised, e.IntegrationPointRevised, e.AllocationRevised} <= said


# What was worked on stays --------------------------------------------------------------------------------------------


worked = (AgentRegistered(name="ada", capacity=3),)


def test_a_newer_status_counts_only_while_nobody_worked_on_the_task() -> None:
    first = document(entry("1"), entry("2"))
    newer = document(entry("1", status=d.DONE), entry("2", status=d.DONE, status_word="Done"))
    outcome = importing(imported(first, after=(*worked, claimed("2"))), newer)
    assert e.TaskRestated(key="1", state="done") in outcome.events
    assert (outcome.task("1").status, outcome.task("2").status) == ("done", "claimed")
    assert problems(outcome) == ["the document says Done, but it was worked on since and is claimed; that stays"]


def test_an_import_leaves_leases_alone() -> None:
    first = imported(document(entry("1"), entry("2")), after=(*worked, claimed("1")))
    outcome = importing(first, document(entry("1", title="New title", estimate=5)))
    lease = first.plan.tasks["1"].lease
    assert lease and outcome.task("1").lease == lease and outcome.task("1").title == "New title"


def test_what_was_worked_on_stays_although_the_document_dropped_it() -> None:
    outcome = importing(imported(document(entry("1"), entry("2")), after=(*worked, claimed("1"))), document())
    assert set(outcome.plan.tasks) == {"1"}
    assert problems(outcome) == ["1 is gone from the document, but it was worked on; it stays"]


def test_a_parent_stays_as_long_as_something_in_it_does() -> None:
    first = imported(document(entry("1"), entry("2", parent="1")), after=(*worked, claimed("2")))
    assert set(importing(first, document()).plan.tasks) == {"1", "2"}
    newer = importing(imported(document(entry("1"))), document(entry("2", parent="1")))
    assert set(newer.plan.tasks) == {"1", "2"}
    assert problems(newer) == ["1 is gone from the document, but not all that is in it; it stays"]


def test_a_task_that_is_being_worked_on_is_not_divided() -> None:
    divided = document(entry("1"), entry("2", parent="1"), entry("3", parent="2"))
    held = imported(document(entry("1")), after=(*worked, claimed("1")))
    outcome = importing(held, divided)
    assert set(outcome.plan.tasks) == {"1"} and outcome.task("1").lease
    assert problems(outcome) == [
        "ada works on 1, which cannot be divided now; import again when it is free", "2 is left out, and this with it"
    ]
    free = Given([*held.events, e.TaskReleased(key="1")])
    assert set(importing(free, divided).plan.tasks) == {"1", "2", "3"}


def test_steps_that_were_done_stay_done() -> None:
    first = document(entry("1", steps=(d.StepEntry("one"), d.StepEntry("two"))))
    done = (*worked, claimed("1"), e.TaskProgressed(key="1", percent=50, steps_done=(0,)))
    newer = document(entry("1", steps=(d.StepEntry("zero"), d.StepEntry("one"), d.StepEntry("two", True))))
    steps = importing(imported(first, after=done), newer).task("1").steps
    assert steps == (Step("zero"), Step("one", True), Step("two", True))


def test_what_agents_say_of_themselves_stays() -> None:
    first = document(agents=(d.AgentEntry("cleo", "Instance C"),))
    joined = AgentRevised(name="cleo", kind="llm", capabilities=("go",), capacity=4, digest="x")
    now = importing(imported(first, after=(joined,)), document(agents=(d.AgentEntry("cleo", "New title"),))).plan.agents["cleo"]
    assert (now.title, now.kind, now.capabilities, now.capacity, now.joined) == ("New title", "llm", ("go",), 4, True)


def test_an_agent_that_stopped_is_not_brought_back_by_a_document() -> None:
    first = document(agents=(d.AgentEntry("cleo"),))
    stopped = (AgentRevised(name="cleo", digest="x"), AgentStopped(name="cleo"))
    assert importing(imported(first, after=stopped), document(agents=(d.AgentEntry("cleo", "T"),))).plan.agents["cleo"].stopped


def test_an_agent_that_works_stays_although_the_document_dropped_it() -> None:
    first = document(entry("1"), agents=(d.AgentEntry("cleo"),))
    assert "cleo" in importing(imported(first, after=(claimed("1", by="cleo"),)), document(entry("1"))).plan.agents
    assert "cleo" not in importing(imported(first), document(entry("1"))).plan.agents


# Two documents, and people -------------------------------------------------------------------------------------------


def test_each_document_drops_only_what_it_said_itself() -> None:
    tracks, notes = (d.TrackEntry("Z", "Z"),), (d.NoteEntry("risk", "R"),)
    other = document(entry("9", track="Z"), tracks=tracks, notes=notes, title="Another plan")
    plan = importing(imported(full, other), document()).plan
    assert set(plan.tasks) == {"9"} and set(plan.tracks) == {"Z"} and len(plan.notes) == 1


def test_a_dependency_belongs_to_the_document_that_stated_it() -> None:
    first = document(entry("1"), entry("2"), dependencies=(waits("task/2", "task/1"),))
    other = document(entry("2", title="Taken over"), title="Another plan")
    now = imported(first, other)
    assert "task/2\ttask/1" in now.plan.dependencies
    assert "task/2\ttask/1" not in importing(now, replace(first, dependencies=())).plan.dependencies


def test_what_a_person_linked_stays_and_what_goes_takes_its_links_along() -> None:
    by_hand = (e.DependencyAdded(item="task/2", needs="task/1"), e.DependencyAdded(item="track/A", needs="task/2"))
    first = document(entry("1"), entry("2"), tracks=(d.TrackEntry("A", "A"),))
    now = imported(first, after=by_hand)
    assert set(importing(now, replace(first, digest="b" * 64)).plan.dependencies) == {"task/2\ttask/1", "track/A\ttask/2"}
    assert not importing(now, document(entry("2"), tracks=())).plan.dependencies


def test_a_task_that_a_person_moved_stays_where_it_is_until_its_entry_is_edited() -> None:
    two = (d.TrackEntry("A", "A"), d.TrackEntry("B", "B"))
    first = document(entry("1", track="A"), tracks=two)
    source = imported(first).plan.tasks["1"].source
    now = imported(first, after=(e.TaskRevised(key="1", title="Task 1", position=1, track="B", source=source),))
    assert importing(now, replace(first, digest="b" * 64)).task("1").track == "B"
    assert importing(now, document(entry("1", track="A", title="Edited"), tracks=two)).task("1").track == "A"


# Structure -----------------------------------------------------------------------------------------------------------


def test_parents_come_before_their_subtasks_whatever_the_order_in_the_document() -> None:
    outcome = importing(base, document(entry("1.1", parent="1"), entry("1.1.1", parent="1.1"), entry("0"), entry("1")))
    assert [event.key for event in outcome.events[:-1]] == ["0", "1", "1.1", "1.1.1"]


def test_a_subtask_is_in_the_track_of_its_parent_and_moves_with_it() -> None:
    two = (d.TrackEntry("A", "A"), d.TrackEntry("B", "B"))
    first = document(entry("1", track="A"), entry("2", parent="1", track="B"), tracks=two)
    now = imported(first, after=(e.TaskAdded(key="3", title="By hand", position=9, track="A", parent="1"),))
    assert now.plan.tasks["2"].track == "A"
    moved = importing(now, document(entry("1", track="B"), entry("2", parent="1", track="B"), tracks=two)).plan
    assert {key: one.track for key, one in moved.tasks.items()} == {"1": "B", "2": "B", "3": "B"}


LOOSE: dict[str, tuple[d.Document, str]] = {
    "a track that is not there": (document(entry("1", track="X")), "its track X is not there; it is left without one"),
    "a parent that is not there": (document(entry("1", parent="X")), "its parent X is not there; it stands on its own"),
    "its own parent": (document(entry("1", parent="1")), "its parent 1 is part of it; it stands on its own"),
    "parents in a circle": (
        document(entry("1", parent="2"), entry("2", parent="1"), entry("3", parent="1")),
        "its parent 1 is part of it; it stands on its own",
    ),
    "the same key twice": (document(entry("1"), entry("1")), "1 stands twice; the first one counts"),
    "a key that cannot be used": (document(entry(" ")), "its key must be 1 to 100 printable characters"),
    "a dependency on nothing": (document(entry("1"), dependencies=(waits("task/1", "task/X"),)), "X is not there"),
    "a dependency of a sync point": (
        document(entry("1"), sync_points=(d.SyncPointEntry("g", "G"),), dependencies=(waits("sync/g", "task/1"),)),
        "it cannot wait for that",
    ),
    "a dependency on itself": (document(entry("1"), dependencies=(waits("task/1", "task/1"),)), "it cannot wait for that"),
    "a cycle": (
        document(entry("1"), entry("2"), dependencies=(waits("task/1", "task/2", 5), waits("task/2", "task/1", 6))),
        "it would close the cycle 2 -> 1 -> 2; left out",
    ),
    "a cycle through a track": (
        document(entry("1", track="A"), tracks=(d.TrackEntry("A", "A"),), dependencies=(waits("task/1", "track/A"),)),
        "it would close the cycle 1 -> Track A -> 1; left out",
    ),
    "a cycle through a sync point": (
        document(
            entry("1"), dependencies=(waits("task/1", "sync/g"),), sync_points=(d.SyncPointEntry("g", "G", ("task/1",)),)
        ),
        "it would close the cycle 1 -> sync point g -> 1; left out",
    ),
}


@pytest.mark.parametrize("what", LOOSE)
def test_what_cannot_be_taken_over_is_a_problem_and_blocks_nothing_else(what: str) -> None:
    one, reason = LOOSE[what]
    more = replace(one, tasks=(*one.tasks, entry("sound")))
    outcome = importing(base, more)
    assert reason in problems(outcome)
    assert outcome.task("sound").status == "ready"


def test_the_dependency_that_stands_last_is_the_one_left_out() -> None:
    one = document(
        entry("1"), entry("2"), entry("3"),
        dependencies=(waits("task/1", "task/2", 7), waits("task/2", "task/3", 9), waits("task/3", "task/1", 8)),
    )
    assert set(importing(base, one).plan.dependencies) == {"task/1\ttask/2", "task/3\ttask/1"}


def test_no_more_is_left_out_than_cycles_need() -> None:
    """Line 47 closes a cycle with lines 27 and 1; when line 27 must go anyway, line 47 may stay."""
    one = document(
        entry("1", track="C"), tracks=(d.TrackEntry("B", "B"), d.TrackEntry("C", "C")),
        dependencies=(waits("track/C", "sync/g", 47), waits("track/B", "task/1", 27), waits("track/C", "track/B", 1)),
        sync_points=(d.SyncPointEntry("g", "G", ("track/B",)),),
    )
    assert set(importing(base, one).plan.dependencies) == {"track/C\tsync/g", "track/C\ttrack/B"}


def test_a_sync_point_does_not_come_to_stand_after_what_waits_for_it() -> None:
    gated = document(entry("1"), dependencies=(waits("task/1", "sync/g"),), sync_points=(d.SyncPointEntry("g", "G", line=3),))
    outcome = importing(imported(gated), replace(gated, sync_points=(d.SyncPointEntry("g", "G", ("task/1",), line=3),)))
    assert problems(outcome) == ["it would close the cycle sync point g -> 1 -> sync point g; 1 is left out"]
    assert outcome.plan.sync_points["g"].after == ()


def test_a_task_does_not_move_into_a_track_that_it_waits_for() -> None:
    two = (d.TrackEntry("A", "A"), d.TrackEntry("B", "B"))
    first = imported(document(entry("1", track="A"), tracks=two), after=(e.DependencyAdded(item="task/1", needs="track/B"),))
    outcome = importing(first, document(entry("1", track="B"), tracks=two))
    assert outcome.task("1").track == "A"
    assert problems(outcome) == ["it would close the cycle 1 -> Track B -> 1; it stays in A"]


def test_tasks_may_trade_tracks_where_half_the_trade_would_close_a_cycle() -> None:
    three = (d.TrackEntry("A", "A"), d.TrackEntry("B", "B"), d.TrackEntry("C", "C"))
    before = document(
        entry("x", track="A"), entry("y", track="C"), tracks=three,
        dependencies=(waits("track/B", "track/C"), waits("task/y", "task/x")),
    )
    after = replace(before, tasks=(entry("x", track="B"), entry("y", track="A")))
    outcome = importing(imported(before), after)
    assert (outcome.task("x").track, outcome.task("y").track) == ("B", "A")
    assert not problems(outcome)


def test_what_a_moved_task_no_longer_waits_for_is_let_go_before_it_moves() -> None:
    two = (d.TrackEntry("A", "A"), d.TrackEntry("B", "B"))
    before = document(entry("1", track="A"), tracks=two, dependencies=(waits("task/1", "track/B"),))
    after = document(entry("1", track="B"), tracks=two, dependencies=(waits("track/A", "task/1"),))
    outcome = importing(imported(before), after)
    assert outcome.task("1").track == "B" and set(outcome.plan.dependencies) == {"track/A\ttask/1"}


def test_a_sync_point_loses_what_goes() -> None:
    gate = d.SyncPointEntry("g", "G", ("task/1", "track/A"))
    first = document(entry("1"), tracks=(d.TrackEntry("A", "A"),), sync_points=(gate,))
    by_hand = e.SyncPointAdded(key="h", title="H", position=5, after=("task/1",))
    plan = importing(imported(first, after=(by_hand,)), document(sync_points=(gate,))).plan
    assert (plan.sync_points["g"].after, plan.sync_points["h"].after) == ((), ())


def test_a_sync_point_that_a_person_relies_on_stays() -> None:
    first = document(entry("1"), sync_points=(d.SyncPointEntry("g", "G"),))
    held = imported(first, after=(e.DependencyAdded(item="task/1", needs="sync/g"),))
    assert "g" in importing(held, document(entry("1"))).plan.sync_points
    assert "g" not in importing(imported(first), document(entry("1"))).plan.sync_points


def test_endless_nesting_ends() -> None:
    deep = document(*(entry(str(number), parent=str(number - 1) if number else "") for number in range(DEEPEST + 5)))
    plan = base.when(ImportDocument, document=deep).plan
    assert plan.depth(str(DEEPEST)) == DEEPEST and plan.depth(str(DEEPEST + 1)) == 0 and plan.depth(str(DEEPEST + 2)) == 1


def test_many_cycles_are_undone_in_good_time() -> None:
    pairs = range(2_000)
    tasks = [entry(f"{side}{number}") for number in pairs for side in "ab"]
    links = [waits(f"task/{one}{number}", f"task/{two}{number}") for number in pairs for one, two in ("ab", "ba")]
    comparison = compare(Plan(), document(*tasks, dependencies=tuple(links)))
    assert sum("it would close" in problem.reason for problem in comparison.problems) == len(pairs)


# Texts ---------------------------------------------------------------------------------------------------------------


def test_text_that_no_event_holds_goes_on_in_notes() -> None:
    long = "x" * LONGEST_NOTE + "y" * LONGEST_NOTE + "z"
    one = document(
        entry("1", notes=long), tracks=(d.TrackEntry("A", "A", notes=long),), agents=(d.AgentEntry("cleo", notes=long),),
        notes=(d.NoteEntry("risk", long),),
    )
    plan = importing(base, one).plan
    begun = {"task/1": plan.tasks["1"].notes, "track/A": plan.tracks["A"].notes, "agent/cleo": plan.agents["cleo"].notes}
    for about, first in begun.items():
        rest = sorted((note for note in plan.notes.values() if note.about == about), key=lambda note: note.position)
        assert first + "".join(note.text for note in rest) == long
    two = "x" * LONGEST_NOTE + "y"
    edited = importing(imported(one), replace(one, digest="b", tasks=(entry("1", notes=two),)))
    assert e.NoteRevised(key="task/1 1", kind="note", text="y", about="task/1", position=1) in edited.events
    shorter = edited.plan
    assert [note.text for note in shorter.notes.values() if note.about == "task/1"] == ["y"]
    assert not importing(imported(one), document()).plan.notes
    risks = sorted((note for note in plan.notes.values() if note.kind == "risk"), key=lambda note: note.position)
    assert "".join(note.text for note in risks) == long


def test_a_title_that_is_too_long_stays_whole_in_the_notes() -> None:
    title = "word " * 200
    now = importing(base, document(entry("1", title=title, notes="n"))).task("1")
    assert len(now.title) == 500 and now.notes == f"{title}\n\nn"


@pytest.mark.parametrize(
    "fields", [{"percent": 400}, {"percent": -5}, {"estimate": -1}, {"estimate": 10**12}, {"priority": "urgent"}]
)
def test_numbers_and_words_beyond_what_a_task_knows_become_what_it_does(fields: dict[str, Any]) -> None:
    now = importing(base, document(entry("1", **fields))).task("1")
    assert 0 <= now.percent <= 99 and now.estimate is None and now.priority == "medium"


def test_things_of_one_name_are_numbered() -> None:
    twice = document(conflict_areas=(d.ConflictAreaEntry("models.py"), d.ConflictAreaEntry("models.py", resolution="r")))
    assert set(importing(base, twice).plan.conflict_areas) == {"models.py", "models.py (2)"}


def test_a_line_that_moved_changes_nothing() -> None:
    lower: Callable[[d.TaskEntry], d.TaskEntry] = lambda one: replace(one, line=one.line + 5)  # noqa: E731
    moved = replace(full, digest="b" * 64, tasks=tuple(map(lower, full.tasks)))
    assert changes(importing(imported(full), moved)) == {"added": 0, "changed": 0, "removed": 0, "unchanged": 13}


def test_a_task_may_belong_to_a_track_of_the_plan_that_the_document_does_not_mention() -> None:
    now = Given([*base.events, track("web")])
    assert importing(now, document(entry("1", track="web"))).task("1").track == "web"
    assert importing(Given([*base.events, task("0", track="")]), document(entry("1", parent="0"))).task("1").parent == "0"
