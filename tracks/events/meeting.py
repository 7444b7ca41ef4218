"""What happens where tracks meet: sync points, conflict areas, integration points."""

from dataclasses import dataclass

from tracks.meeting import Check


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutSyncPoint:
    key: str

    @property
    def subject(self) -> str:
        return f"sync/{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutConflictArea:
    key: str

    @property
    def subject(self) -> str:
        return f"conflict/{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutIntegrationPoint:
    key: str

    @property
    def subject(self) -> str:
        return f"integration/{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPointAdded(AboutSyncPoint):
    title: str
    position: int
    after: tuple[str, ...] = ()
    check: str = ""
    digest: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPointRevised(SyncPointAdded):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPointRemoved(AboutSyncPoint):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPointPassed(AboutSyncPoint):
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPointReopened(AboutSyncPoint):
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPointPlaced(AboutSyncPoint):
    """Somebody said what it comes after; from then on no document does."""

    after: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPointChecksSet(AboutSyncPoint):
    """What must hold there, and whether it opens by itself once all of it does."""

    checks: tuple[Check, ...]
    auto: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPointChecked(AboutSyncPoint):
    """Somebody made the check that has this number, counted from 1."""

    number: int
    holds: bool
    text: str = ""
    exit_status: int | None = None
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPointCheckWithdrawn(AboutSyncPoint):
    number: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPointForced(AboutSyncPoint):
    """It was passed although `failing` did not hold."""

    reason: str
    failing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPointOpened(AboutSyncPoint):
    """It opened by itself: what comes before it is done and every check holds. Follows from the event before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictAreaAdded(AboutConflictArea):
    area: str
    position: int
    tracks: tuple[str, ...] = ()
    resolution: str = ""
    first: str = ""
    digest: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictAreaRevised(ConflictAreaAdded):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictAreaRemoved(AboutConflictArea):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegrationPointAdded(AboutIntegrationPoint):
    title: str
    position: int
    parties: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    digest: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegrationPointRevised(IntegrationPointAdded):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegrationPointRemoved(AboutIntegrationPoint):
    pass


EVENTS = {
    "sync_point.added": SyncPointAdded,
    "sync_point.revised": SyncPointRevised,
    "sync_point.removed": SyncPointRemoved,
    "sync_point.passed": SyncPointPassed,
    "sync_point.reopened": SyncPointReopened,
    "sync_point.placed": SyncPointPlaced,
    "sync_point.checks_set": SyncPointChecksSet,
    "sync_point.checked": SyncPointChecked,
    "sync_point.check_withdrawn": SyncPointCheckWithdrawn,
    "sync_point.forced": SyncPointForced,
    "sync_point.opened": SyncPointOpened,
    "conflict_area.added": ConflictAreaAdded,
    "conflict_area.revised": ConflictAreaRevised,
    "conflict_area.removed": ConflictAreaRemoved,
    "integration_point.added": IntegrationPointAdded,
    "integration_point.revised": IntegrationPointRevised,
    "integration_point.removed": IntegrationPointRemoved,
}
