"""What was decided."""

from dataclasses import dataclass

from tracks.decisions import Option


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRecorded:
    """Somebody chose `chosen`, for the reason `why`. `about` are the things it concerns, the first one first of all."""

    question: str
    chosen: str
    why: str = ""
    options: tuple[Option, ...] = ()
    about: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        return self.about[0] if self.about else "project"


EVENTS: dict[str, type] = {
    "decision.recorded": DecisionRecorded,
}
