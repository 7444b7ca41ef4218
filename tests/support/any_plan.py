"""Plans of every shape, for statements that hold for all of them: a long random history, cut off anywhere."""

from functools import cache

from hypothesis import strategies as st

from tests.support.random_history import history
from tracks.evolve import fold
from tracks.happened import Happened
from tracks.plan import Plan


@cache
def known_history(seed: int) -> list[Happened]:
    return history(seed, 300)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    happened = known_history(draw(st.integers(0, 11)))
    until = draw(st.integers(len(happened) // 4, len(happened)))
    return fold(Plan(), happened[:until])[0]
