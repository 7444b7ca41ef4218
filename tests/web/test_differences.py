"""What differs between two moments, as people read it."""

from datetime import UTC, datetime

from coordinator.web.differences import shown, told
from tracks.difference import Change, Field


def test_of_two_lists_only_what_is_not_in_both_is_shown() -> None:
    old, new = {"text": "Start it", "done": False}, {"text": "Start it", "done": True}
    change = Change("tasks", "A.1", "A", "changed", (Field("steps", [old, {"text": "Stop"}], [new, {"text": "Stop"}]),))

    (one,) = shown("web", [change])

    assert one.fields == [("steps", ["Start it"], ["Start it, done"])]
    assert one.href == "/projects/web/tasks/A.1/"
    assert one.reference == "task/A.1"


def test_two_lists_that_differ_in_their_order_alone_are_shown_whole() -> None:
    (one,) = shown("web", [Change("tasks", "A.1", "", "changed", (Field("paths", ["a", "b"], ["b", "a"]),))])
    assert one.fields == [("paths", ["a", "b"], ["b", "a"])]


def test_a_time_is_a_time_again_and_other_texts_stay() -> None:
    assert told("2026-03-14T12:00:00+00:00") == datetime(2026, 3, 14, 12, tzinfo=UTC)
    assert told("2026-03-14T12 was the day") == "2026-03-14T12 was the day"
    lease = {"agent": "ada", "fence": 8, "note": "", "granted_at": "2026-03-14T12:00:00+00:00"}
    assert told(lease) == "ada, fence 8, granted at 14 Mar 12:00 UTC"


def test_a_dependency_is_said_and_leads_nowhere() -> None:
    (one,) = shown("web", [Change("dependencies", "task/A.2\ttask/A.1", "", "added")])
    assert (one.kind, one.key, one.href) == ("dependency", "task/A.2 waits for task/A.1", "")
