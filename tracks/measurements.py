"""What is measured, as frozen values: a name, what it was first and lately, and what it should come to.

Numbers are exact decimals kept as text, because a float in a log reads differently from machine to machine.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

COMPARISONS = ("<", "<=", "=", ">=", ">")
REMEMBERED = 20  # readings of a name that the plan keeps beside the first; the log keeps them all
NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,9})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Reading:
    """`value` is what was measured, `of` how much there is in all ("5 of 7 modules"), empty where that says nothing."""

    value: str
    of: str
    about: str
    text: str
    actor: str
    at: datetime
    sequence: int


@dataclass(frozen=True, slots=True)
class Target:
    """What a measurement should come to: `<= 0`."""

    comparison: str
    value: str


@dataclass(frozen=True, slots=True)
class Measurement:
    """A name under which something is measured again and again. `recent` holds the last readings, the newest last."""

    key: str
    unit: str = ""
    count: int = 0
    first: Reading | None = None
    recent: tuple[Reading, ...] = ()
    target: Target | None = None
    version: int = 0

    @property
    def latest(self) -> Reading | None:
        return self.recent[-1] if self.recent else None

    @property
    def previous(self) -> Reading | None:
        return self.recent[-2] if len(self.recent) > 1 else None

    @property
    def is_met(self) -> bool | None:
        """Whether the newest reading is what it should be; None while nothing is known or wanted."""
        if self.target is None or self.latest is None:
            return None
        return holds(self.latest.value, self.target.comparison, self.target.value)

    @property
    def trend(self) -> str:
        """Where the newest reading went from the one before: rising, falling or steady; empty before the second."""
        if self.latest is None or self.previous is None:
            return ""
        step = Decimal(self.latest.value) - Decimal(self.previous.value)
        return "rising" if step > 0 else "falling" if step < 0 else "steady"

    @property
    def change(self) -> str:
        """How far the newest reading is from the first, with its sign; empty before there is one."""
        if self.latest is None or self.first is None:
            return ""
        return f"{Decimal(self.latest.value) - Decimal(self.first.value):+f}"


def exact(text: str) -> str | None:
    """A decimal in its plainest form, digits after the point as they were given; None for what is none."""
    if not NUMBER.fullmatch(text):
        return None
    number = Decimal(text)
    return f"{number if number else abs(number):f}"


def holds(value: str, comparison: str, wanted: str) -> bool:
    left, right = Decimal(value), Decimal(wanted)
    return {
        "<": left < right, "<=": left <= right, "=": left == right, ">=": left >= right, ">": left > right,
    }[comparison]
