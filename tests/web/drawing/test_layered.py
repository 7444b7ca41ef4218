"""The drawing of a graph in columns: what holds for every graph, and what a good drawing of small ones is."""

import re

from hypothesis import given, settings
from hypothesis import strategies as some

from coordinator.web.drawing.columns import MOST_BENDS, columns, crossings
from coordinator.web.drawing.heights import rising
from coordinator.web.drawing.layered import BETWEEN, GAP, HEIGHT, ROOM, WIDTH, Drawing, Way, layered
from coordinator.web.drawing.ranks import ranks, without_cycles


def drawn(*ways: str, alone: str = "", before: tuple[Way, ...] = ()) -> Drawing:
    """Ways such as "ab": a comes before b. Nodes come in the order of the alphabet."""
    names = sorted({*"".join(ways), *alone})
    return layered(dict.fromkeys(names, WIDTH), [(way[0], way[1]) for way in ways], before)


@some.composite
def graphs(draw: some.DrawFn, acyclic: bool = True) -> tuple[dict[str, int], list[Way]]:
    names = [f"n{number}" for number in range(draw(some.integers(1, 25)))]
    number = some.integers(0, len(names) - 1)
    pairs = draw(some.lists(some.tuples(number, number), max_size=60))
    ways = [(min(pair), max(pair)) if acyclic else pair for pair in pairs if pair[0] != pair[1]]
    return dict.fromkeys(names, WIDTH), [(names[one], names[two]) for one, two in ways]


@given(graphs(acyclic=False))
def test_no_two_nodes_overlap_and_all_lie_on_the_drawing(graph: tuple[dict[str, int], list[Way]]) -> None:
    drawing = layered(*graph)
    spots = list(drawing.spots.values())

    assert set(drawing.spots) == set(graph[0])
    for at, one in enumerate(spots):
        assert 0 <= one.x <= drawing.width - WIDTH
        assert 0 <= one.y <= drawing.height - HEIGHT
        for two in spots[at + 1:]:
            assert abs(one.x - two.x) >= WIDTH or abs(one.y - two.y) >= HEIGHT + BETWEEN - 2


@given(graphs())
def test_without_cycles_every_edge_goes_forward(graph: tuple[dict[str, int], list[Way]]) -> None:
    drawing = layered(*graph)

    assert set(drawing.paths) == set(graph[1])
    for one, two in graph[1]:
        assert drawing.spots[one].x + WIDTH + GAP <= drawing.spots[two].x
    for (one, two), path in drawing.paths.items():
        points = [float(number) for number in re.findall(r"[\d.]+", path)]
        assert points[0] == drawing.spots[one].x + WIDTH
        assert points[-2] == drawing.spots[two].x


@given(graphs(acyclic=False))
def test_the_same_graph_is_drawn_the_same(graph: tuple[dict[str, int], list[Way]]) -> None:
    assert layered(*graph) == layered(*graph)


@given(graphs())
def test_a_node_that_is_tied_to_nothing_moves_nothing_that_is(graph: tuple[dict[str, int], list[Way]]) -> None:
    before = layered(*graph)
    after = layered({**graph[0], "new": WIDTH}, graph[1])

    for name, spot in before.spots.items():
        assert after.spots[name] == spot


@given(graphs())
def test_something_new_at_an_end_leaves_what_does_not_lead_there_in_its_column(graph: tuple[dict[str, int], list[Way]]) -> None:
    names = list(graph[0])
    last = len(names) - 1
    edges = list(dict.fromkeys((names.index(one), names.index(two)) for one, two in graph[1]))
    leads_there = {last}
    for one, two in sorted(edges, reverse=True):
        leads_there |= {one} if two in leads_there else set()
    before, after = ranks(last + 1, edges), ranks(last + 2, [*edges, (last, last + 1)])

    assert [after[one] for one in range(last) if one not in leads_there] == [
        before[one] for one in range(last) if one not in leads_there
    ]
    assert after[last + 1] == after[last] + 1


@given(graphs(acyclic=False))
@settings(max_examples=50)
def test_turning_round_what_closes_a_cycle_leaves_none(graph: tuple[dict[str, int], list[Way]]) -> None:
    names = list(graph[0])
    edges = [(names.index(one), names.index(two)) for one, two in graph[1]]
    found = without_cycles(len(names), edges)

    assert sorted(map(sorted, found)) == sorted(map(sorted, edges))
    assert without_cycles(len(names), found) == found


def test_what_waits_for_each_other_is_drawn_with_one_edge_going_back() -> None:
    drawing = drawn("ab", "bc", "ca")

    assert [drawing.spots[name].x for name in "abc"] == sorted(drawing.spots[name].x for name in "abc")
    assert drawing.paths["c", "a"].startswith(f"M{drawing.spots['c'].x} ")


def test_a_chain_runs_level() -> None:
    drawing = drawn("ab", "bc", "cd")

    assert len({spot.y for spot in drawing.spots.values()}) == 1


def test_what_feeds_something_late_stands_beside_it_and_not_at_the_far_left() -> None:
    drawing = drawn("ab", "bc", "cd", "ed")

    assert drawing.spots["e"].x == drawing.spots["c"].x


def test_what_stands_before_without_an_edge_only_moves_columns() -> None:
    drawing = drawn("ab", "cb", before=(("a", "c"),))

    assert drawing.spots["a"].x < drawing.spots["c"].x
    assert set(drawing.paths) == {("a", "b"), ("c", "b")}


def test_crossings_that_can_be_avoided_are() -> None:
    edges = [(0, 5), (1, 4), (2, 3)]
    made = columns([0, 0, 0, 1, 1, 1], edges)

    assert crossings(made, [[0, 1, 2], [3, 4, 5]]) == 3
    assert crossings(made, made.orders) == 0


def test_an_edge_passes_between_the_nodes_of_the_columns_it_crosses() -> None:
    drawing = drawn("ab", "bc", "cd", "ad")
    passing = [float(height) for height in re.findall(r" (\d+)H", drawing.paths["a", "d"])]

    assert len(passing) == 2
    for name in "bc":
        spot = drawing.spots[name]
        assert all(not spot.y <= height <= spot.y + HEIGHT for height in passing)


def test_what_is_narrower_is_met_at_its_own_sides() -> None:
    drawing = layered({"a": 40, "b": WIDTH}, [("a", "b")])

    assert drawing.paths["a", "b"].startswith(f"M{drawing.spots['a'].x + (WIDTH + 40) // 2} ")


def test_what_is_tied_to_nothing_fills_rows_behind_what_is() -> None:
    drawing = drawn("gh", alone="abcdefijk")
    walked = sorted(drawing.spots, key=lambda name: (drawing.spots[name].y, drawing.spots[name].x))

    assert "".join(walked) == "ghabcdefijk"
    assert len({spot.y for spot in drawing.spots.values()}) == 2
    assert drawing.width < ROOM + WIDTH


def test_edges_beyond_what_can_bend_in_time_go_straight() -> None:
    length = 300
    chain = [(at, at + 1) for at in range(length)]
    long = [(at, length) for at in range(length - 2)]
    made = columns(list(range(length + 1)), chain + long)

    assert len(made.rank) <= length + 1 + MOST_BENDS
    assert made.routes[0, length] == []
    assert made.routes[length - 3, length] != []


def test_numbers_that_fall_meet_in_their_middle() -> None:
    assert rising([1, 5, 3, 4, 9]) == [1, 4, 4, 4, 9]
