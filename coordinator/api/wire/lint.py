"""What is wrong with a plan, on the wire."""

from msgspec import Struct

from tracks.ahead.deadlocks import Deadlock
from tracks.ahead.lint import Finding


class LintReport(Struct, frozen=True):
    """`findings`, the worst first, at most 200 of each check; `counts` of them by code; `deadlocks` apart."""

    findings: list[Finding]
    counts: dict[str, int]
    deadlocks: list[Deadlock]
    head: int
