"""What may be asked to put back what was: a moment of the plan, or what one command did."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollback:
    """Make the plan, or only the things that `only` refers to, what it was at `to`. Appends; deletes nothing.

    `despite_leases`: also change what somebody is working on. `expected_head`: only if nothing has happened since.
    """

    project: str
    to: int
    only: tuple[str, ...] = ()
    despite_leases: bool = False
    expected_head: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """Undo the command that recorded `sequence`, or all since then of one `correlation` or one `actor`.

    `with_what_followed`: also what was done since to the same things or on the strength of them.
    """

    project: str
    sequence: int
    correlation: str = ""
    actor: str = ""
    with_what_followed: bool = False
    despite_leases: bool = False
    expected_head: int | None = None
