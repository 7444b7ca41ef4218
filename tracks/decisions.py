"""What was decided, as frozen values: the question, the options that were weighed, which was taken and why."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Option:
    """One of the possibilities. `score` is an exact decimal as text, empty where nothing was scored."""

    text: str
    score: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """`key` is the sequence of its event, in digits; `chosen` the text of the option taken. It never changes."""

    key: str
    question: str
    chosen: str
    why: str
    options: tuple[Option, ...]
    about: tuple[str, ...]
    actor: str
    decided_at: datetime
    version: int = 0
