"""Why something cannot be put back to what it was."""

from tracks.errors.base import Refusal


class PlanMoved(Refusal):
    """The plan moved on: it is at {head} now, you looked at it at {expected}."""

    status = 412
    next = "Look at it again (what is previewed: with dry_run=1), and send what you want with the ETag that it has now."


class LeasesAreLive(Refusal):
    """This would change what somebody is working on: {tasks}."""

    next = "Wait until they are finished or released, leave them out, or say despite_leases: true, which ends their leases."


class LooseEnds(Refusal):
    """That cannot be put back alone: {problems}."""

    next = "Name these too, or put everything back."


class NothingToUndo(Refusal):
    """Nothing that was done there can be undone: {reason}."""

    next = "Read what happened with GET events, and name the sequence of what is to be undone."


class MuchFollowed(Refusal):
    """It cannot be undone alone: {count} later commands built on it, the first is {sequence}, {type}, by {actor}."""

    next = "Undo these first, or say with_what_followed: true; dry_run=1 shows what that takes."


class TooLongAgo(Refusal):
    """{count:,} events happened since; undo looks back over {most:,} at most."""

    next = "Use rollback, with only naming the things that are to be as they were."
