"""What may be asked about what a track delivers. `key` is the track's, `number` the deliverable's within it."""

from dataclasses import dataclass

from tracks.work import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class AddDeliverable:
    project: str
    key: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RewordDeliverable:
    project: str
    key: str
    number: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveDeliverable:
    project: str
    key: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetDeliverable:
    """It is there. `evidence` shows it."""

    project: str
    key: str
    number: int
    note: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawDeliverable:
    """It is not there after all."""

    project: str
    key: str
    number: int
    reason: str = ""
