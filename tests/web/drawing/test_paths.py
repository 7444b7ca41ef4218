"""Shapes as SVG paths."""

from coordinator.web.drawing import paths


def test_steps_hold_a_value_until_the_next_one_and_say_nothing_twice() -> None:
    assert paths.steps([(0, 10), (5, 10), (10, 4), (20, 4)]) == "M0 10H5H10V4H20"


def test_an_area_is_closed_along_the_line_below() -> None:
    assert paths.area([(0, 2), (10, 1)], [(0, 9), (10, 8)]) == "M0 2H10V1V8V9H0Z"


def test_a_bar_stands_on_its_ground() -> None:
    assert paths.bars([(0, 10, 3, 20), (12, 22, 5, 20)]) == "M0 20V3H10V20ZM12 20V5H22V20Z"


def test_dots_are_lines_without_length() -> None:
    assert paths.dots([(1, 2), (3.04, 4.96)]) == "M1 2h0M3 5h0"


def test_a_shape_is_cut_where_the_paper_ends() -> None:
    assert paths.cut([(0, 0), (50, 10), (20, 10)], 100) == [(0, 0), (50, 10), (20, 10)]
    assert paths.cut([(0, 0), (50, 10), (200, 10)], 100) == [(0, 0), (50, 10), (100, 10), (100, 5)]
    assert paths.cut([(0, 0), (200, 10)], 100)[:2] == [(0, 0), (100, 5)]


def test_nothing_is_drawn_of_nothing() -> None:
    assert [paths.line([]), paths.steps([]), paths.area([], []), paths.shape([]), paths.bars([]), paths.dots([])] == [""] * 6


def test_numbers_are_short() -> None:
    assert [paths.short(value) for value in (1.0, 1.25, 0.04, -0.04, -3.14)] == ["1", "1.2", "0", "0", "-3.1"]
