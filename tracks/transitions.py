"""The life of a task on one page: every transition there is, and who may make it.

The page about task life in the docs is drawn from TRANSITIONS. Says what may happen; decides nothing.
"""

from dataclasses import dataclass

from tracks import commands as c

HOLDER = "the holder, or an operator who steps in"
PERSON = "an operator"


@dataclass(frozen=True, slots=True)
class Transition:
    """`verb` takes a task from one of `before` to `after`; `who` may ask for it."""

    verb: str
    before: tuple[str, ...]
    after: str
    who: str


TRANSITIONS: dict[type, Transition] = {
    c.ClaimTask: Transition("claim", ("open", "in_progress"), "claimed", "an agent that fits"),
    c.StartTask: Transition("start", ("claimed", "in_progress"), "in_progress", HOLDER),
    c.ReportProgress: Transition("progress", ("claimed", "in_progress", "blocked"), "as it was", HOLDER),
    c.BlockTask: Transition("block", ("open", "claimed", "in_progress"), "blocked", HOLDER),
    c.UnblockTask: Transition("unblock", ("blocked",), "in_progress with its holder, else open", HOLDER),
    c.SubmitTask: Transition("submit", ("claimed", "in_progress"), "in_review", HOLDER),
    c.ApproveTask: Transition("approve", ("in_review",), "done", PERSON),
    c.RejectTask: Transition("reject", ("in_review",), "open", PERSON),
    c.CompleteTask: Transition("complete", ("open", "claimed", "in_progress"), "done", HOLDER),
    c.FailTask: Transition("fail", ("claimed", "in_progress", "blocked"), "failed", HOLDER),
    c.RetryTask: Transition("retry", ("failed",), "open", PERSON),
    c.RetryDue: Transition("retry_due", ("failed",), "open", "the sweeper, when the pause is over"),
    c.ReleaseTask: Transition("release", ("claimed", "in_progress", "blocked"), "open, or still blocked", HOLDER),
    c.HandOverTask: Transition("handover", ("claimed", "in_progress", "blocked"), "as it was, held by the other", HOLDER),
    c.CancelTask: Transition(
        "cancel", ("open", "claimed", "in_progress", "in_review", "blocked", "failed", "deferred"), "cancelled", PERSON
    ),
    c.DeferTask: Transition("defer", ("open", "blocked", "failed"), "deferred", PERSON),
    c.ReopenTask: Transition("reopen", ("done", "cancelled", "deferred", "failed"), "open", PERSON),
    c.DecomposeTask: Transition(
        "decompose", ("open", "claimed", "in_progress", "blocked", "failed", "deferred"), "the sum of its subtasks",
        "the holder, or an operator who steps in; anyone who works here, where nobody holds it",
    ),
    c.AcceptOffer: Transition(
        "offers/…/accept", ("open", "claimed", "in_progress", "in_review", "blocked", "failed", "deferred"), "as it was",
        HOLDER,
    ),
    c.DismissOffer: Transition(
        "offers/…/dismiss",
        ("open", "claimed", "in_progress", "in_review", "done", "blocked", "failed", "cancelled", "deferred"), "as it was",
        HOLDER,
    ),
    c.ExpireLease: Transition("expire", ("claimed", "in_progress", "blocked"), "open, or still blocked", "the sweeper"),
}
