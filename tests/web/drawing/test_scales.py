"""From values to places, and the round values of an axis."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordinator.web.drawing.scales import Scale, minute_ticks, nice_step, nice_ticks, spoken


def test_a_scale_puts_values_in_proportion_and_may_run_downwards() -> None:
    up = Scale(0, 20, 190, 0)
    assert [up(value) for value in (0, 5, 20)] == [190, 142.5, 0]


def test_a_scale_by_logarithm_gives_each_power_the_same_room_and_keeps_what_is_too_small_at_its_end() -> None:
    up = Scale(1, 100, 0, 200, by_logarithm=True)
    assert [up(value) for value in (1, 10, 100, 0)] == [0, 100, 200, 0]


def test_a_scale_without_any_span_has_one_place() -> None:
    assert Scale(5, 5, 10, 90)(5) == 10


@pytest.mark.parametrize(("high", "ticks"), [
    (1, [0, 1]), (7, [0, 2, 4, 6, 8]), (18, [0, 5, 10, 15, 20]), (1_204, [0, 500, 1_000, 1_500]), (100, [0, 50, 100]),
])
def test_counts_are_marked_with_round_whole_numbers(high: float, ticks: list[float]) -> None:
    assert nice_ticks(0, high, whole=True) == ticks


@given(st.floats(-1e6, 1e6), st.floats(0.001, 1e6), st.integers(2, 8))
def test_ticks_span_the_values_and_are_few_and_equally_far_apart(low: float, span: float, count: int) -> None:
    ticks = nice_ticks(low, low + span, count)
    step = nice_step((low + span) - low, count)
    slack = step * 1e-6
    assert ticks[0] <= low + slack
    assert ticks[-1] >= low + span - slack
    assert 2 <= len(ticks) <= count + 3
    assert all(later - sooner == pytest.approx(step, rel=1e-3) for sooner, later in zip(ticks, ticks[1:], strict=False))


@pytest.mark.parametrize(("low", "high", "ticks"), [
    (0.2, 0.9, [1 / 6, 1]), (2, 50, [1, 5, 15, 60]), (70, 2_000, [60, 240, 1_440, 4_320]), (5, 5, [5, 15]),
])
def test_durations_are_marked_with_what_people_say(low: float, high: float, ticks: list[float]) -> None:
    assert minute_ticks(low, high) == ticks


@pytest.mark.parametrize(("value", "words"), [(1_200, "1,200"), (0.5, "0.5"), (-3, "-3"), (2.25, "2.25"), (0, "0")])
def test_a_number_is_as_short_as_it_is_exact(value: float, words: str) -> None:
    assert spoken(value) == words
