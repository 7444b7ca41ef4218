"""A plan written down and read again is the same plan, whatever it holds."""

from dataclasses import fields

import pytest

from coordinator.snapshots import codec
from coordinator.snapshots.codec import NoPlan
from tests.support.golden import golden, plans_of
from tests.support.random_history import history
from tests.support.recount import assert_follows
from tracks.evolve import fold
from tracks.plan import Plan


@pytest.mark.parametrize("seed", range(6))
def test_the_plan_of_any_history_comes_back_as_it_was(seed: int) -> None:
    events = history(seed)
    half = len(events) // 2
    plan, _ = fold(Plan(), events[:half])
    again = codec.decode(codec.encode(plan))
    assert again == plan
    assert_follows(again)
    assert fold(again, events[half:])[0] == fold(Plan(), events)[0]


def test_every_kind_of_thing_that_there_ever_was_comes_back_as_it_was() -> None:
    for plan in plans_of(golden()):
        again = codec.decode(codec.encode(plan))
        for one in fields(Plan):
            assert getattr(again, one.name) == getattr(plan, one.name), one.name


def test_an_empty_plan_comes_back() -> None:
    assert codec.decode(codec.encode(Plan())) == Plan()


@pytest.mark.parametrize("damaged", [b"", b"no plan", codec.encode(Plan())[:-9]])
def test_what_is_no_plan_is_refused_by_name(damaged: bytes) -> None:
    with pytest.raises(NoPlan):
        codec.decode(damaged)
