"""One command of every kind there is, in an order in which each finds what it needs and changes something."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone

from agents import commands as a
from agents.models import LeaseBeat, Presence
from coordinator.eventlog.models import LogHead
from tests.support.world import PROJECT
from tracks import commands as c
from tracks import document as d
from tracks.decisions import Option
from tracks.meeting import Check
from tracks.plan import Plan
from tracks.terms import Retry, Terms
from tracks.work import Step

Said = Callable[[Plan], Any]
LONG_AGO = timedelta(days=2)
PARTIES = ("A", "B")


def of(kind: type, /, **fields: Any) -> Said:
    return lambda plan: kind(project=PROJECT, **fields)


def of_holder(kind: type, key: str, /, **fields: Any) -> Said:
    """Said with the fence of the lease that the task has then."""


    def with_fence(plan: Plan) -> Any:
        lease = plan.tasks[key].lease
        assert lease
        return kind(project=PROJECT, key=key, fence=lease.fence, **fields)

    return with_fence


def newest(kind: type, where: str, /, **fields: Any) -> Said:
    """About the thing of its kind that was added last."""
    return lambda plan: kind(project=PROJECT, key=list(getattr(plan, where))[-1], **fields)


def late(summary: str) -> Said:
    """A result from whoever held the task before."""
    return lambda plan: c.OfferResult(
        project=PROJECT, key="N.4", fence=plan.tasks["N.4"].last_fence, verb="complete", summary=summary
    )


def about_offer(kind: type) -> Said:
    return lambda plan: kind(project=PROJECT, key="N.4", offer=int(list(plan.offers)[-1]))


def after(change: Callable[[], Any], said: Said) -> Said:
    """Time passes first: what stands beside the log grows old."""

    def later(plan: Plan) -> Any:
        change()
        return said(plan)

    return later


def silence(*tasks: str) -> Callable[[], Any]:
    old = timezone.now() - LONG_AGO
    return lambda: LeaseBeat.objects.filter(task__in=tasks).update(until=old, beat_at=old)


def silent_agents(*names: str) -> Callable[[], Any]:
    return lambda: Presence.objects.filter(agent__in=names).update(seen_at=timezone.now() - LONG_AGO, beats=True)


def head() -> int:
    return LogHead.objects.get(project=PROJECT).sequence


PLAN = d.Document(
    format="markdown", digest="1", title="Plan", tracks=(d.TrackEntry("M", "Imported", line=1),),
    tasks=(d.TaskEntry("M.1", "From a document", "M", line=2),),
)
CHECKS = (Check("text", "read it"),)

SAID: tuple[Said, ...] = (
    of(c.RenameProject, name="Another name"),
    of(c.AddTrack, key="N", title="New"),
    of(c.ReviseTrack, key="N", title="Newer", owner="Nora"),
    of(c.AddTask, key="N.1", title="One", track="N", paths=("lib/a/**",), steps=(Step("first"), Step("second"))),
    of(c.AddTask, key="N.2", title="Two", track="N", paths=("lib/a/b.py",)),
    of(c.AddTask, key="N.3", title="Three", track="N"),
    of(c.ReviseTask, key="N.2", title="Second", priority="high"),
    of(c.AddDependency, item="task/N.3", needs="task/N.2"),
    of(c.RemoveDependency, item="task/N.3", needs="task/N.2"),
    of(a.RegisterAgent, name="nora", capacity=5),
    of(a.RegisterAgent, name="otto", capacity=5),
    of(a.ReviseAgent, name="nora", role="Draws"),
    of(a.BeginIncarnation, name="nora", incarnation="first"),
    of(c.ClaimTask, key="N.1", agent="nora"),
    of_holder(c.StartTask, "N.1"),
    of_holder(c.ReportProgress, "N.1", percent=40, steps=((0, True),), note="half"),
    of_holder(c.BlockTask, "N.1", reason="no idea"),
    of_holder(c.UnblockTask, "N.1"),
    of_holder(c.HandOverTask, "N.1", to="otto", note="yours"),
    of_holder(c.SubmitTask, "N.1", summary="look"),
    of(c.RejectTask, key="N.1", reason="no tests"),
    of(c.ClaimTask, key="N.1", agent="nora"),
    of_holder(c.SubmitTask, "N.1", summary="look again"),
    of(c.ApproveTask, key="N.1"),
    of(c.ReopenTask, key="N.1", reason="it broke"),
    of(c.DecomposeTask, key="N.3", subtasks=(c.Subtask(title="Left"), c.Subtask(title="Right"))),
    of(c.ClaimNext, agent="otto", count=1, tracks=("N",)),
    of_holder(c.ReleaseTask, "N.2", reason="later"),
    of(c.ClaimTask, key="N.2", agent="nora", despite_conflicts=True),
    of_holder(c.FailTask, "N.2", reason="timeout"),
    of(c.RetryTask, key="N.2"),
    of(c.SetTaskTerms, key="N.2", terms=Terms(check="pytest", retry=Retry(3))),
    of(c.ClaimTask, key="N.2", agent="nora", despite_conflicts=True),
    of_holder(c.FailTask, "N.2", reason="again"),
    of(c.RetryDue, key="N.2"),
    of(c.DeferTask, key="N.2", reason="next year"),
    of(c.CancelTask, key="N.2", reason="not needed"),
    of(c.SetTrackTerms, key="N", terms=Terms(review=True)),
    of(c.AddTask, key="N.4", title="Four", track="N"),
    of(c.ClaimTask, key="N.4", agent="nora"),
    after(silence("N.4"), of_holder(c.ExpireLease, "N.4")),
    late("late"),
    about_offer(c.AcceptOffer),
    of(c.ClaimTask, key="N.4", agent="nora"),
    after(silence("N.4"), of_holder(c.ExpireLease, "N.4")),
    late("late again"),
    about_offer(c.DismissOffer),
    of(c.AddTask, key="N.5", title="Five", track="A"),
    of(c.ClaimTask, key="N.5", agent="otto"),
    of_holder(c.CompleteTask, "N.5", summary="works"),
    of(c.AddSyncPoint, key="gate", title="A gate", after=("task/N.5",), checks=CHECKS),
    of(c.ReviseSyncPoint, key="gate", title="The gate"),
    of(c.AnswerCheck, key="gate", number=1, holds=True),
    of(c.WithdrawCheck, key="gate", number=1),
    of(c.PassSyncPoint, key="gate", despite="in a hurry"),
    of(c.ReopenSyncPoint, key="gate", reason="too early"),
    of(c.RemoveSyncPoint, key="gate"),
    of(c.AddIntegrationPoint, key="meet", title="They meet", parties=PARTIES),
    of(c.ReviseIntegrationPoint, key="meet", title="Here they meet"),
    of(c.ConfirmReady, key="meet", party="A"),
    of(c.WithdrawReady, key="meet", party="A"),
    *(of(c.ConfirmReady, key="meet", party=party) for party in PARTIES),
    of(c.MarkIntegrated, key="meet"),
    of(c.ReopenIntegrationPoint, key="meet", reason="it broke"),
    of(c.RemoveIntegrationPoint, key="meet"),
    of(c.AddDeliverable, key="N", text="a board"),
    of(c.RewordDeliverable, key="N", number=1, text="the board"),
    of(c.MeetDeliverable, key="N", number=1, note="seen"),
    of(c.WithdrawDeliverable, key="N", number=1, reason="not yet"),
    of(c.RemoveDeliverable, key="N", number=1),
    of(c.AddCriterion, kind="text", text="People like it"),
    newest(c.ReviseCriterion, "criteria", text="People love it"),
    newest(c.TickCriterion, "criteria"),
    newest(c.RemoveCriterion, "criteria"),
    of(c.AddNote, kind="risk", text="It may rain", about="track/N"),
    newest(c.ReviseNote, "notes", text="It will rain"),
    newest(c.RemoveNote, "notes"),
    of(c.RecordMeasurement, name="errors", value="7"),
    of(c.SetTarget, name="errors", comparison="<=", value="0"),
    of(c.DropTarget, name="errors"),
    of(c.RecordDecision, question="Which way?", chosen="left", options=(Option("left", "2"), Option("right", "1"))),
    of(c.DeclareConflictArea, key="area", area="The plan", tracks=("A", "N"), paths=("plan/**",)),
    of(c.ReviseConflictArea, key="area", area="Plans"),
    of(c.ResolveConflictArea, key="area", resolution="A goes first", first="A"),
    of(c.RemoveConflictArea, key="area"),
    of(c.ReservePaths, agent="nora", paths=("ideas/**",), expires_in=60),
    newest(c.ExtendReservation, "reservations", expires_in=90),
    newest(c.ReleaseReservation, "reservations"),
    of(c.ReservePaths, agent="nora", paths=("notes/**",), expires_in=1),
    newest(c.ExpireReservation, "reservations"),
    of(a.SendMessage, text="Who?", kind="question", sender="agent/nora", to="everyone", about="task/N.2"),
    newest(a.AcknowledgeMessage, "messages", recipient="agent/otto"),
    newest(a.ResolveMessage, "messages"),
    of(c.AddWebhook, origin="https://hooks.example.org", digest="0" * 64, key="hook"),
    of(c.ReviseWebhook, key="hook", description="the chat"),
    of(c.RotateWebhookSecret, key="hook"),
    of(c.DisableWebhook, key="hook", reason="it moves"),
    of(c.EnableWebhook, key="hook"),
    of(c.RemoveWebhook, key="hook"),
    after(silent_agents("nora"), of(a.LoseAgent, name="nora")),
    of(a.ReturnAgent, name="nora"),
    of(a.StopAgent, name="nora"),
    of(c.ImportDocument, document=PLAN, filename="plan.md"),
    lambda plan: c.Undo(project=PROJECT, sequence=head()),
    lambda plan: c.Rollback(project=PROJECT, to=head() - 3),
    of(c.AddTrack, key="O", title="Empty"),
    of(c.RemoveTask, key="N.2"),
    of(c.RemoveTrack, key="O"),
    of(c.ArchiveProject, reason="over", despite_leases=True),
    of(c.UnarchiveProject),
)


def every_command(plan_now: Callable[[], Plan]) -> Iterator[Any]:
    """Each command when its turn comes, stated from the plan as it is then."""
    for said in SAID:
        yield said(plan_now())
