"""What may be asked where tracks meet."""

from dataclasses import dataclass

from tracks.meeting import Check


@dataclass(frozen=True, slots=True, kw_only=True)
class AddSyncPoint:
    """`after` holds references of what comes before it; `auto` lets it open by itself once everything holds."""

    project: str
    key: str
    title: str
    after: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    auto: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseSyncPoint:
    """Edit a sync point: what is None stays as it is. The answer to a check that is kept stays too."""

    project: str
    key: str
    title: str | None = None
    after: tuple[str, ...] | None = None
    checks: tuple[Check, ...] | None = None
    auto: bool | None = None
    expected_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveSyncPoint:
    project: str
    key: str
    expected_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCheck:
    """What somebody found when making the check that has this number, counted from 1."""

    project: str
    key: str
    number: int
    holds: bool = True
    text: str = ""
    exit_status: int | None = None
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawCheck:
    project: str
    key: str
    number: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassSyncPoint:
    """`despite` is the reason to pass it although some check does not hold."""

    project: str
    key: str
    note: str = ""
    despite: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenSyncPoint:
    project: str
    key: str
    reason: str = ""
