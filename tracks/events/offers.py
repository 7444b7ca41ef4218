"""What happens to work that came too late."""

from dataclasses import dataclass

from tracks.events.about import AboutTask
from tracks.work import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultOffered(AboutTask):
    """`agent` sent this as its result (`verb`: complete or submit) when its lease `fence` was over. Changes no state."""

    agent: str
    fence: int
    verb: str
    summary: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultAccepted(AboutTask):
    """The result offered under `fence` is that of the task now."""

    fence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultDismissed(AboutTask):
    fence: int
    reason: str = ""


EVENTS = {
    "result.offered": ResultOffered,
    "result.accepted": ResultAccepted,
    "result.dismissed": ResultDismissed,
}
