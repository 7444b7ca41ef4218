"""Nobody's silence counts while it may have been this process that could not hear."""

import pytest

from coordinator.orchestrator.sweeper import Grace

HOLD = 90.0
START = 1_000.0  # of the stopwatch; the clock stands elsewhere
WALL = 1_700_000_000.0


def looks(*moments: tuple[float, float]) -> list[bool]:
    """Whether grace is over at each look, given as seconds since the start by the clock and by the stopwatch."""
    grace = Grace(HOLD, WALL, START)
    return [grace.is_over(WALL + wall, START + stopwatch) for wall, stopwatch in moments]


def every_second(until: int, ahead: float = 0.0, since: int = 1) -> list[tuple[float, float]]:
    return [(second + ahead, float(second)) for second in range(since, until + 1)]


def test_after_a_start_nobody_is_expired_for_one_lease_length() -> None:
    assert looks(*every_second(92)) == [False] * 89 + [True] * 3


@pytest.mark.parametrize("jump", [3_600.0, -7_200.0, 2.5, -2.5])
def test_after_a_jump_of_the_clock_nobody_is_expired_for_one_lease_length(jump: float) -> None:
    calm = every_second(100)
    assert looks(*calm)[-1]
    assert looks(*calm, *every_second(190, ahead=jump, since=101))[100:] == [False] * 90
    assert looks(*calm, *every_second(191, ahead=jump, since=101))[-1]


def test_a_clock_that_is_nudged_is_no_jump() -> None:
    assert looks(*every_second(100), *every_second(102, ahead=1.5, since=101))[-2:] == [True, True]


def test_a_process_that_slept_hears_the_others_out_first() -> None:
    calm = every_second(100)
    assert looks(*calm, (160.0, 160.0)) == [*looks(*calm), False]
    assert looks(*calm, *every_second(249, since=160))[-1] is False
    assert looks(*calm, *every_second(250, since=160))[-1] is True


def test_a_slow_look_is_no_sleep() -> None:
    assert looks(*every_second(100), (109.0, 109.0))[-1]
