"""Everything a plan holds either goes back when it is rolled back, or there is a reason why not."""

from dataclasses import MISSING, fields
from typing import Any

import pytest

from tests.support.random_history import history
from tracks.evolve import fold
from tracks.plainly import default_of, meant_fields, plain
from tracks.plan import KINDS, Plan
from tracks.things import DEPENDENCIES, NEVER_RESTORED, WAYS, Way


def test_every_kind_goes_back_or_has_a_reason_not_to() -> None:
    """A new kind of thing needs a line in WAYS or in NEVER_RESTORED of tracks/things.py."""
    assert {way.kind for way in WAYS} | set(NEVER_RESTORED) | {DEPENDENCIES} == set(KINDS)
    assert all(NEVER_RESTORED.values())


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.kind)
def test_what_has_no_default_is_put_back(way: Way) -> None:
    """Else what is gone could not come back."""
    needed = {one.name for one in fields(way.value) if default_of(one) is MISSING} - {way.id}
    assert needed - set(way.restored) <= ({"changed_at"} if way.kind == "tasks" else set())
    assert way.stays <= {one.name for one in fields(way.value)}


@pytest.mark.parametrize("seed", range(3))
def test_plain_data_means_what_it_was_made_of(seed: int) -> None:
    plan = fold(Plan(), history(seed))[0]
    things: list[Any] = [thing for way in WAYS for thing in getattr(plan, way.kind).values()]
    assert things
    for thing in things:
        assert type(thing)(**meant_fields(type(thing), plain(thing))) == thing


def test_a_field_that_is_gone_since_is_passed_over() -> None:
    way = WAYS[0]
    assert meant_fields(way.value, {"title": "T", "colour": "red"}) == {"title": "T"}
