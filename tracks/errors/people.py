"""Why an agent cannot do that."""

from tracks.errors.base import NotFound, Refusal


class UnknownAgent(NotFound):
    """There is no agent {name}."""

    next = "Register it first with POST /api/v1/projects/{project}/agents."


class AgentExists(Refusal):
    """An agent named {name} works here already."""

    next = "Choose another name; to let the same agent in again, ask for a new token with POST agents/{name}/token."


class AgentHasNotJoined(Refusal):
    """{agent} is only named in a document; it does not work here yet."""

    next = "Hand over to an agent that has joined, or let it join with POST agents."


class CapabilityMissing(Refusal):
    """{agent} lacks {missing}, which {key} requires."""

    next = "Claim a task that fits with POST claims, or register the capability."


class AgentIsFull(Refusal):
    """{agent} holds {load} of {capacity} tasks: {tasks}."""

    next = "Finish or release one of them first."


class AgentIsLost(Refusal):
    """{agent} is lost: it was last heard of at {since}."""

    next = "Send a heartbeat with POST agents/{agent}/heartbeat; then it may work again."


class Superseded(Refusal):
    """Another process of {name} began at {since}: this one, {incarnation}, is superseded."""

    next = "Stop working: what {name} holds is the other one's now. Never run two processes under one name."


class AgentHasStopped(Refusal):
    """{agent} has stopped."""

    next = "Register it again with POST agents."
