"""Small worlds to be explored whole: who and what there is, and everything that anybody might ask in them.

Time stands still in them. Whether a holder is heard is asked as a question of its own, so every order of beats,
silences and commands is among the paths.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from agents.commands import BeginIncarnation, LoseAgent, RegisterAgent, ReturnAgent, StopAgent
from agents.events import AgentRegistered
from tests.model.account import Account
from tests.support.given import LEASE, NOON, PROJECT, created, task, track
from tracks import commands as c
from tracks import events as e
from tracks.facts import Facts, Pulse
from tracks.plan import Plan
from tracks.terms import Retry, Terms
from tracks.work import Evidence

SILENT, HEARD = NOON - timedelta(seconds=1), NOON + LEASE
AGENTS = ("ada", "bob")
HOLDERS_VERBS: tuple[type[c.OfTask], ...] = (
    c.StartTask, c.BlockTask, c.UnblockTask, c.SubmitTask, c.CompleteTask, c.FailTask, c.ReleaseTask,
)
PERSONS_VERBS: tuple[type[c.OfTask], ...] = (
    c.ApproveTask, c.RejectTask, c.RetryTask, c.CancelTask, c.DeferTask, c.ReopenTask,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A command, who asks, and what is known when it is decided."""

    command: Any
    facts: Facts

    def __str__(self) -> str:
        return f"{self.facts.actor}: {self.command}"


Questions = Callable[[Plan, Account], Iterator[Asked]]


@dataclass(frozen=True, slots=True)
class World:
    """`begin` has happened; `questions` are all that may be asked at a place."""

    name: str
    begin: tuple[Any, ...]
    questions: tuple[Questions, ...]

    def asked(self, plan: Plan, account: Account) -> Iterator[Asked]:
        for questions in self.questions:
            yield from questions(plan, account)


def by(actor: str, command: Any, operator: bool = False, pulses: dict[str, Pulse] | None = None) -> Asked:
    return Asked(command, Facts(NOON, actor, operator, LEASE, pulses or {}))


# What may be asked ---------------------------------------------------------------------------------------------------


def claims(*agents: str) -> Questions:
    def questions(plan: Plan, account: Account) -> Iterator[Asked]:
        for agent in agents:
            for key in (*plan.tasks, "nothing"):
                yield by(f"agent/{agent}", c.ClaimTask(project=PROJECT, key=key, agent=agent))
            yield by(f"agent/{agent}", c.ClaimNext(project=PROJECT, agent=agent, count=2))

    return questions


def lives(*verbs: type[c.OfTask]) -> Questions:
    """Each verb by each agent with every fence it could have seen, and by an operator with and without stepping in."""

    def questions(plan: Plan, account: Account) -> Iterator[Asked]:
        for key in (*plan.tasks, "nothing"):
            for verb in verbs:
                for fence in (None, *account.fences(key)):
                    for agent in AGENTS:
                        yield by(f"agent/{agent}", verb(project=PROJECT, key=key, fence=fence))
                    yield by("maria", verb(project=PROJECT, key=key, fence=fence), True)
                yield by("maria", verb(project=PROJECT, key=key, step_in=True), True)
                yield by("agent/bob", verb(project=PROJECT, key=key, step_in=True))

    return questions


def waits(plan: Plan, account: Account) -> Iterator[Asked]:
    """Blocked until something else is there, which may be nothing that the plan knows."""
    for key, (agent, fence) in account.held.items():
        for reference in ("task/1", "task/2", "task/nothing"):
            command = c.BlockTask(project=PROJECT, key=key, fence=fence, waits_for=(reference,))
            yield by(f"agent/{agent}", command)


def handovers(plan: Plan, account: Account) -> Iterator[Asked]:
    for key in (*plan.tasks, "nothing"):
        for fence in (None, *account.fences(key)):
            for giver in AGENTS:
                for taker in (*AGENTS, "carol", "nobody"):
                    yield by(f"agent/{giver}", c.HandOverTask(project=PROJECT, key=key, fence=fence, to=taker))
        yield by("maria", c.HandOverTask(project=PROJECT, key=key, step_in=True, to="bob"), True)


def late_work(plan: Plan, account: Account) -> Iterator[Asked]:
    """Results under fences that are over, and what becomes of them."""
    for key in plan.tasks:
        for fence in account.fences(key):
            for agent in AGENTS:
                said: dict[str, Any] = dict(project=PROJECT, key=key, fence=fence)
                yield by(f"agent/{agent}", c.OfferResult(**said, verb="complete", summary="late"))
                for offer in account.fences(key):
                    yield by(f"agent/{agent}", c.AcceptOffer(**said, offer=offer))
        for offer in account.fences(key):
            yield by("maria", c.AcceptOffer(project=PROJECT, key=key, offer=offer), True)
            yield by("maria", c.DismissOffer(project=PROJECT, key=key, offer=offer), True)


def reservations(plan: Plan, account: Account) -> Iterator[Asked]:
    """Both agents reserve what meets, for reading or for themselves, for a while or for a task; and let go."""
    for agent, path in (("ada", "src/**"), ("bob", "src/a.py")):
        if len(plan.reserved.get(f"agent/{agent}", ())) < 1:
            for mode in ("exclusive", "shared"):
                yield by(f"agent/{agent}", c.ReservePaths(project=PROJECT, agent=agent, paths=(path,), mode=mode))
            for key in plan.tasks:
                for fence in account.fences(key):
                    asked = c.ReservePaths(project=PROJECT, agent=agent, paths=(path,), task=key, fence=fence)
                    yield by(f"agent/{agent}", asked)
                yield by("maria", c.ReservePaths(project=PROJECT, agent=agent, paths=(path,), task=key), True)
        for key in (*plan.reservations, "nothing"):
            yield by(f"agent/{agent}", c.ReleaseReservation(project=PROJECT, key=key))
    for key in plan.reservations:
        for now in (NOON, NOON + timedelta(days=1)):
            yield Asked(c.ExpireReservation(project=PROJECT, key=key), Facts(now, "sweeper", True, LEASE))


def bold_claims(plan: Plan, account: Account) -> Iterator[Asked]:
    for agent in AGENTS:
        for key in plan.tasks:
            yield by(f"agent/{agent}", c.ClaimTask(project=PROJECT, key=key, agent=agent, despite_conflicts=True))


def losses(plan: Plan, account: Account) -> Iterator[Asked]:
    """The sweeper thinks that an agent is lost, which it may or may not be; and it may come back."""
    for agent in (*AGENTS, "nobody"):
        for seen_at in (NOON - timedelta(hours=1), NOON):
            facts = Facts(NOON, "sweeper", True, LEASE, seen={agent: seen_at})
            yield Asked(LoseAgent(project=PROJECT, name=agent), facts)
        yield by("sweeper", ReturnAgent(project=PROJECT, name=agent), True)


def starts(plan: Plan, account: Account) -> Iterator[Asked]:
    """Two processes of one agent."""
    for incarnation in ("first", "second"):
        yield by("agent/ada", BeginIncarnation(project=PROJECT, name="ada", incarnation=incarnation))


def silences(plan: Plan, account: Account) -> Iterator[Asked]:
    """The sweeper comes by: the holder was heard, was not heard, or the beat is that of an earlier lease."""
    for key in (*plan.tasks, "nothing"):
        for fence in account.fences(key):
            for pulse in (Pulse(fence, SILENT, SILENT), Pulse(fence, HEARD, NOON), Pulse(fence - 1, SILENT, SILENT)):
                yield by("sweeper", c.ExpireLease(project=PROJECT, key=key, fence=fence), True, {key: pulse})


def coming_and_going(plan: Plan, account: Account) -> Iterator[Asked]:
    yield by("maria", StopAgent(project=PROJECT, name="nobody"), True)
    for agent in AGENTS:
        yield by("maria", StopAgent(project=PROJECT, name=agent), True)
        yield by("maria", RegisterAgent(project=PROJECT, name=agent, capabilities=("python",)), True)


def links(plan: Plan, account: Account) -> Iterator[Asked]:
    for item in (*plan.tasks, "nothing"):
        for needs in (*plan.tasks, "nothing"):
            yield by("maria", c.AddDependency(project=PROJECT, item=f"task/{item}", needs=f"task/{needs}"), True)
            yield by("maria", c.RemoveDependency(project=PROJECT, item=f"task/{item}", needs=f"task/{needs}"), True)


def removals(plan: Plan, account: Account) -> Iterator[Asked]:
    for key in (*plan.tasks, "nothing"):
        yield by("maria", c.RemoveTask(project=PROJECT, key=key), True)
    for key in ("web", "nothing"):
        yield by("maria", c.RemoveTrack(project=PROJECT, key=key), True)


def growth(plan: Plan, account: Account) -> Iterator[Asked]:
    for parent in (*plan.tasks, "nothing"):
        yield by("maria", c.AddTask(project=PROJECT, key="new", title="New", parent=parent), True)
    for track_key in ("web", "nothing"):
        yield by("maria", c.AddTask(project=PROJECT, key="new", title="New", track=track_key), True)


def divisions(plan: Plan, account: Account) -> Iterator[Asked]:
    parts = (c.Subtask(key="1.1", title="First"), c.Subtask(key="1.2", title="Then", depends_on=(0,)))
    for fence in (None, *account.fences("1")):
        for agent in AGENTS:
            yield by(f"agent/{agent}", c.DecomposeTask(project=PROJECT, key="1", fence=fence, subtasks=parts))
    yield by("maria", c.DecomposeTask(project=PROJECT, key="1", step_in=True, subtasks=parts), True)
    yield by("maria", c.DecomposeTask(project=PROJECT, key="nothing", subtasks=parts), True)


def proofs(plan: Plan, account: Account) -> Iterator[Asked]:
    """Results with and without what was demanded, reviewed by somebody else or by whoever did the work."""
    for key in plan.tasks:
        for fence in account.fences(key):
            for evidence in ((), (FAILED,), (UNPROVEN,), (PASSED,)):
                for verb in (c.CompleteTask, c.SubmitTask):
                    yield by("agent/ada", verb(project=PROJECT, key=key, fence=fence, evidence=evidence))
        for reviewer in ("maria", "agent/ada"):
            for verdict in (c.ApproveTask, c.RejectTask):
                yield by(reviewer, verdict(project=PROJECT, key=key), True)


def retries(plan: Plan, account: Account) -> Iterator[Asked]:
    for key in (*plan.tasks, "nothing"):
        for fence in account.fences(key):
            yield by("agent/ada", c.FailTask(project=PROJECT, key=key, fence=fence, reason="no"))
        for now in (NOON, NOON + timedelta(minutes=2)):
            yield Asked(c.RetryDue(project=PROJECT, key=key), Facts(now, "sweeper", True, LEASE))


def gates(plan: Plan, account: Account) -> Iterator[Asked]:
    for key in (*plan.sync_points, "nowhere"):
        yield by("maria", c.PassSyncPoint(project=PROJECT, key=key), True)
        yield by("maria", c.ReopenSyncPoint(project=PROJECT, key=key), True)


SHOWN = Terms(check="make test", review=True, retry=Retry(max_attempts=2, backoff=60))
PASSED = Evidence("command", "make test", 0, "a" * 64)
FAILED, UNPROVEN = Evidence("command", "make test", 1, "a" * 64), Evidence("command", "make test", 0)

# The worlds ----------------------------------------------------------------------------------------------------------

ADA = AgentRegistered(name="ada", capacity=1, capabilities=("python",))
BOB = AgentRegistered(name="bob", capacity=1)
CAROL = AgentRegistered(name="carol", joined=False)  # a document names her
PEOPLE = (created, track("web"), ADA, BOB)

ONE_TASK = World(
    "one task, two agents", (*PEOPLE, task("1")),
    (claims(*AGENTS, "nobody"), lives(*HOLDERS_VERBS, *PERSONS_VERBS), waits, silences),
)
A_CHAIN = World(
    "a task that waits for another, which needs what only one agent can do",
    (*PEOPLE, task("1", capabilities=("python",)), task("2"), e.DependencyAdded(item="task/2", needs="task/1")),
    (claims(*AGENTS, "nobody"), lives(c.CompleteTask, c.ReleaseTask, c.ReopenTask), silences),
)
TWO_TASKS = World(
    "two tasks, agents that take one at a time, come and go",
    (*PEOPLE, task("1"), task("2")),
    (claims(*AGENTS, "nobody"), lives(c.CompleteTask), coming_and_going),
)
A_GATE = World(
    "a task behind a sync point",
    (*PEOPLE, task("1"), task("2"), e.SyncPointAdded(key="gate", title="Gate", position=1, after=("task/1",)),
     e.DependencyAdded(item="task/2", needs="sync/gate")),
    (claims(*AGENTS, "nobody"), gates, lives(c.CompleteTask, c.ReopenTask)),
)
A_FAMILY = World(
    "a task with two subtasks, one of which waits for the other",
    (*PEOPLE, task("1"), task("1.1", parent="1"), task("1.2", parent="1"),
     e.DependencyAdded(item="task/1.2", needs="task/1.1")),
    (claims(*AGENTS, "nobody"), lives(c.CompleteTask, c.CancelTask), silences),
)
HANDS = World("a task that goes from hand to hand", (*PEOPLE, CAROL, task("1")), (
    claims(*AGENTS), handovers, late_work, lives(c.CompleteTask, c.ReopenTask, c.BlockTask), silences,
))
WAITING = World("two tasks, of which one may be blocked until the other is done", (*PEOPLE, task("1"), task("2")), (
    claims("ada", "bob"), waits, lives(c.CompleteTask, c.UnblockTask),
))
TERMS = World("a task that must be shown to be done, and may be tried twice", (
    *PEOPLE, task("1"), e.TaskTermsSet(key="1", terms=SHOWN),
), (claims("ada"), proofs, retries))
DIVISION = World("a task that is divided, perhaps while somebody holds it", (*PEOPLE, task("1")), (
    claims(*AGENTS), divisions, lives(c.CompleteTask),
))
PATHS = World("two tasks about the same paths, and reservations", (
    *PEOPLE, task("1", paths=("src/a.py",)), task("2", paths=("src/**",)),
), (claims(*AGENTS), reservations, lives(c.CompleteTask)))
BOLD = World("two tasks about the same paths, taken in spite of it", (
    *PEOPLE, task("1", paths=("src/a.py",)), task("2", paths=("src/**",)),
), (claims(*AGENTS), bold_claims, lives(c.ReleaseTask)))
LOST = World("agents that fall silent and come back", (*PEOPLE, task("1")), (
    claims(*AGENTS), losses, starts, coming_and_going, handovers,
))
LINKS = World("two tasks, linked as people like", (*PEOPLE, task("1"), task("2")), (claims("ada"), links, removals))
GROWTH = World("a task that people divide and remove", (*PEOPLE, task("1")), (claims("ada"), growth, removals))
WORLDS = (LINKS, GROWTH, DIVISION, WAITING, TERMS, BOLD, LOST, ONE_TASK, HANDS, A_FAMILY, A_CHAIN, A_GATE, PATHS, TWO_TASKS)
