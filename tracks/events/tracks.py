"""What happens to tracks as parts of the plan."""

from dataclasses import dataclass

from tracks.events.about import AboutTrack
from tracks.work import NOWHERE, Deliverable, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackAdded(AboutTrack):
    title: str
    position: int
    focus: str = ""
    owner: str = ""
    weeks: tuple[int, ...] = ()
    parallelizable: str = ""
    key_files: tuple[str, ...] = ()
    working_directory: str = ""
    notes: str = ""
    deliverables: tuple[Deliverable, ...] = ()
    declared: str = ""
    source: Source = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackRevised(TrackAdded):
    """A track was edited; the fields say how it is now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackRemoved(AboutTrack):
    """A track without tasks was taken out of the plan."""


EVENTS = {
    "track.added": TrackAdded,
    "track.revised": TrackRevised,
    "track.removed": TrackRemoved,
}
