"""Why a command is refused. The class is the reason, its docstring the message, `next` what to do now.

`code` is the class in snake case. `status` is how HTTP says it: 409 unless the thing is not there (404), is not
allowed (403) or does not make sense whatever the plan says (422).
"""

import re
from typing import ClassVar


class Refusal(Exception):
    """The command was refused."""

    status: ClassVar[int] = 409
    next: ClassVar[str] = ""

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.detail)

    @property
    def code(self) -> str:
        return snake_case(type(self).__name__)

    @property
    def detail(self) -> str:
        return (type(self).__doc__ or "").strip().format(**self.facts)

    @property
    def advice(self) -> str:
        return self.next.format(**self.facts)


def snake_case(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


class NotFound(Refusal):
    """There is no such thing."""

    status = 404


class UnknownProject(NotFound):
    """There is no project {project}."""

    next = "List the projects you may see with GET /api/v1/projects, or create it with POST /api/v1/projects."


class UnknownTrack(NotFound):
    """There is no track {key}."""

    next = "List the tracks with GET /api/v1/projects/{project}/tracks."


class UnknownTask(NotFound):
    """There is no task {key}."""

    next = "List the tasks with GET /api/v1/projects/{project}/tasks."


class UnknownAgent(NotFound):
    """There is no agent {name}."""

    next = "Register it first with POST /api/v1/projects/{project}/agents."


class UnknownSyncPoint(NotFound):
    """There is no sync point {key}."""

    next = "List the sync points with GET /api/v1/projects/{project}/sync-points."


class UnknownDependency(NotFound):
    """{item} does not wait for {needs}."""

    next = "List the dependencies with GET /api/v1/projects/{project}/dependencies."


class Invalid(Refusal):
    """The command makes no sense."""

    status = 422


class InvalidField(Invalid):
    """{field}: {problem}"""

    next = "Correct the field and send the command again."


class UnknownReference(Invalid):
    """{reference} names nothing in this plan."""

    next = "Use task/<key>, track/<key> or sync/<key> of something that exists."


class KeyReused(Invalid):
    """The key {key} was used for another command."""

    next = "Use a new Idempotency-Key for every new command; repeat one only with the same body."


class ProjectExists(Refusal):
    """There is a project {project} already."""

    next = "Choose another slug, or use the project that is there."


class TrackExists(Refusal):
    """There is a track {key} already: {title}."""

    next = "Choose another key, or edit the track that is there."


class TaskExists(Refusal):
    """There is a task {key} already: {title}."""

    next = "Choose another key, or edit the task that is there."


class AgentExists(Refusal):
    """An agent named {name} works here already."""

    next = "Choose another name; to let the same agent in again, ask for a new token with POST agents/{name}/token."


class TrackHasTasks(Refusal):
    """Track {key} still has {count} tasks."""

    next = "Move or remove its tasks first."


class TaskHasSubtasks(Refusal):
    """Task {key} is the sum of its subtasks: {subtasks}."""

    next = "Send the command about one of its subtasks."


class StillNeeded(Refusal):
    """{reference} is needed by {dependents}."""

    next = "Remove these dependencies first."


class DependencyCycle(Refusal):
    """This dependency would close a cycle: {cycle}."""

    next = "Remove one of the dependencies in the cycle first."


class DependsOnItself(Invalid):
    """{item} cannot wait for itself."""

    next = "Name what it really waits for."


class VersionMismatch(Refusal):
    """{key} was changed since you read it: it is at version {version} now, you said {expected}."""

    status = 412
    next = "Read it again, look at what changed, and send your edit with the new version."


class TaskIsLeased(Refusal):
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


class Fenced(Refusal):
    """The lease {fence} on {key} is over: {holder}."""

    next = "Stop working on {key}. Claim it again if it is free, or take another task with POST claims."


class FenceRequired(Refusal):
    """{key} is held by {agent}; only the holder may do this, with its fence."""

    next = "Send the fence you were given with the claim; an operator may act in the holder's place with step_in: true."


class CapabilityMissing(Refusal):
    """{agent} lacks {missing}, which {key} requires."""

    next = "Claim a task that fits with POST claims, or register the capability."


class AgentIsFull(Refusal):
    """{agent} holds {load} of {capacity} tasks: {held}."""

    next = "Finish or release one of them first."


class AgentHasStopped(Refusal):
    """{agent} has stopped."""

    next = "Register it again with POST agents."


class SyncPointIsEarly(Refusal):
    """Sync point {key} cannot be passed yet: {blockers}."""

    next = "Finish what comes before it first."


class LeaseIsAlive(Refusal):
    """The lease on {key} is alive until {until}."""

    next = "Nothing to do: its holder is beating."


class NotAllowed(Refusal):
    """{actor} may not do this here: it takes the role {role}."""

    status = 403
    next = "Ask an administrator of the project for the role, or use a token that has it."
