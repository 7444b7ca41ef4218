"""What may be asked where parties meet: integration points."""

from dataclasses import dataclass

from tracks.work import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class AddIntegrationPoint:
    """`parties` are tracks, agents or whoever meets there; `items` say what flows; `refs` name tasks, tracks, sync points."""

    project: str
    key: str
    title: str
    parties: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseIntegrationPoint:
    """Edit an integration point: what is None stays as it is. A party that stays is as ready as it was."""

    project: str
    key: str
    title: str | None = None
    parties: tuple[str, ...] | None = None
    items: tuple[str, ...] | None = None
    refs: tuple[str, ...] | None = None
    expected_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveIntegrationPoint:
    project: str
    key: str
    expected_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmReady:
    """`party` empty: every party that the actor speaks for."""

    project: str
    key: str
    party: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawReady:
    project: str
    key: str
    party: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkIntegrated:
    project: str
    key: str
    note: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenIntegrationPoint:
    project: str
    key: str
    reason: str = ""
