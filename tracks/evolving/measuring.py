"""What the events change of what is measured."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tracks import events as e
from tracks.draft import Draft
from tracks.happened import Happened
from tracks.measurements import REMEMBERED, Measurement, Reading, Target


def measurement_recorded(draft: Draft, event: e.MeasurementRecorded, at: Happened) -> None:
    before = known(draft, event.name)
    reading = Reading(event.value, event.of, event.about, event.text, at.actor, at.at, at.sequence)
    draft.put_measurement(replace(
        before, unit=event.unit or before.unit, count=before.count + 1, first=before.first or reading,
        recent=(*before.recent, reading)[-REMEMBERED:], version=at.sequence,
    ))


def target_set(draft: Draft, event: e.TargetSet, at: Happened) -> None:
    target = Target(event.comparison, event.value)
    draft.measurements[event.name] = replace(known(draft, event.name), target=target, version=at.sequence)


def target_dropped(draft: Draft, event: e.TargetDropped, at: Happened) -> None:
    draft.measurements[event.name] = replace(known(draft, event.name), target=None, version=at.sequence)


def known(draft: Draft, name: str) -> Measurement:
    found: Measurement = draft.measurements.get(name) or Measurement(name)
    return found


EVOLVE: dict[type, Callable[[Draft, Any, Happened], None]] = {
    e.MeasurementRecorded: measurement_recorded,
    e.TargetSet: target_set,
    e.TargetDropped: target_dropped,
}
