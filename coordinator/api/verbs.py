"""What happens in a task's life, one verb each: a table from the verb to its command and what is sent with it.

A verb states a command and draws the task as the command left it. Who may do what from which status, the rules say.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import msgspec
from django.http import HttpResponse
from msgspec import Meta

from coordinator.api.door import Ask, Door, operation
from coordinator.api.reading import Fence, Percent, Reference, Strict, Text
from coordinator.api.references import typed
from coordinator.api.tasks import task_told
from coordinator.api.wire.tasks import Task
from tracks import commands as c
from tracks import errors
from tracks.work import Evidence as PlanEvidence


class AboutTask(Strict):
    """The holder sends its fence. An operator needs none where nobody holds the task, else says `step_in`."""

    fence: Fence | None = None
    step_in: Annotated[bool, Meta(description="An operator acts in the holder's place.")] = False

    def stated(self, ask: Ask) -> dict[str, Any]:
        """The fields as the command takes them."""
        return msgspec.structs.asdict(self)


class WithReason(AboutTask):
    reason: Text = ""


class WithNote(AboutTask):
    note: Text = ""


class HandOver(WithNote, kw_only=True):
    """Whom it goes to: an agent that works here, offers what the task requires and has room."""

    to: Annotated[str, Meta(min_length=1, max_length=100)]


class StepDone(Strict):
    """One step of the task: its place, from 0, and whether it is done."""

    place: Annotated[int, Meta(ge=0, le=100_000)]
    done: bool = True


class Progress(AboutTask):
    """How far it is. Steps that are left out stay as they are."""

    percent: Percent | None = None
    steps: Annotated[tuple[StepDone, ...], Meta(max_length=1_000)] = ()
    note: Text = ""

    def stated(self, ask: Ask) -> dict[str, Any]:
        return msgspec.structs.asdict(self) | {"steps": tuple((step.place, step.done) for step in self.steps)}


class Block(AboutTask):
    reason: Text = ""
    waits_for: Annotated[tuple[Reference, ...], Meta(max_length=100)] = ()

    def stated(self, ask: Ask) -> dict[str, Any]:
        return msgspec.structs.asdict(self) | {"waits_for": typed(ask, self.waits_for)}


ExitStatus = Annotated[int, Meta(ge=-1_000, le=1_000)]
Digest = Annotated[str, Meta(pattern=r"^([0-9a-f]{64})?$(?!\n)", description="64 hex digits")]


class Proof(Strict):
    """What shows that the task is done. `digest`: SHA-256 in hex of a command's output."""

    kind: Literal["text", "command", "commit", "file", "url"]
    text: Annotated[str, Meta(max_length=10_000)] = ""
    exit_status: ExitStatus | None = None
    digest: Digest = ""


class Result(AboutTask):
    summary: Text = ""
    evidence: Annotated[tuple[Proof, ...], Meta(max_length=100)] = ()

    def stated(self, ask: Ask) -> dict[str, Any]:
        return msgspec.structs.asdict(self) | {"evidence": proven(self.evidence)}


def proven(evidence: Iterable[Proof]) -> tuple[PlanEvidence, ...]:
    return tuple(PlanEvidence(one.kind, one.text, one.exit_status, one.digest) for one in evidence)


@dataclass(frozen=True, slots=True)
class Verb:
    name: str
    command: type[c.OfTask]
    body: type[AboutTask]
    summary: str
    needs: str = "work"
    example: dict[str, Any] | None = None
    refusals: tuple[type[errors.Refusal], ...] = ()


VERBS = (
    Verb("start", c.StartTask, AboutTask, "Start work on a task", example={"fence": 812}),
    Verb("progress", c.ReportProgress, Progress, "Say how far a task is",
         example={"fence": 812, "percent": 40, "steps": [{"place": 0, "done": True}], "note": "the schema stands"}),
    Verb("block", c.BlockTask, Block, "Say that a task cannot go on",
         example={"fence": 812, "reason": "needs the schema", "waits_for": ["B.1"]},
         refusals=(errors.UnknownReference, errors.DependsOnItself, errors.NothingToWaitFor)),
    Verb("unblock", c.UnblockTask, WithNote, "Say that a blocked task can go on", example={"fence": 812}),
    Verb("submit", c.SubmitTask, Result, "Offer the work for review",
         example={"fence": 812, "summary": "list and board", "evidence": [{"kind": "commit", "text": "4f1c2a9"}]},
         refusals=(errors.TermsNotMet,)),
    Verb("approve", c.ApproveTask, WithNote, "Pass a review: the task is done", "operate", {"note": "looks right"},
         (errors.TermsNotMet, errors.ReviewIsOwn)),
    Verb("reject", c.RejectTask, WithReason, "Fail a review: the task is open again", "operate", {"reason": "no tests"}),
    Verb("complete", c.CompleteTask, Result, "Finish a task",
         example={"fence": 812, "evidence": [{"kind": "command", "text": "pytest", "exit_status": 0}]},
         refusals=(errors.TermsNotMet,)),
    Verb("fail", c.FailTask, WithReason, "Say that a task was tried and did not work",
         example={"fence": 812, "reason": "the library is gone"}),
    Verb("retry", c.RetryTask, AboutTask, "Put a failed task up for another try", "operate", {}),
    Verb("release", c.ReleaseTask, WithReason, "Give a task back", example={"fence": 812, "reason": "out of budget"}),
    Verb("handover", c.HandOverTask, HandOver, "Pass a task on to another agent, with its lease, reservations and a note",
         example={"fence": 812, "to": "bob", "note": "the schema stands, the list is missing"},
         refusals=(errors.UnknownAgent, errors.AgentHasStopped, errors.AgentIsLost,
                   errors.AgentHasNotJoined, errors.CapabilityMissing,
                   errors.AgentIsFull)),
    Verb("cancel", c.CancelTask, WithReason, "Decide that a task will not be done", "operate", {"reason": "not needed"}),
    Verb("defer", c.DeferTask, WithReason, "Decide that a task will not be done now", "operate", {"reason": "next year"}),
    Verb("reopen", c.ReopenTask, WithReason, "Open a task again that was over", "operate", {"reason": "it broke"}),
)
REFUSED = (
    errors.UnknownTask, errors.TaskHasSubtasks, errors.Fenced, errors.FenceRequired, errors.TaskIsNotClaimed,
    errors.WrongStatus,
)


def door_of(verb: Verb) -> type[Door]:
    class TaskVerb(Door):
        @operation(
            verb.summary, needs=verb.needs, body=verb.body, answers={200: (Task, "The task as it is now.")},
            refusals=(*REFUSED, *verb.refusals), example=verb.example,
        )
        def post(self, ask: Ask, key: str) -> HttpResponse:
            receipt = ask.tell(verb.command(project=ask.project, key=key, **ask.body.stated(ask)))
            return task_told(receipt, key)

    TaskVerb.__name__ = TaskVerb.__qualname__ = f"{verb.name.capitalize()}Task"
    return TaskVerb
