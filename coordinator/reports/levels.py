"""How many tasks stood in each state at each of several times: scope, burn-up and cumulative flow are drawn from it."""

from collections.abc import Sequence
from datetime import datetime

from coordinator.reports.moves import GONE, GROUP, STATES
from coordinator.reports.stretches import Stretch

Level = dict[str, int]
COUNTED = [(place, state) for place, state in enumerate(STATES) if state not in (GONE, GROUP)]


def levels(span: Stretch, times: Sequence[datetime]) -> list[Level]:
    """`times` in order, within the stretch."""
    places = [span.place_at(when) for when in times]
    if span.numbers is None:
        return [span.known.standing(place) for place in places]
    return of_some(span, span.numbers, places)


def of_some(span: Stretch, numbers: frozenset[int], places: list[int]) -> list[Level]:
    """One walk through all moves, for there are no sums of a part."""
    known, counts, found, walked = span.known, [0] * len(STATES), [], 0
    for place in places:
        keys, befores, afters = (column[walked:place] for column in (known.keys, known.befores, known.afters))
        for key, before, after in zip(keys, befores, afters, strict=True):
            if key in numbers:
                counts[before] -= 1
                counts[after] += 1
        walked = max(walked, place)
        found.append({state: counts[number] for number, state in COUNTED})
    return found


def scope(level: Level) -> int:
    """What there is to do and what is done: all but what was cancelled."""
    return sum(level.values()) - level["cancelled"]
