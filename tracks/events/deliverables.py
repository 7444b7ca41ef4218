"""What happens to what a track delivers. Each has a number within its track that is never given again."""

from dataclasses import dataclass

from tracks.events.about import AboutTrack
from tracks.work import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverableAdded(AboutTrack):
    number: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverableReworded(AboutTrack):
    number: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverableRemoved(AboutTrack):
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverableMet(AboutTrack):
    """`verified`: a person has seen it, or a command that ended with 0 shows it; else it is somebody's word."""

    number: int
    note: str = ""
    evidence: tuple[Evidence, ...] = ()
    verified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverableWithdrawn(AboutTrack):
    number: int
    reason: str = ""


EVENTS = {
    "track.deliverable_added": DeliverableAdded,
    "track.deliverable_reworded": DeliverableReworded,
    "track.deliverable_removed": DeliverableRemoved,
    "track.deliverable_met": DeliverableMet,
    "track.deliverable_withdrawn": DeliverableWithdrawn,
}
