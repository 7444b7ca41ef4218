"""A success criterion, as a frozen value: what a plan shall come to."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Criterion:
    """`kind` is one of EVALUATE. `of`: of completion tasks, subtasks, tracks or track/<key>; of a metric its name.

    `met`, `by`, `at` and `note` say who saw that a text criterion holds.
    """

    key: str
    kind: str = "text"
    text: str = ""
    of: str = ""
    comparison: str = ""
    value: str = ""
    position: int = 0
    met: bool = False
    by: str = ""
    at: datetime | None = None
    note: str = ""
    version: int = 0

    @property
    def said(self) -> str:
        return self.text or {
            "completion": f"{self.of} completed {self.comparison} {self.value} %",
            "metric": f"{self.of} {self.comparison} {self.value}",
            "integration_points": f"all integration points {self.value}",
        }.get(self.kind, self.kind.replace("_", " "))
