"""Dependencies that close a circle are left out, with the circle spelled out."""

from coordinator.transfer.cycles import without_cycles
from tracks.document import DependencyEntry


def edges(*pairs: str) -> list[DependencyEntry]:
    parted = (pair.split(" needs ") for pair in pairs)
    return [DependencyEntry(item, needed, line=line) for line, (item, needed) in enumerate(parted, 1)]


def test_the_edge_that_closes_the_circle_is_left_out() -> None:
    kept, left_out = without_cycles(edges("task/1 needs task/2", "task/2 needs task/3", "task/3 needs task/1"), {})
    assert [entry.line for entry in kept] == [1, 2]
    assert [(entry.line, circle) for entry, circle in left_out] == [(3, ["task/3", "task/1", "task/2", "task/3"])]


def test_a_circle_through_a_track_is_seen() -> None:
    inside = {"task/B.1": "track/B"}
    kept, left_out = without_cycles(edges("track/A needs task/B.1", "track/B needs track/A"), inside)
    assert len(kept) == 1
    assert left_out[0][1] == ["track/B", "track/A", "task/B.1", "track/B"]


def test_a_task_cannot_wait_for_what_it_is_part_of() -> None:
    assert not without_cycles(edges("task/1.1 needs task/1"), {"task/1.1": "task/1"})[0]
    assert not without_cycles(edges("track/A needs task/A.1"), {"task/A.1": "track/A"})[0]


def test_tasks_of_two_tracks_may_wait_for_each_other() -> None:
    inside = {"task/A.1": "track/A", "task/A.2": "track/A", "task/B.1": "track/B", "task/B.2": "track/B"}
    assert not without_cycles(edges("task/A.2 needs task/B.1", "task/B.2 needs task/A.1"), inside)[1]


def test_many_circles_are_bounded() -> None:
    ring = [f"task/{n} needs task/{(n + 1) % 3000}" for n in range(3000)] + [f"task/{n} needs task/0" for n in range(1, 3000)]
    kept, left_out = without_cycles(edges(*ring), {})
    assert len(kept) + len(left_out) == len(ring)
