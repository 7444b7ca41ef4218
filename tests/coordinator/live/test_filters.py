"""A listener's filter: any value of one name, all names together."""

import pytest

from coordinator.live.entries import Entry
from coordinator.live.filters import Filter

CLAIMED = Entry(7, "", "task.claimed", "task/21.4", "agent/ada", ("task/21", "track/A"), frozenset(), b"", 0)
REVISED = Entry(8, "", "track.revised", "track/A", "maria", (), frozenset(), b"", 0)


@pytest.mark.parametrize(
    ("query", "claimed", "revised"),
    [
        ({}, True, True),
        ({"type": ["task.claimed"]}, True, False),
        ({"type": ["task.*"]}, True, False),
        ({"type": ["task.*", "track.*"]}, True, True),
        ({"type": ["task"]}, False, False),
        ({"type": ["task.claim"]}, False, False),
        ({"subject": ["task/21.4"]}, True, False),
        ({"subject": ["task/21"]}, False, False),
        ({"track": ["A"]}, True, True),
        ({"track": ["B"]}, False, False),
        ({"track": ["B", "A"]}, True, True),
        ({"track": ["A"], "type": ["track.*"]}, False, True),
        ({"track": ["A"], "type": ["task.*"], "subject": ["task/9"]}, False, False),
        ({"type": ["task.claimed,track.revised"]}, True, True),
        ({"track": ["B,A"]}, True, True),
        ({"actor": ["maria"]}, False, True),
        ({"actor": ["maria,agent/ada"], "type": ["task.*"]}, True, False),
        ({"type": [""]}, True, True),
        ({"since": ["whatever"]}, True, True),
    ],
)
def test_what_passes(query: dict[str, list[str]], claimed: bool, revised: bool) -> None:
    passes = Filter(query).passes
    assert (passes(CLAIMED), passes(REVISED)) == (claimed, revised)
