"""A long random history of one project, the same for the same seed: everything that may be asked, asked in any order."""

import random
from datetime import timedelta
from typing import Any

from agents import commands as agent_commands
from tests.support.given import NOON, PROJECT
from tracks import commands as c
from tracks import document as d
from tracks.decider import decide
from tracks.errors import Refusal
from tracks.evolve import evolve
from tracks.facts import Facts
from tracks.happened import Happened
from tracks.meeting import Check
from tracks.plan import Plan
from tracks.work import Step

TRACKS = ("A", "B", "C")
AGENTS = ("ada", "bob", "cleo")
CHECKS = (Check("text", "read it"), Check("metric", "", "errors", "<=", "2"))
LIFE = (
    c.StartTask, c.BlockTask, c.UnblockTask, c.SubmitTask, c.ApproveTask, c.RejectTask, c.CompleteTask, c.CompleteTask,
    c.FailTask, c.RetryTask, c.ReleaseTask, c.CancelTask, c.DeferTask, c.ReopenTask,
)


def history(seed: int, commands: int = 600) -> list[Happened]:
    chooser = random.Random(seed)
    plan, happened = Plan(), list[Happened]()
    opening: list[Any] = [c.CreateProject(project=PROJECT, name="Site")]
    opening += [agent_commands.RegisterAgent(project=PROJECT, name=name, capacity=3) for name in AGENTS]
    for number in range(commands):
        now = NOON + timedelta(seconds=number)
        command = opening.pop(0) if opening else anything(chooser, plan)
        try:
            events = decide(plan, command, Facts(now, "maria", may_step_in=True))
        except Refusal:
            continue
        for event in events:
            happened.append(Happened(event, plan.sequence + 1, now, "maria"))
            plan = evolve(plan, happened[-1])
    return happened


def anything(chooser: random.Random, plan: Plan) -> Any:
    """A command that may or may not make sense now."""
    key, agent, track = str(chooser.randrange(25)), chooser.choice(AGENTS), chooser.choice(TRACKS)
    references = [*(f"task/{one}" for one in plan.tasks), *(f"track/{one}" for one in plan.tracks), "sync/1", "sync/2", "sync/3"]
    item, needs = chooser.choice(sorted(references)), chooser.choice(sorted(references))
    letter = chooser.choice([*plan.messages, ""])
    held = plan.tasks.get(key)
    fence = held.lease.fence if held and held.lease else None
    return chooser.choice([
        c.AddTrack(project=PROJECT, key=track, title="T"),
        c.ReviseTrack(project=PROJECT, key=track, title=chooser.choice("xyz")),
        c.RemoveTrack(project=PROJECT, key=track),
        *2 * [c.AddTask(
            project=PROJECT, key=key, title="T", track=chooser.choice(["", track]), estimate=chooser.choice([None, 5, 90]),
            parent=chooser.choice(["", "", str(chooser.randrange(25))]), steps=(Step("one"), Step("two")),
            depends_on=(needs,) if chooser.random() < 0.4 else (),
        )],
        c.ReviseTask(project=PROJECT, key=key, track=chooser.choice([None, track]), estimate=chooser.choice([None, 300])),
        c.RemoveTask(project=PROJECT, key=key),
        c.AddDependency(project=PROJECT, item=item, needs=needs),
        c.RemoveDependency(project=PROJECT, item=item, needs=needs),
        *3 * [c.ClaimNext(project=PROJECT, agent=agent, count=chooser.randrange(1, 3))],
        *5 * [chooser.choice(LIFE)(project=PROJECT, key=key, fence=fence)],
        c.ReportProgress(project=PROJECT, key=key, fence=fence, percent=chooser.randrange(101), steps=((0, True),)),
        *2 * [c.PassSyncPoint(project=PROJECT, key=chooser.choice("123"), despite=chooser.choice(["", "in a hurry"]))],
        c.AddSyncPoint(project=PROJECT, key="3", title="G", after=(needs,), checks=CHECKS, auto=chooser.random() < 0.5),
        c.ReviseSyncPoint(
            project=PROJECT, key=chooser.choice("123"), after=chooser.choice([None, (), (needs,)]),
            checks=chooser.choice([None, (), CHECKS, CHECKS[:1], CHECKS[1:]]), auto=chooser.choice([None, True, False]),
        ),
        c.RemoveSyncPoint(project=PROJECT, key="3"),
        *2 * [c.AnswerCheck(project=PROJECT, key=chooser.choice("123"), number=1, holds=chooser.random() < 0.7)],
        c.WithdrawCheck(project=PROJECT, key=chooser.choice("123"), number=1),
        c.ReopenSyncPoint(project=PROJECT, key=chooser.choice("123")),
        c.AddDeliverable(project=PROJECT, key=track, text=chooser.choice("xyz")),
        c.RewordDeliverable(project=PROJECT, key=track, number=1, text=chooser.choice("xyz")),
        c.RemoveDeliverable(project=PROJECT, key=track, number=2),
        c.MeetDeliverable(project=PROJECT, key=track, number=chooser.randrange(1, 3)),
        c.WithdrawDeliverable(project=PROJECT, key=track, number=1),
        c.AddCriterion(project=PROJECT, kind="text", text=chooser.choice("xyz")),
        c.ReviseCriterion(project=PROJECT, key=chooser.choice([*sorted(plan.criteria), "0"]), text=chooser.choice("xyz")),
        c.RemoveCriterion(project=PROJECT, key=chooser.choice([*sorted(plan.criteria), "0"])),
        c.TickCriterion(project=PROJECT, key=chooser.choice([*sorted(plan.criteria), "0"]), met=chooser.random() < 0.7),
        c.AddNote(
            project=PROJECT, kind=chooser.choice(["risk", "next_step", "progress"]), text=chooser.choice("xyz"),
            owner=chooser.choice(["", agent]),
        ),
        c.ReviseNote(
            project=PROJECT, key=chooser.choice([*sorted(plan.notes), "0"]), text=chooser.choice([None, "z"]),
            state=chooser.choice([None, "open", "done", "mitigated"]),
        ),
        c.RemoveNote(project=PROJECT, key=chooser.choice([*sorted(plan.notes), "0"])),
        c.AddIntegrationPoint(project=PROJECT, key="i", title="I", parties=("A", "ada")),
        c.ReviseIntegrationPoint(project=PROJECT, key="i", parties=chooser.choice([(), ("A",), ("A", "ada")])),
        c.RemoveIntegrationPoint(project=PROJECT, key="i"),
        *2 * [c.ConfirmReady(project=PROJECT, key="i", party=chooser.choice(["", "A", "ada"]))],
        c.WithdrawReady(project=PROJECT, key="i", party=chooser.choice(["", "A"])),
        c.MarkIntegrated(project=PROJECT, key="i"),
        c.ReopenIntegrationPoint(project=PROJECT, key="i"),
        c.RecordMeasurement(project=PROJECT, name=chooser.choice(["errors", "modules"]), value=str(chooser.randrange(5))),
        c.SetTarget(project=PROJECT, name="errors", comparison="<=", value=str(chooser.randrange(3))),
        c.DropTarget(project=PROJECT, name="errors"),
        agent_commands.SendMessage(
            project=PROJECT, text="T", kind=chooser.choice(["note", "question", "blocker"]), sender=f"agent/{agent}",
            to=chooser.choice(["everyone", "person", "track/A", "agent/ada"]), reply_to=chooser.choice(["", letter]),
        ),
        *3 * [agent_commands.AcknowledgeMessage(project=PROJECT, key=letter, recipient=f"agent/{agent}")],
        agent_commands.AcknowledgeMessage(project=PROJECT, key=letter, recipient="person"),
        agent_commands.ResolveMessage(project=PROJECT, key=letter),
        agent_commands.BeginIncarnation(project=PROJECT, name=agent, incarnation=chooser.choice("xyz")),
        agent_commands.ReviseAgent(project=PROJECT, name=agent, role=chooser.choice("xyz")),
        agent_commands.StopAgent(project=PROJECT, name=agent),
        agent_commands.RegisterAgent(project=PROJECT, name=agent, capacity=3),
        c.ImportDocument(project=PROJECT, document=a_document(chooser)),
    ])


def a_document(chooser: random.Random) -> d.Document:
    keys = chooser.sample(range(25), 6)
    return d.Document(
        format="markdown", digest=str(chooser.random()), title=chooser.choice(["Plan", "Other"]),
        tracks=tuple(d.TrackEntry(key, chooser.choice("xyz")) for key in chooser.sample(TRACKS, 2)),
        tasks=tuple(
            d.TaskEntry(
                str(key), chooser.choice("xyz"), chooser.choice(["", *TRACKS]), str(chooser.choice(["", "", *keys])),
                status=chooser.choice([d.NOT_STARTED, d.NOT_STARTED, d.DONE, d.BLOCKED]), line=key,
            )
            for key in keys
        ),
        dependencies=tuple(
            d.DependencyEntry(f"task/{one}", chooser.choice(["sync/1", "track/A", f"task/{chooser.choice(keys)}"]))
            for one in keys[:4]
        ),
        sync_points=tuple(d.SyncPointEntry(key, "G", (f"task/{chooser.choice(keys)}",)) for key in "12"),
        agents=(d.AgentEntry(chooser.choice(AGENTS), chooser.choice("xyz")),),
        conflict_areas=(d.ConflictAreaEntry(chooser.choice("xyz")),),
        integration_points=(d.IntegrationPointEntry(chooser.choice("xyz")),),
        allocations=(d.AllocationEntry("s", chooser.choice(AGENTS), chooser.choice("xyz")),),
        notes=(d.NoteEntry("risk", chooser.choice("xyz")),),
    )
