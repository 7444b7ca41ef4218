"""What of a graph folds away: chains of done tasks, and done tasks that are tied to nothing."""

from coordinator.web.drawing.folding import folds
from tracks.ahead.picture import GraphNode


def node(key: str, status: str = "done", has_subtasks: bool = False, track: str = "A") -> GraphNode:
    return GraphNode(f"task/{key}", key, "task", key, track, None, status, 0, 0, 0, False, None, has_subtasks)


def folded(nodes: list[GraphNode], *ways: str, opened: tuple[str, ...] = ()) -> list[str]:
    tied = [(f"task/{way[0]}", f"task/{way[1]}") for way in ways]
    return ["".join(one.key for one in fold.nodes) for fold in folds(nodes, tied, opened)]


def test_a_chain_of_done_tasks_is_one_fold_up_to_what_is_not_done() -> None:
    nodes = [node("a"), node("b"), node("c"), node("d", "ready")]

    assert folded(nodes, "ab", "bc", "cd") == ["abc"]


def test_where_ways_part_or_meet_a_chain_ends() -> None:
    nodes = [node(key) for key in "abcdef"]

    assert folded(nodes, "ab", "bc", "bd", "ce", "de", "ef") == ["ab", "ef"]


def test_done_tasks_tied_to_nothing_fold_by_track() -> None:
    nodes = [node("a"), node("b", track="B"), node("c"), node("d", track="B"), node("e", track="C"), node("f", "ready")]

    assert folded(nodes) == ["ac", "bd"]


def test_what_has_subtasks_is_never_folded() -> None:
    assert folded([node("a"), node("b", has_subtasks=True), node("c")], "ab", "bc") == []


def test_what_was_opened_stays_open() -> None:
    nodes = [node("a"), node("b"), node("c"), node("d")]

    assert folded(nodes, "ab", "cd", opened=("task/a",)) == ["cd"]
    assert folded(nodes, "ab", "cd", opened=("all",)) == []


def test_a_circle_of_done_tasks_hangs_nothing() -> None:
    assert folded([node("a"), node("b")], "ab", "ba") == []
