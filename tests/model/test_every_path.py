"""Every path of some small worlds keeps every promise: not samples of what might happen, all of it."""

import pytest

from tests.model.explore import explore
from tests.model.promises import PROMISES
from tests.model.worlds import WORLDS, World
from tracks.decider import decide


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.name)
def test_every_promise_holds_on_every_path(world: World) -> None:
    explored = explore(world, decide, PROMISES, most=20_000)
    assert explored.broken is None, str(explored.broken)
    assert explored.places > 10
