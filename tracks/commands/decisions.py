"""What may be asked to keep a decision."""

from dataclasses import dataclass

from tracks.decisions import Option


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDecision:
    """Keep what was chosen, among which options, and why."""

    project: str
    question: str
    chosen: str
    why: str = ""
    options: tuple[Option, ...] = ()
    about: tuple[str, ...] = ()
