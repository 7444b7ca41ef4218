"""What may be asked about work that came too late. `offer` is the fence under which it was done."""

from dataclasses import dataclass

from tracks.commands.life import OfTask
from tracks.work import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferResult:
    """Keep the result of a holder whose lease is over. Nobody sends it: it is made of what the holder sent in vain."""

    project: str
    key: str
    fence: int
    verb: str
    summary: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptOffer(OfTask):
    offer: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DismissOffer(OfTask):
    offer: int = 0
    reason: str = ""
