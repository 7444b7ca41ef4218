"""Why something cannot happen in the life of a task."""

from typing import Any

from tracks.errors.base import NotFound, Refusal


class SomebodyHoldsIt(Refusal):
    """Somebody holds the task."""

    @property
    def detail(self) -> str:
        held: dict[str, Any] | None = self.facts.get("held")  # type: ignore[assignment]
        return f"{super().detail} {said_of(held)}" if held else super().detail


def said_of(held: dict[str, Any]) -> str:
    """How alive a holder is, in words."""
    return f"Verdict: {VERDICTS[held['verdict']].format(**held)}."


VERDICTS = {
    "working": "{agent} is working, it was heard of {silent_for} s ago",
    "silent": "{agent} has been silent for {silent_for} s",
    "stale": "{agent} is stale, silent for {silent_for} s",
    "about_to_expire": "the lease of {agent}, silent for {silent_for} s, is about to end",
    "expired": "the lease of {agent}, silent for {silent_for} s, has run out and ends any moment",
}


class TaskIsLeased(SomebodyHoldsIt):
    """{key} is held by {agent} until {until}, fence {fence}."""

    next = "Claim another task with POST claims, or wait until the lease ends."


class TaskIsWaiting(Refusal):
    """{key} cannot start yet: {blockers}."""

    next = "Claim another task with POST claims; this one becomes ready by itself."


class TaskIsNotReady(Refusal):
    """{key} is {status}: it cannot be claimed."""

    next = "Claim another task with POST claims."


class TaskIsNotClaimed(Refusal):
    """Nobody holds {key} ({status})."""

    next = "Claim it first with POST tasks/{key}/claim."


class WrongStatus(Refusal):
    """{key} is {status}: {verb} goes only from {allowed}."""

    next = "Read the task again with GET tasks/{key} and go on from its present status."


class Fenced(SomebodyHoldsIt):
    """The lease {fence} on {key} is over: {holder}."""

    next = "Stop working on {key}. Claim it again if it is free, or take another task with POST claims."
    kept = (
        " What you sent is kept as an offered result: the holder, once there is one, or an operator may accept it with"
        " POST tasks/{key}/offers/{fence}/accept."
    )

    @property
    def advice(self) -> str:
        return super().advice + (self.kept.format(**self.facts) if self.facts.get("kept") else "")


class FenceRequired(SomebodyHoldsIt):
    """{key} is held by {agent}; only the holder may do this, with its fence."""

    next = "Send the fence you were given with the claim; an operator may act in the holder's place with step_in: true."


class NothingToWaitFor(Refusal):
    """{waits_for} is settled already: nothing would ever lift this block."""

    next = "Go on with the task; or block it with a reason alone, and unblock it yourself."


class LeaseIsAlive(Refusal):
    """The lease on {key} is alive until {until}."""

    next = "Nothing to do: its holder is beating."


class TaskHasSubtasks(Refusal):
    """Task {key} is the sum of its subtasks: {subtasks}."""

    next = "Send the command about one of its subtasks."


class UnknownLease(NotFound):
    """Lease {fence} on {key} was never granted, or too long ago."""

    next = "Claim the task with POST tasks/{key}/claim."


class UnknownOffer(NotFound):
    """There is no offered result {offer} of {key}."""

    next = "List them with GET tasks/{key}/offers."


class OfferIsAccepted(Refusal):
    """The result {offer} is that of {key} already."""

    next = "Complete the task with a summary and evidence of its own; that replaces it."


class TermsNotMet(Refusal):
    """{key} does not count as done yet. What is missing: {words}."""

    next = "Send: {send}."


class ReviewIsOwn(Refusal):
    """{actor} did the work on {key}: its review takes somebody else."""

    next = "Let another operator approve or reject it."


class RetryIsEarly(Refusal):
    """{key} may be tried again from {at} on."""

    next = "Nothing to do: it is tried again by itself then."
