"""What happens where parties meet: who is ready, and that it is integrated."""

from dataclasses import dataclass

from tracks.events.meeting import AboutIntegrationPoint
from tracks.work import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyReady(AboutIntegrationPoint):
    """`party` is empty where the point names none."""

    party: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyNotReady(AboutIntegrationPoint):
    party: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegrationPointIntegrated(AboutIntegrationPoint):
    note: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegrationPointReopened(AboutIntegrationPoint):
    """It is open again, and nobody is ready."""

    reason: str = ""


EVENTS = {
    "integration_point.party_ready": PartyReady,
    "integration_point.party_not_ready": PartyNotReady,
    "integration_point.integrated": IntegrationPointIntegrated,
    "integration_point.reopened": IntegrationPointReopened,
}
